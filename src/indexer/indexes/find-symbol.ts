import type { DeclKind } from '../../core/facts/facts.ts';
import { type Family, familyOf } from '../../core/mapping/language.ts';
import type { SymbolName } from '../../core/mapping/symbols/symbol-name.ts';
import type { FileEntry, FileTable } from './file-table.ts';
import type { ModuleNames } from './module-names.ts';
import type { SymbolIndex, SymbolRow } from './symbol-index.ts';

/**
 * How much of a qualified name a declaration confirms. `full`: every segment of it; `owner`: its class, but not the
 * package in front; `member`: the name alone.
 */
export type Quality = 'full' | 'owner' | 'member';

export type SymbolHit = {
  readonly row: SymbolRow;
  readonly quality: Quality;
  /** The name leads to the class or function around the code (a lambda, a constructor nobody wrote). */
  readonly enclosing: boolean;
  /** The class is declared, the member is not: it comes from what the class extends. */
  readonly inherited?: true;
};

export type SymbolSources = {
  readonly files: FileTable;
  readonly symbols: SymbolIndex;
  readonly modules: ModuleNames;
};

const CLASSES: ReadonlySet<DeclKind> = new Set(['class', 'interface']);
const CONSTRUCTORS = new Set(['constructor', '__init__', 'initialize', '__construct', 'new']);
const RANK: Readonly<Record<Quality, number>> = { full: 2, owner: 1, member: 0 };

/** Declarations a name can mean, only those of the best quality. */
export function findSymbol(
  sources: SymbolSources,
  name: SymbolName,
  family: Family | undefined,
): SymbolHit[] {
  const direct = candidates(sources, name, family);
  if (direct.length > 0) return direct;
  // A class whose constructor the compiler wrote, or whose lambda bears no name of ours.
  if (name.isConstructor || name.closure || name.member === '') {
    const owner = asClass(name.scope);
    const found = owner ? candidates(sources, owner, family).filter((h) => CLASSES.has(h.row.kind)) : [];
    if (found.length > 0)
      return found.map((hit) => ({ ...hit, enclosing: name.member !== '' || name.closure }));
  }
  const owner = asClass(name.scope);
  if (!owner || owner.scope.length === 0) return [];
  const declared = candidates(sources, owner, family);
  return declared.length === 1 && declared[0]?.quality === 'full' && CLASSES.has(declared[0].row.kind)
    ? [{ ...declared[0], inherited: true }]
    : [];
}

const asClass = (scope: readonly string[]): SymbolName | undefined => {
  const last = scope.at(-1);
  return last === undefined
    ? undefined
    : { scope: scope.slice(0, -1), member: last, closure: false, isConstructor: false, importPath: '' };
};

function candidates(sources: SymbolSources, name: SymbolName, family: Family | undefined): SymbolHit[] {
  const rows = name.isConstructor
    ? constructors(sources.symbols, name.scope)
    : sources.symbols.named(name.member);
  let best: SymbolHit[] = [];
  for (const row of rows) {
    const entry = sources.files.get(row.file);
    if (!entry?.language || (family && familyOf(entry.language) !== family)) continue;
    const quality = match(sources, name, row, entry);
    if (!quality) continue;
    const known = best[0];
    if (known && RANK[quality] < RANK[known.quality]) continue;
    if (known && RANK[quality] > RANK[known.quality]) best = [];
    best.push({ row, quality, enclosing: name.closure });
  }
  return preferBodies(best);
}

function constructors(symbols: SymbolIndex, scope: readonly string[]): SymbolRow[] {
  const type = scope.at(-1);
  if (type === undefined) return [];
  const named = symbols.named(type).filter((row) => row.kind === 'constructor');
  if (named.length > 0) return named;
  return symbols
    .named(type)
    .flatMap((row) =>
      CLASSES.has(row.kind)
        ? [...CONSTRUCTORS].flatMap((c) =>
            symbols.namedIn(row.file, c).filter((r) => r.path === (row.path ? `${row.path}.${type}` : type)),
          )
        : [],
    );
}

function match(
  sources: SymbolSources,
  name: SymbolName,
  row: SymbolRow,
  entry: FileEntry,
): Quality | undefined {
  const path = row.path === '' ? [] : row.path.split('.');
  const { scope } = name;
  let n = 0;
  while (n < path.length && n < scope.length && path[path.length - 1 - n] === scope[scope.length - 1 - n])
    n++;
  if (n < path.length) {
    if (n < scope.length) return undefined;
    return n > 0 ? 'owner' : 'member';
  }
  const rest = scope.slice(0, scope.length - n);
  if (rest.length === 0) return n > 0 || scope.length > 0 ? 'full' : 'member';
  return sources.modules.confirms(entry, rest, name.importPath);
}

/** An interface's method gives way to its implementation of the same qualified name; an overload set stays. */
function preferBodies(hits: SymbolHit[]): SymbolHit[] {
  const withBody = hits.filter((h) => h.row.endLine > h.row.line || h.row.kind !== 'method');
  return withBody.length > 0 &&
    withBody.length < hits.length &&
    withBody.every((h) => h.quality === hits[0]?.quality)
    ? withBody
    : hits;
}
