import { type CodeRef, codeRefOf } from '../../core/mapping/code-ref.ts';
import { familyOf } from '../../core/mapping/language.ts';
import { libraryOfName } from '../../core/mapping/library-path.ts';
import type { Confidence } from '../../core/mapping/resolution.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { displayName } from '../../core/mapping/symbols/symbol-name.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import { findSymbol, type SymbolHit } from '../indexes/find-symbol.ts';
import type { SymbolRow } from '../indexes/symbol-index.ts';
import { chooseFiles, type FileChoice } from './choose-files.ts';
import type { Collector } from './collector.ts';
import { declCandidate, lineCandidate } from './make-candidate.ts';
import type { MappedLine, ResolveContext } from './resolve-context.ts';

/** More places than this with one base name or one overloaded name are no answer but a list. */
const MAX_EQUALS = 60;

/**
 * code.*: file and line, function, or both. Where both are there each checks the other: agreement is exact,
 * disagreement is shown as such.
 */
export async function resolveCodeAttributes(
  ctx: ResolveContext,
  site: SpanSite,
  out: Collector,
): Promise<void> {
  const ref = codeRefOf(site);
  const files = filesOf(ctx, site, ref, out);
  const hits = symbolsOf(ctx, ref, files, out);
  if (files.length > 0) await fromFiles(ctx, site, ref, files, hits, out);
  if (hits.length > 0 && !out.candidates.some((c) => c.source === 'code-file' && c.level === 'exact'))
    fromSymbols(ctx, ref, hits, out);
}

function filesOf(ctx: ResolveContext, site: SpanSite, ref: CodeRef, out: Collector): FileChoice[] {
  const { path } = ref;
  if (!path) return [];
  if (path.kind === 'none') {
    out.reason(path.reason);
    out.reject('file-line', ref.rawPath.slice(0, 200), path.reason);
    return [];
  }
  if (path.kind === 'library') {
    out.noteLibrary(path.name, path.file);
    out.reason(`${path.file} belongs to the library ${path.name}, not to this workspace.`);
    return [];
  }
  const files = chooseFiles(ctx.index, path.segments, ctx.preferenceOf(site));
  if (files.length === 0) {
    const name = path.segments.slice(-2).join('/');
    const why = looksBuilt(path.segments, path.url)
      ? `${name} is a built file, no source map for it was found in the workspace.`
      : `No file of the workspace ends in ${name}.`;
    out.reason(why);
    out.reject('file-line', ref.rawPath, why);
  }
  return files;
}

function symbolsOf(
  ctx: ResolveContext,
  ref: CodeRef,
  files: readonly FileChoice[],
  out: Collector,
): SymbolHit[] {
  const { symbol } = ref;
  if (!symbol) return [];
  const family = ref.family ?? (files[0]?.entry.language && familyOf(files[0].entry.language));
  const { files: table, symbols, modules } = ctx.index;
  const hits = findSymbol({ files: table, symbols, modules }, symbol, family);
  if (hits.length > 0) return hits;
  const library = ref.path?.kind === 'library' ? undefined : libraryOfName(ref.function);
  if (library && files.length === 0) out.noteLibrary(library, ref.function);
  if (files.length === 0) {
    const why = library
      ? `${ref.function} belongs to the library ${library}, not to this workspace.`
      : `${ref.function} is not declared in this workspace.`;
    out.reason(why);
    out.reject('symbol', ref.function, why);
  }
  return [];
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
    place(ctx, ref, choice, mapped, hit, hits, files.length, out);
  if (confirmed.length > 0)
    for (const { choice } of judged.filter((j) => !j.hit))
      out.reject('file-line', choice.entry.path, `${ref.function} is not at line ${ref.line} of it.`);
}

const covers = (hit: SymbolHit, entry: FileEntry, line: number) =>
  hit.row.file === entry.id && line >= hit.row.startLine && line <= hit.row.endLine;

