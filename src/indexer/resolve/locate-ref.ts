import type { CodeRef } from '../../core/mapping/code-ref.ts';
import type { Confidence } from '../../core/mapping/resolution.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { displayName } from '../../core/mapping/symbols/symbol-name.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import type { SymbolHit } from '../indexes/find-symbol.ts';
import type { SymbolRow } from '../indexes/symbol-index.ts';
import { locateBuilt } from './built-file.ts';
import type { FileChoice } from './choose-files.ts';
import type { Collector } from './collector.ts';
import { filesOf } from './files-of-ref.ts';
import { declCandidate, lineCandidate } from './make-candidate.ts';
import type { MappedLine, ResolveContext } from './resolve-context.ts';
import { covers, fromSymbols, symbolsOf } from './symbols-of-ref.ts';

/** More places than this with one base name are no answer but a list. */
const MAX_EQUALS = 60;

/**
 * File and line, function, or both. Where both are there each checks the other: agreement is exact, disagreement is
 * shown as such. Serves code.* attributes and stack frames alike.
 */
export async function locateRef(
  ctx: ResolveContext,
  site: SpanSite,
  ref: CodeRef,
  out: Collector,
): Promise<void> {
  if (locateBuilt(ctx, ref, out)) return;
  const files = await filesOf(ctx, site, ref, out);
  const hits = symbolsOf(ctx, ref, files, out);
  if (files.length > 0) await fromFiles(ctx, site, ref, files, hits, out);
  if (hits.length > 0 && !out.candidates.some((c) => c.source === 'code-file' && c.level === 'exact'))
    fromSymbols(ctx, ref, hits, out);
}

async function fromFiles(
  ctx: ResolveContext,
  site: SpanSite,
  ref: CodeRef,
  files: readonly FileChoice[],
  hits: readonly SymbolHit[],
  out: Collector,
): Promise<void> {
  if (ref.line === undefined) return fileOnly(ctx, ref, files, hits, out);
  const judged: { choice: FileChoice; mapped: MappedLine; hit: SymbolHit | undefined }[] = [];
  for (const choice of files.slice(0, MAX_EQUALS)) {
    const mapped = await ctx.mapLine(choice.entry, ref.line, site);
    judged.push({ choice, mapped, hit: hits.find((h) => covers(h, choice.entry, mapped.line)) });
  }
  const confirmed = judged.filter((j) => j.hit);
  for (const { choice, mapped, hit } of confirmed.length > 0 ? confirmed : judged)
    place(ctx, site, ref, choice, mapped, hit, hits, files.length, out);
  if (confirmed.length > 0)
    for (const { choice } of judged.filter((j) => !j.hit))
      out.reject('file-line', choice.entry.path, `${ref.function} is not at line ${ref.line} of it.`);
}

