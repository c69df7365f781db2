import { type Family, familyOf } from '../../core/mapping/language.ts';
import type { CodeIndex } from '../indexes/code-index.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import { moduleFiles } from '../indexes/module-files.ts';
import type { SymbolRow } from '../indexes/symbol-index.ts';
import type { HandlerRef, Unit } from '../sites/code-site.ts';
import { FactsView, variable } from '../sites/facts-view.ts';
import type { ResolveContext } from './resolve-context.ts';

export type Target =
  | { readonly kind: 'row'; readonly row: SymbolRow; readonly sure: boolean }
  | {
      readonly kind: 'range';
      readonly entry: FileEntry;
      readonly line: number;
      readonly endLine: number;
      readonly symbol: string;
    };

const FUNCTIONS = new Set(['function', 'method', 'constructor', 'lambda']);
const MAX_TARGETS = 5;

/** Where the code of a handler is; several when a name can mean several, none when it is not in the workspace. */
export function handlerTargets(
  ctx: ResolveContext,
  entry: FileEntry,
  around: Unit,
  handler: HandlerRef,
): Target[] {
  if (handler.kind === 'here')
    return [{ kind: 'range', entry, line: handler.line, endLine: handler.endLine, symbol: handler.symbol }];
  const rows =
    handler.kind === 'method'
      ? methodRows(ctx.index, entry, handler.owner, handler.methods)
      : namedRows(ctx, entry, around, handler.name);
  return rows.rows
    .slice(0, MAX_TARGETS)
    .map((row) => ({ kind: 'row', row, sure: rows.sure && rows.rows.length === 1 }));
}

type Rows = { readonly rows: readonly SymbolRow[]; readonly sure: boolean };
const NONE: Rows = { rows: [], sure: false };

function methodRows(index: CodeIndex, entry: FileEntry, owner: string, methods: readonly string[]): Rows {
  const wanted = owner.split(/[.\\:]+/).filter(Boolean);
  for (const method of methods) {
    const rows = sameFamily(index, entry, index.symbols.named(method)).filter((row) =>
      endsWith(row.path.split('.'), wanted),
    );
    if (rows.length > 0) return { rows: source(index, rows), sure: true };
  }
  return NONE;
}

function namedRows(ctx: ResolveContext, entry: FileEntry, around: Unit, written: string): Rows {
  const name = variable(written.replace(/\(\)/g, ''));
  const parts = name.split(/\.|::|->|\\/).filter(Boolean);
  const last = parts.at(-1);
  if (last === undefined) return NONE;
  const { index } = ctx;
  const qualifier = parts.slice(0, -1);
  const own = index.symbols.namedIn(entry.id, last).filter((row) => isCode(row));
  if (qualifier.length === 0) {
    const nearest = ownRows(own, around, written !== name);
    if (nearest.length > 0) return { rows: nearest, sure: true };
  }
  const imported = fromImport(index, entry, parts);
  if (imported.length > 0) return { rows: imported, sure: true };
  if (qualifier.length === 0) return unique(index, entry, last, []);
  const typed = fromType(ctx, entry, qualifier.at(-1) ?? '', last);
  if (typed.length > 0) return { rows: typed, sure: typed.length === 1 };
  const inFile = own.filter((row) => endsWith(row.path.split('.'), qualifier.slice(-1)));
  if (inFile.length > 0) return { rows: inFile, sure: true };
  return unique(index, entry, last, qualifier);
}

/** Of several in the file: those of the same class for `this.x`, otherwise the outermost. */
function ownRows(own: readonly SymbolRow[], around: Unit, isMember: boolean): readonly SymbolRow[] {
  if (own.length < 2) return own;
  const type = around.symbol.split('.').at(-2) ?? around.symbol;
  const members = own.filter((row) => row.path.split('.').at(-1) === type);
  if (isMember && members.length > 0) return members;
  const top = own.filter((row) => row.path === '');
  return top.length > 0 ? top : own;
}

