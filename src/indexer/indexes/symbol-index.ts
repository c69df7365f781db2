import { DECL_KINDS, type DeclKind } from '../../core/facts/facts.ts';
import { asInt32, bytesOf, getPostings, putPostings } from '../cache/section-codec.ts';
import type { Sections } from '../cache/section-file.ts';
import type { NamedDecl } from './file-summary.ts';
import type { Interner } from './interner.ts';
import { Postings } from './postings.ts';

export type SymbolRow = {
  readonly file: number;
  readonly name: string;
  /** Names around it: 'Outer.Inner'. */
  readonly path: string;
  readonly kind: DeclKind;
  readonly isDefault: boolean;
  readonly line: number;
  readonly startLine: number;
  readonly endLine: number;
  readonly column: number;
};

const COLUMN = { file: 0, path: 1, kind: 2, line: 3, startLine: 4, endLine: 5 } as const;
/** The kind's column also holds whether it is a default export, and the name's column from bit 8 on. */
const DEFAULT_BIT = 64;
const COLUMN_SHIFT = 8;

/** Named declarations of all files, by name. */
export class SymbolIndex {
  readonly #names: Interner;
  readonly #rows = new Postings(6);
  /** Package clause of each file as a name id. */
  readonly #packages = new Map<number, number>();

  constructor(names: Interner) {
    this.#names = names;
  }

  get size(): number {
    return this.#rows.rows;
  }

  set(file: number, pkg: string, decls: readonly NamedDecl[]): void {
    this.#rows.remove(file);
    if (pkg === '') this.#packages.delete(file);
    else this.#packages.set(file, this.#names.id(pkg));
    for (const d of decls) {
      if (d.name === '') continue;
      const kind =
        DECL_KINDS.indexOf(d.kind) |
        (d.isDefault ? DEFAULT_BIT : 0) |
        (Math.min(d.column, 0xffff) << COLUMN_SHIFT);
      this.#rows.add(
        file,
        this.#names.id(d.name),
        this.#names.id(d.path),
        kind,
        d.line,
        d.startLine,
        d.endLine,
      );
    }
  }

  remove(file: number): void {
    this.#rows.remove(file);
    this.#packages.delete(file);
  }

  save(into: Map<string, Uint8Array>): void {
    putPostings(into, 'symbols', this.#rows.save());
    into.set('packages', bytesOf(Int32Array.from([...this.#packages].flat())));
  }

  load(from: Sections): void {
    this.#rows.load(getPostings(from, 'symbols'));
    const packages = asInt32(from, 'packages');
    for (let i = 0; i + 1 < packages.length; i += 2)
      this.#packages.set(packages[i] ?? 0, packages[i + 1] ?? 0);
  }

  packageOf(file: number): string {
    return this.#names.text(this.#packages.get(file) ?? 0);
  }

  named(name: string): SymbolRow[] {
    const id = this.#names.find(name);
    const found: SymbolRow[] = [];
    if (id > 0) this.#rows.each(id, (row) => void found.push(this.#read(row)));
    return found;
  }

  /** Rows of that name in one file, without building those of the others. */
  namedIn(file: number, name: string): SymbolRow[] {
    const id = this.#names.find(name);
    if (id <= 0) return [];
    const found: SymbolRow[] = [];
    for (const row of this.#rows.ofFile(file)) if (this.#rows.key(row) === id) found.push(this.#read(row));
    return found;
  }

  has(name: string): boolean {
    const id = this.#names.find(name);
    let found = false;
    if (id > 0)
      this.#rows.each(id, () => {
        found = true;
        return false;
      });
    return found;
  }

  *ofFile(file: number): Iterable<SymbolRow> {
    for (const row of this.#rows.ofFile(file)) yield this.#read(row);
  }

  /** The innermost named function or class around a line. */
  around(file: number, line: number): SymbolRow | undefined {
    let best = -1;
    for (const row of this.#rows.ofFile(file)) {
      const start = this.#rows.cell(row, COLUMN.startLine);
      const end = this.#rows.cell(row, COLUMN.endLine);
      if (line < start || line > end) continue;
      const kind = DECL_KINDS[this.#rows.cell(row, COLUMN.kind) & (DEFAULT_BIT - 1)];
      if (kind === 'namespace' || kind === 'impl') continue;
      // Rows are in source order: a later one that contains the line is further in, or as narrow.
      if (best < 0 || start >= this.#rows.cell(best, COLUMN.startLine)) best = row;
    }
    return best < 0 ? undefined : this.#read(best);
  }

  #read(row: number): SymbolRow {
    const rows = this.#rows;
    const kind = rows.cell(row, COLUMN.kind);
    return {
      file: rows.cell(row, COLUMN.file),
      name: this.#names.text(rows.key(row)),
      path: this.#names.text(rows.cell(row, COLUMN.path)),
      kind: DECL_KINDS[kind & (DEFAULT_BIT - 1)] ?? 'function',
      isDefault: (kind & DEFAULT_BIT) !== 0,
      line: rows.cell(row, COLUMN.line),
      startLine: rows.cell(row, COLUMN.startLine),
      endLine: rows.cell(row, COLUMN.endLine),
      column: kind >> COLUMN_SHIFT,
    };
  }
}

export function symbolText(row: SymbolRow): string {
  const owner = row.path
    .split('.')
    .filter((s) => !s.startsWith('$'))
    .at(-1);
  return owner ? `${owner}.${row.name}` : row.name;
}
