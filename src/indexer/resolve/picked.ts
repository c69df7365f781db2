import type { SpanSite } from '../../core/mapping/span-site.ts';
import { symbolText } from '../indexes/symbol-index.ts';
import type { Collector } from './collector.ts';
import { countLines } from './locate-ref.ts';
import { declCandidate, lineCandidate } from './make-candidate.ts';
import type { ResolveContext } from './resolve-context.ts';

/** The place the user chose for such spans: the function, wherever it is in that file now, else the line. */
export function resolvePicked(ctx: ResolveContext, site: SpanSite, out: Collector): void {
  const pick = ctx.pick(site);
  if (!pick) return;
  const { files, symbols } = ctx.index;
  const folder = files.folders.findIndex((f) => f.path === pick.folder);
  const entry = folder < 0 ? undefined : files.find(folder, pick.file);
  const where = `${pick.file}:${pick.line}`;
  if (!entry) {
    out.reject('picked', where, 'You chose it for these spans, but the file is no longer there.');
    return;
  }
  const claim = { strategy: 'picked', source: 'user', level: 'exact' } as const;
  const named = [...symbols.ofFile(entry.id)].filter((row) => symbolText(row) === pick.symbol);
  // Overloads: the one that is nearest to where it was.
  named.sort((a, b) => Math.abs(a.line - pick.line) - Math.abs(b.line - pick.line));
  const row = named[0];
  // A handler without a name of its own lies inside the function that is named.
  const inside = row && row.line !== pick.line && pick.line > row.startLine && pick.line <= row.endLine;
  if (row && !inside) {
    out.add(declCandidate(ctx.index, entry, row, { ...claim, why: 'You chose this place for such spans.' }));
    return;
  }
  if (pick.line > countLines(ctx.index.read(entry))) {
    out.reject('picked', where, 'You chose it for these spans, but the file has become shorter.');
    return;
  }
  out.add(
    lineCandidate(ctx.index, entry, pick.line, { ...claim, why: 'You chose this line for such spans.' }),
  );
}