function fromImport(index: CodeIndex, entry: FileEntry, parts: readonly string[]): SymbolRow[] {
  const [first = '', ...rest] = parts;
  const imported = index.imports(entry.id).filter((i) => i.alias === first);
  for (const { module, name } of imported) {
    const files = moduleFiles(index, entry, module, name);
    const wanted = rest.length > 0 ? rest : [name];
    const member = wanted.at(-1) ?? '';
    for (const file of files) {
      const named = index.symbols.namedIn(file.id, member).filter(isCode);
      const found =
        wanted.length > 1 ? named.filter((r) => endsWith(r.path.split('.'), wanted.slice(-2, -1))) : named;
      if (found.length > 0) return found.length > 1 ? preferTop(found) : found;
      // The default export, or what stands for it.
      if (rest.length === 0 && (name === 'default' || name === ''))
        for (const row of index.symbols.ofFile(file.id))
          if (row.isDefault || row.name === first) return [row];
    }
  }
  return [];
}

const preferTop = (rows: SymbolRow[]) => {
  const top = rows.filter((r) => r.path === '');
  return top.length > 0 ? top : rows;
};

/** `h.Get` of a variable whose type the file declares or whose constructor tells it. */
function fromType(
  ctx: ResolveContext,
  entry: FileEntry,
  receiver: string,
  member: string,
): readonly SymbolRow[] {
  const facts = ctx.facts(entry);
  if (!facts) return [];
  const view = new FactsView(facts);
  const made = view.madeBy(receiver);
  const names = [
    view.typeOf(receiver),
    made?.isNew ? made.name : '',
    // Go's NewHandler() and Rust's Handler::new() make a Handler.
    made && /^New[A-Z]/.test(made.name) ? made.name.slice(3) : '',
    made?.name === 'new' ? made.receiver : '',
    /^[A-Z]/.test(receiver) ? receiver : '',
  ];
  for (const name of names) {
    const type = name.replace(/^[*&]+|<[\s\S]*$|\[[\s\S]*$/g, '').replace(/^.*[.:\\]/, '');
    if (type === '') continue;
    const rows = sameFamily(ctx.index, entry, ctx.index.symbols.named(member)).filter(
      (r) => r.path.split('.').at(-1) === type,
    );
    if (rows.length > 0) return source(ctx.index, rows);
  }
  return [];
}

/** The only one of that name in the language, which is not proof but telling. */
function unique(index: CodeIndex, entry: FileEntry, name: string, qualifier: readonly string[]): Rows {
  const all = sameFamily(index, entry, index.symbols.named(name)).filter(
    (row) => isCode(row) && mayName(index, entry, row),
  );
  const hint = (qualifier.at(-1) ?? '').toLowerCase();
  const telling = all.filter((row) => {
    const owner = (row.path.split('.').at(-1) ?? '').toLowerCase();
    const file = index.files.get(row.file)?.path.toLowerCase() ?? '';
    return (
      hint !== '' &&
      (owner === hint ||
        owner.endsWith(hint) ||
        file
          .replace(/\.\w+$/, '')
          .split('/')
          .slice(-2)
          .includes(hint))
    );
  });
  const rows = source(index, telling.length > 0 ? telling : all);
  // The only one of a name that nothing outside the package can have (see mayName).
  const only = all.length === 1 && entry.language === 'go' && !/^\p{Lu}/u.test(name);
  return { rows, sure: telling.length === 1 || only };
}

/** What is not exported in Go has no name outside its package, which is its folder. */
function mayName(index: CodeIndex, entry: FileEntry, row: SymbolRow): boolean {
  if (entry.language !== 'go' || /^\p{Lu}/u.test(row.name)) return true;
  const folder = (path: string | undefined) => path?.slice(0, Math.max(0, path.lastIndexOf('/')));
  return folder(index.files.get(row.file)?.path) === folder(entry.path);
}

function sameFamily(index: CodeIndex, entry: FileEntry, rows: readonly SymbolRow[]): SymbolRow[] {
  const family: Family | undefined = entry.language && familyOf(entry.language);
  return rows.filter((row) => {
    const language = index.files.get(row.file)?.language;
    return language !== undefined && familyOf(language) === family;
  });
}

/** Tests and generated stubs give way to source. */
function source(index: CodeIndex, rows: readonly SymbolRow[]): readonly SymbolRow[] {
  const own = rows.filter((row) => (index.files.get(row.file)?.flags ?? 0) === 0);
  return own.length > 0 ? own : rows;
}

const isCode = (row: SymbolRow) => FUNCTIONS.has(row.kind) || row.kind === 'class';

function endsWith(whole: readonly string[], tail: readonly string[]): boolean {
  const at = whole.length - tail.length;
  return at >= 0 && tail.every((s, i) => s === whole[at + i]);
}
