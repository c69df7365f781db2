import type { FileSites } from '../sites/code-site.ts';
import type { FileSummary } from './file-summary.ts';
import { type FileEntry, FileTable } from './file-table.ts';
import { Interner } from './interner.ts';
import { moduleNames } from './module-names.ts';
import { PathIndex } from './path-index.ts';
import { SpanNameIndex } from './span-name-index.ts';
import { SymbolIndex } from './symbol-index.ts';

/** All indexes over one workspace; one thread owns it. */
export class CodeIndex {
  readonly names = new Interner();
  readonly files = new FileTable();
  readonly paths: PathIndex;
  readonly symbols: SymbolIndex;
  readonly spanNames: SpanNameIndex;
  readonly modules: ReturnType<typeof moduleNames>;
  readonly read: (entry: FileEntry) => string | undefined;
  readonly #summaries = new Map<
    number,
    { readonly sites: FileSites; readonly imports: FileSummary['imports'] }
  >();

  constructor(read: (entry: FileEntry) => string | undefined) {
    this.read = read;
    this.paths = new PathIndex(this.files);
    this.symbols = new SymbolIndex(this.names);
    this.spanNames = new SpanNameIndex(this.names);
    this.modules = moduleNames({ files: this.files, paths: this.paths, symbols: this.symbols, read });
  }

  addFile(folder: number, path: string): FileEntry {
    const known = this.files.find(folder, path);
    if (known) return known;
    const entry = this.files.add(folder, path);
    this.paths.add(entry.id, path);
    return entry;
  }

  set(entry: FileEntry, summary: FileSummary): void {
    this.symbols.set(entry.id, summary.package, summary.decls);
    this.spanNames.set(entry.id, summary);
    if (summary.sites) this.#summaries.set(entry.id, { sites: summary.sites, imports: summary.imports });
    else this.#summaries.delete(entry.id);
  }

  sites(file: number): FileSites | undefined {
    return this.#summaries.get(file)?.sites;
  }

  imports(file: number): FileSummary['imports'] {
    return this.#summaries.get(file)?.imports ?? [];
  }

  remove(entry: FileEntry): void {
    this.symbols.remove(entry.id);
    this.spanNames.remove(entry.id);
    this.#summaries.delete(entry.id);
    this.paths.remove(entry.id, entry.path);
    this.files.remove(entry.id);
  }
}