function place(
  ctx: ResolveContext,
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
  const fits = match.matched === 1 ? 'only the file name fits' : `${match.matched} path segments fit`;
  if (hit) {
    // Decorators and annotations are where some runtimes count a function from: the name is where one looks.
    const line = Math.max(mapped.line, hit.row.line);
    const made = lineCandidate(ctx.index, entry, line, {
      ...claim,
      level: mapped.state === 'unverified' ? 'likely' : 'exact',
      why: `${what}, and ${ref.symbol ? displayName(ref.symbol) : ref.function} is there.`,
    });
    out.add({ ...made, endLine: line === mapped.line ? made.endLine : hit.row.endLine });
    return;
  }
  const unchecked = ref.namesFunction;
  const level = judge(choice, mapped, equals, unchecked);
  const note = unchecked ? `; ${ref.function} was not found there` : '';
  out.add(
    lineCandidate(ctx.index, entry, mapped.line, { ...claim, level, why: `${what} (${fits}${note}).` }),
  );
}

function judge(choice: FileChoice, mapped: MappedLine, equals: number, unchecked: boolean) {
  if (equals > 1) return 'guess';
  if (!choice.firm && !(choice.match.matched >= 2 && choice.match.exactCase))
    return choice.match.whole && choice.match.exactCase ? 'likely' : 'guess';
  return choice.firm && mapped.state !== 'unverified' && !unchecked ? 'exact' : 'likely';
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

function fromSymbols(ctx: ResolveContext, ref: CodeRef, hits: readonly SymbolHit[], out: Collector): void {
  const one = hits.length === 1;
  for (const hit of hits.slice(0, MAX_EQUALS)) {
    const entry = ctx.index.files.get(hit.row.file);
    if (!entry) continue;
    const level = levelOfHit(ref, hit, one);
    const row = (!ref.namesFunction && entryMethod(ctx, hit)) || hit.row;
    const claim = {
      strategy: 'symbol',
      source: 'code-name',
      level: row === hit.row ? level : 'likely',
      why: sentence(ctx, ref, hits.length, hit, row === hit.row ? '' : row.name),
    } as const;
    // A line without a file still says where in the function.
    const inside = ref.line !== undefined && ref.path === undefined && covers(hit, entry, ref.line);
    if (inside) out.add(lineCandidate(ctx.index, entry, Math.max(ref.line ?? 1, row.line), claim));
    else out.add(declCandidate(ctx.index, entry, row, claim));
  }
}

function levelOfHit(ref: CodeRef, hit: SymbolHit, one: boolean): Confidence {
  if (!one || hit.quality === 'member') return 'guess';
  if (hit.enclosing) return ref.symbol?.member === '' && ref.symbol.closure ? 'guess' : 'likely';
  if (hit.quality === 'owner') return 'likely';
  // Anonymous classes are counted as compilers usually do.
  if (hit.row.path.includes('$')) return 'likely';
  return hit.row.kind === 'class' && ref.symbol?.isConstructor !== true ? 'guess' : 'exact';
}

/** What frameworks call on a class that is all a span names (Active Job, Laravel's jobs, Quartz). */
const ENTRY_METHODS = [
  'perform',
  'handle',
  '__invoke',
  'execute',
  'Execute',
  'ExecuteAsync',
  'Handle',
  'Consume',
];

function entryMethod(ctx: ResolveContext, hit: SymbolHit): SymbolRow | undefined {
  if (hit.row.kind !== 'class') return undefined;
  const path = hit.row.path ? `${hit.row.path}.${hit.row.name}` : hit.row.name;
  for (const name of ENTRY_METHODS) {
    const found = ctx.index.symbols.namedIn(hit.row.file, name).filter((row) => row.path === path);
    if (found.length === 1) return found[0];
  }
  return undefined;
}

function sentence(ctx: ResolveContext, ref: CodeRef, count: number, hit: SymbolHit, entry: string): string {
  const folders = ctx.index.files.folders.length;
  const unique =
    count === 1
      ? `declared once in ${folders === 1 ? 'this folder' : `${folders} folders`}`
      : `declared ${count} times`;
  const through = hit.enclosing ? ' (the code is in an unnamed function of it)' : '';
  const called = entry ? `; ${entry} is what its framework calls` : '';
  return `The span says ${ref.function}, which is ${unique}${through}${called}.`;
}

/** Bundles: a script from a web server, or a name with a content hash. */
function looksBuilt(segments: readonly string[], url: boolean): boolean {
  const name = segments.at(-1) ?? '';
  if (!/\.[cm]?js$/.test(name)) return false;
  return url || /[.-](?:[0-9a-f]{8,}|min|bundle|chunk)\.|-[\w-]{8}\.[cm]?js$/.test(name);
}

export function countLines(text: string | undefined): number {
  if (text === undefined) return 0;
  let n = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) n++;
  return n;
}
