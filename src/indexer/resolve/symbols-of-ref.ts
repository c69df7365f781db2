import type { CodeRef } from '../../core/mapping/code-ref.ts';
import { familyOf } from '../../core/mapping/language.ts';
import { libraryOfName } from '../../core/mapping/library-path.ts';
import type { Confidence } from '../../core/mapping/resolution.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import { findSymbol, type SymbolHit } from '../indexes/find-symbol.ts';
import type { SymbolRow } from '../indexes/symbol-index.ts';
import type { FileChoice } from './choose-files.ts';
import type { Collector } from './collector.ts';
import { declCandidate, lineCandidate } from './make-candidate.ts';
import type { ResolveContext } from './resolve-context.ts';

/** More places than this with one overloaded name are no answer but a list. */
const MAX_EQUALS = 60;

/** The declarations that the function of a reference can mean; what speaks against it is noted. */
export function symbolsOf(
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

export const covers = (hit: SymbolHit, entry: FileEntry, line: number) =>
  hit.row.file === entry.id && line >= hit.row.startLine && line <= hit.row.endLine;

/** Proposes the declarations themselves: for references without a file. */
export function fromSymbols(
  ctx: ResolveContext,
  ref: CodeRef,
  hits: readonly SymbolHit[],
  out: Collector,
): void {
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
  if (!one || hit.quality === 'member' || hit.inherited) return 'guess';
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
  if (hit.inherited)
    return `The span says ${ref.function}, which ${hit.row.name} does not declare itself but inherits.`;
  const through = hit.enclosing ? ' (the code is in an unnamed function of it)' : '';
  const called = entry ? `; ${entry} is what its framework calls` : '';
  return `The span says ${ref.function}, which is ${unique}${through}${called}.`;
}