function place(
  ctx: ResolveContext,
  site: SpanSite,
  ref: CodeRef,
  choice: FileChoice,
  mapped: MappedLine,
  hit: SymbolHit | undefined,
  hits: readonly SymbolHit[],
  equals: number,
  out: Collector,
): void {
  const { entry, match } = choice;
  const what = `The span says ${ref.rawPath}:${ref.line}`;
  const claim = {
    strategy: 'file-line',
    source: 'code-file',
    stale: mapped.note,
    revision: mapped.revision,
  } as const;
  if (mapped.state === 'gone') {
    const survivor = hit ?? hits.find((h) => h.row.file === entry.id);
    const why = `${what}; that line was removed since${survivor ? `, ${ref.function} is still there` : ''}.`;
    if (survivor) out.add(declCandidate(ctx.index, entry, survivor.row, { ...claim, level: 'guess', why }));
    else out.add(lineCandidate(ctx.index, entry, mapped.line, { ...claim, level: 'guess', why }));
    return;
  }
  const lines = countLines(ctx.index.read(entry));
  if (mapped.line > lines) {
    out.reject('file-line', `${entry.path}:${mapped.line}`, `The file has only ${lines} lines.`);
    out.reason(`${entry.path} has only ${lines} lines, the span says ${ref.line}.`);
    return;
  }
  const fits = choice.because
    ? choice.because
    : match.matched === 1
      ? 'only the file name fits'
      : `${match.matched} path segments fit`;
  learn(ctx, site, ref, choice, hit !== undefined);
  if (hit) {
    // Decorators and annotations are where some runtimes count a function from: the name is where one looks.
    const declared = declaredBelow(ctx, entry, mapped.line);
    const line = Math.max(mapped.line, hit.row.line, declared?.line ?? 0);
    const made = lineCandidate(ctx.index, entry, line, {
      ...claim,
      level: mapped.state === 'unverified' ? 'likely' : 'exact',
      why: `${what}, and ${ref.symbol ? displayName(ref.symbol) : ref.function} is there.`,
    });
    out.add({ ...made, endLine: line === mapped.line ? made.endLine : (declared ?? hit.row).endLine });
    return;
  }
  const unchecked = ref.namesFunction;
  const level = judge(choice, mapped, equals, unchecked);
  const declared = unchecked ? undefined : declaredBelow(ctx, entry, mapped.line);
  if (declared) {
    const why = `${what} (${fits}), an attribute of ${declared.name}.`;
    out.add(declCandidate(ctx.index, entry, declared, { ...claim, level, why }));
    return;
  }
  const note = unchecked ? `; ${ref.function} was not found there` : '';
  out.add(
    lineCandidate(ctx.index, entry, mapped.line, { ...claim, level, why: `${what} (${fits}${note}).` }),
  );
}

/** What the line annotates: Rust's #[instrument] is where the macro stands, the function is below it. */
function declaredBelow(ctx: ResolveContext, entry: FileEntry, line: number): SymbolRow | undefined {
  const around = ctx.index.symbols.around(entry.id, line);
  return around && line < around.line ? around : undefined;
}

/**
 * Without a function to check: the whole workspace path stands in the runtime path, only a root in front of it, is
 * exact; a tail below some other folder is as likely as that folder is the service's; anything less is a guess.
 */
function judge(choice: FileChoice, mapped: MappedLine, equals: number, unchecked: boolean): Confidence {
  const { match, standing } = choice;
  if (equals > 1 || standing === 'tail') return 'guess';
  if (match.matched < 2 || !match.exactCase) return match.whole && match.exactCase ? 'likely' : 'guess';
  return standing === 'whole' && mapped.state !== 'unverified' && !unchecked ? 'exact' : 'likely';
}

/** A match beyond doubt shows where the service's files are. */
function learn(
  ctx: ResolveContext,
  site: SpanSite,
  ref: CodeRef,
  choice: FileChoice,
  confirmed: boolean,
): void {
  const { match, entry } = choice;
  if (ref.path?.kind !== 'path' || choice.because || site.service === '') return;
  if (!(confirmed && match.matched >= 2) && !(match.whole && match.matched >= 3)) return;
  ctx.roots.learned.observe(
    site.service,
    ref.path.segments,
    ctx.index.files.folderPath(entry),
    entry.path,
    match.matched,
  );
}

/** No line: the function, where the file has it, else the file's top. */
function fileOnly(
  ctx: ResolveContext,
  ref: CodeRef,
  files: readonly FileChoice[],
  hits: readonly SymbolHit[],
  out: Collector,
): void {
  const claim = { strategy: 'file-line', source: 'code-file' } as const;
  for (const { entry } of files.slice(0, MAX_EQUALS)) {
    const inFile = hits.filter((h) => h.row.file === entry.id);
    for (const { row } of inFile)
      out.add(
        declCandidate(ctx.index, entry, row, {
          ...claim,
          level: inFile.length === 1 ? 'exact' : 'guess',
          why: `The span says ${ref.rawPath} and ${ref.function}.`,
        }),
      );
    if (inFile.length === 0)
      out.add(
        lineCandidate(ctx.index, entry, 1, {
          ...claim,
          level: 'guess',
          why: `The span says ${ref.rawPath}, without a line.`,
        }),
      );
  }
}

export function countLines(text: string | undefined): number {
  if (text === undefined) return 0;
  let n = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) n++;
  return n;
}
