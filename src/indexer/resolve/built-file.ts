import type { CodeRef } from '../../core/mapping/code-ref.ts';
import { findSymbol } from '../indexes/find-symbol.ts';
import { sourceOfBuilt } from '../revision/built-paths.ts';
import type { Collector } from './collector.ts';
import { declCandidate, lineCandidate } from './make-candidate.ts';
import type { ResolveContext } from './resolve-context.ts';

/**
 * Built JavaScript: through its source map to the line that was written, or by the compiler's folders to the file.
 * Returns whether the path was that of a built file and is dealt with.
 */
export function locateBuilt(ctx: ResolveContext, ref: CodeRef, out: Collector): boolean {
  const { path, line } = ref;
  if (path?.kind !== 'path' || !/\.[cm]?js$/.test(path.segments.at(-1) ?? '')) return false;
  const position = line === undefined ? undefined : ctx.sourceMaps.original(path.segments, line, ref.column);
  if (position?.kind === 'original') {
    const { entry, line: at, map } = position.at;
    out.add(
      lineCandidate(ctx.index, entry, at, {
        strategy: 'source-map',
        source: 'code-file',
        level: 'exact',
        why: `The span says ${ref.rawPath}:${line}; the source map ${map} leads to line ${at}.`,
      }),
    );
    return true;
  }
  if (position?.kind === 'outside') {
    out.reason(
      `The source map ${position.map} leads to ${position.source.slice(0, 200)}, which is not in this workspace.`,
    );
    out.reject(
      'source-map',
      ref.rawPath,
      `The map leads to ${position.source.slice(0, 200)}, outside the workspace.`,
    );
    return true;
  }
  const source = sourceOfBuilt(ctx.index, path.segments);
  if (!source) return false;
  const { files, symbols, modules } = ctx.index;
  const hits = ref.symbol ? findSymbol({ files, symbols, modules }, ref.symbol, 'js') : [];
  const inFile = hits.filter((h) => h.row.file === source.entry.id);
  const why = `The span says ${ref.rawPath}; ${source.because}. Without a source map the line is not known.`;
  const claim = { strategy: 'built-file', source: 'code-file', level: 'guess', why } as const;
  for (const { row } of inFile) out.add(declCandidate(ctx.index, source.entry, row, claim));
  if (inFile.length === 0) out.add(lineCandidate(ctx.index, source.entry, 1, claim));
  return true;
}
