import {
  asInt32,
  bytesOf,
  getJson,
  getPostings,
  getTexts,
  putJson,
  putPostings,
  putTexts,
} from '../cache/section-codec.ts';
import type { Sections } from '../cache/section-file.ts';
import type { FileSites, SqlCode } from '../sites/code-site.ts';
import { CalledNames } from './called-names.ts';
import type { FileSummary } from './file-summary.ts';
import { type FileEntry, FileTable, type SavedFile } from './file-table.ts';
import { Interner } from './interner.ts';
import { moduleNames } from './module-names.ts';
import { PathIndex } from './path-index.ts';
import { Postings } from './postings.ts';
import { RouteIndex } from './route-index.ts';
import { SpanNameIndex } from './span-name-index.ts';
import { SymbolIndex } from './symbol-index.ts';

const SITE_KINDS = [
  'spans',
  'routes',
  'routers',
  'mounts',
  'rpc',
  'messages',
  'graphql',
  'tasks',
  'sql',
  'httpCalls',
] as const satisfies readonly (keyof FileSites)[];

type Summary = { readonly sites: FileSites; readonly imports: FileSummary['imports'] };

/** All indexes over one workspace; one thread owns it. */
export class CodeIndex {
  readonly names = new Interner();
  readonly files = new FileTable();
  readonly paths: PathIndex;
  readonly symbols: SymbolIndex;
  readonly spanNames: SpanNameIndex;
  readonly routes: RouteIndex;
  readonly modules: ReturnType<typeof moduleNames>;
  readonly read: (entry: FileEntry) => string | undefined;
  /** Files that the grammar could read only in part. */
  readonly withErrors = new Set<number>();
  /** Counts changes, for whoever derives something from all files. */
  version = 0;
  readonly #calls = new CalledNames();
  readonly #sql = new Postings(2);
  readonly #filesWith = Object.fromEntries(SITE_KINDS.map((kind) => [kind, new Set<number>()])) as Record<
    keyof FileSites,
    Set<number>
  >;
  /** Go files by import path, made when first asked for. */
  #goPackages: Map<string, FileEntry[]> | undefined;
  readonly #summaries = new Map<number, Summary>();

  constructor(read: (entry: FileEntry) => string | undefined) {
    this.read = read;
    this.paths = new PathIndex(this.files);
    this.symbols = new SymbolIndex(this.names);
    this.spanNames = new SpanNameIndex(this.names);
    this.routes = new RouteIndex(this, this.names);
    this.modules = moduleNames({ files: this.files, paths: this.paths, symbols: this.symbols, read });
  }

  addFile(folder: number, path: string): FileEntry {
    const known = this.files.find(folder, path);
    if (known) return known;
    const entry = this.files.add(folder, path);
    this.paths.add(entry.id, path);
    if (entry.language === 'go' || path.endsWith('go.mod')) this.#forgetGo();
    return entry;
  }

  set(entry: FileEntry, summary: FileSummary): void {
    this.symbols.set(entry.id, summary.package, summary.decls);
    this.spanNames.set(entry.id, summary);
    this.routes.set(entry.id, summary);
    this.#calls.set(
      entry.id,
      summary.calledNames.map((name) => this.names.id(name)),
    );
    this.#sql.remove(entry.id);
    for (const [i, { fingerprint }] of (summary.sites?.sql ?? []).entries())
      this.#sql.add(entry.id, this.names.id(`sql ${fingerprint}`), i);
    this.#keep(entry.id, summary.sites && { sites: summary.sites, imports: summary.imports });
    this.version++;
  }

  /** Files that have sites of a kind; there are few of them. */
  *filesWith(kind: keyof FileSites): Iterable<{ readonly entry: FileEntry; readonly sites: FileSites }> {
    for (const id of this.#filesWith[kind]) {
      const entry = this.files.get(id);
      const sites = this.sites(id);
      if (entry && sites) yield { entry, sites };
    }
  }

  /** Files that call something of that name. */
  callersOf(name: string): FileEntry[] {
    const id = this.names.find(name);
    return id > 0 ? this.#calls.filesWith(id).flatMap((file) => this.files.get(file) ?? []) : [];
  }

  /** Statements of that shape. */
  sqlSites(fingerprint: string): { readonly entry: FileEntry; readonly code: SqlCode }[] {
    const id = this.names.find(`sql ${fingerprint}`);
    const found: { entry: FileEntry; code: SqlCode }[] = [];
    if (id > 0)
      this.#sql.each(id, (row) => {
        const entry = this.files.get(this.#sql.cell(row, 0));
        const code = this.sites(this.#sql.cell(row, 0))?.sql[this.#sql.cell(row, 1)];
        if (entry && code) found.push({ entry, code });
      });
    return found;
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
    this.routes.remove(entry.id);
    if (entry.language === 'go' || entry.path.endsWith('go.mod')) this.#forgetGo();
    this.#calls.remove(entry.id);
    this.#sql.remove(entry.id);
    this.#keep(entry.id, undefined);
    this.withErrors.delete(entry.id);
    this.version++;
    this.paths.remove(entry.id, entry.path);
    this.files.remove(entry.id);
  }

  /** Everything the index holds, for the next session. */
  save(stale: (id: number) => boolean): Map<string, Uint8Array> {
    const into = new Map<string, Uint8Array>();
    putJson(into, 'files', this.files.save(stale));
    putTexts(into, 'names', this.names.texts);
    this.symbols.save(into);
    this.spanNames.save(into);
    this.routes.save(into);
    putPostings(into, 'sql', this.#sql.save());
    const { bytes, runs } = this.#calls.save();
    into.set('calls', bytes).set('calls.runs', bytesOf(runs));
    into.set('errors', bytesOf(Int32Array.from(this.withErrors)));
    putJson(into, 'sites', [...this.#summaries]);
    return into;
  }

  /** Fills an empty index with what `save` gave. */
  load(from: Sections): void {
    this.files.load(getJson(from, 'files') as readonly SavedFile[]);
    for (const entry of this.files.all()) this.paths.add(entry.id, entry.path);
    for (const [id, text] of getTexts(from, 'names').entries())
      if (this.names.id(text) !== id) throw new Error('The names of the kept index are not in order.');
    this.symbols.load(from);
    this.spanNames.load(from);
    this.routes.load(from);
    this.#sql.load(getPostings(from, 'sql'));
    this.#calls.load({ bytes: from.get('calls') ?? new Uint8Array(0), runs: asInt32(from, 'calls.runs') });
    for (const id of asInt32(from, 'errors')) this.withErrors.add(id);
    for (const [id, summary] of getJson(from, 'sites') as [number, Summary][]) this.#keep(id, summary);
    this.version++;
  }

  #keep(id: number, summary: Summary | undefined): void {
    for (const kind of SITE_KINDS)
      if ((summary?.sites[kind].length ?? 0) > 0) this.#filesWith[kind].add(id);
      else this.#filesWith[kind].delete(id);
    if (summary) this.#summaries.set(id, summary);
    else this.#summaries.delete(id);
  }

  goPackage(importPath: string): readonly FileEntry[] {
    if (!this.#goPackages) {
      this.#goPackages = new Map();
      for (const entry of this.files.all()) {
        if (entry.language !== 'go') continue;
        const module = this.modules.moduleOf(entry);
        const known = this.#goPackages.get(module);
        if (known) known.push(entry);
        else this.#goPackages.set(module, [entry]);
      }
    }
    return this.#goPackages.get(importPath) ?? [];
  }

  #forgetGo(): void {
    this.#goPackages = undefined;
    this.modules.forget();
  }
}
