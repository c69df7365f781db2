import { canonicalRoute, routeSegments } from '../../core/mapping/route-pattern.ts';
import { getPostings, putPostings } from '../cache/section-codec.ts';
import type { Sections } from '../cache/section-file.ts';
import type { MountCode, RouteCode } from '../sites/code-site.ts';
import { joinRoute } from '../sites/route-prefixes.ts';
import type { CodeIndex } from './code-index.ts';
import type { FileSummary } from './file-summary.ts';
import type { FileEntry } from './file-table.ts';
import type { Interner } from './interner.ts';
import { moduleFiles } from './module-files.ts';
import { Postings } from './postings.ts';

export type RouteRef = { readonly entry: FileEntry; readonly route: RouteCode; readonly index: number };

/** A way a route can be reached: its whole pattern, as far as the workspace tells. */
export type FullRoute = { readonly segments: readonly string[]; readonly mounted: boolean };

const MAX_DEPTH = 6;
const MAX_PATTERNS = 16;

/** Routes by the pattern their own file gives them; prefixes from other files are joined when one is asked for. */
export class RouteIndex {
  readonly #index: CodeIndex;
  readonly #names: Interner;
  /** canonical local pattern -> file, index */
  readonly #routes = new Postings(2);
  /** route's own name -> file, index */
  readonly #named = new Postings(2);
  /** child's last name -> file, index of the mount */
  readonly #mounts = new Postings(2);
  /** last segment of the module a mounted child comes from -> file, index of the mount */
  readonly #modules = new Postings(2);

  constructor(index: CodeIndex, names: Interner) {
    this.#index = index;
    this.#names = names;
  }

  set(file: number, summary: FileSummary): void {
    this.remove(file);
    const { sites } = summary;
    if (!sites) return;
    for (const [i, route] of sites.routes.entries()) {
      this.#routes.add(file, this.#names.id(`route ${canonicalRoute(route.path)}`), i);
      if (route.name) this.#named.add(file, this.#names.id(route.name), i);
    }
    for (const [i, mount] of sites.mounts.entries()) {
      this.#mounts.add(file, this.#names.id(lastName(mount.child)), i);
      for (const key of moduleKeys(mount, summary)) this.#modules.add(file, this.#names.id(key), i);
    }
  }

  remove(file: number): void {
    for (const table of [this.#routes, this.#named, this.#mounts, this.#modules]) table.remove(file);
  }

  save(into: Map<string, Uint8Array>): void {
    for (const [name, table] of this.#tables()) putPostings(into, name, table.save());
  }

  load(from: Sections): void {
    for (const [name, table] of this.#tables()) table.load(getPostings(from, name));
  }

  #tables() {
    return [
      ['routes', this.#routes],
      ['routes.named', this.#named],
      ['mounts', this.#mounts],
      ['mounts.modules', this.#modules],
    ] as const;
  }

  /** Routes whose own pattern (with the prefixes of their file) is exactly this. */
  withPattern(segments: readonly string[]): RouteRef[] {
    return this.#refs(this.#routes, `route /${segments.join('/')}`);
  }

  named(name: string): RouteRef[] {
    return this.#refs(this.#named, name);
  }

  *all(): Iterable<RouteRef> {
    for (const entry of this.#index.files.all())
      for (const [index, route] of (this.#index.sites(entry.id)?.routes ?? []).entries())
        yield { entry, route, index };
  }

  /** Every whole pattern of a route that the mounts of the workspace make. */
  fullRoutes({ entry, route }: RouteRef): FullRoute[] {
    const prefixes = this.#prefixes(
      entry,
      route.router,
      route.within,
      functionOf(route.unit.symbol),
      0,
      new Set(),
    );
    const own = routeSegments(route.path);
    if (prefixes.length === 0) return [{ segments: own, mounted: false }];
    return prefixes.map((prefix) => ({
      segments: routeSegments(joinRoute(prefix, route.path)),
      mounted: true,
    }));
  }

  #prefixes(
    entry: FileEntry,
    router: string,
    within: string,
    around: string,
    depth: number,
    seen: Set<string>,
  ): string[] {
    const key = `${entry.id}:${router}:${within}`;
    if (depth >= MAX_DEPTH || seen.has(key)) return [];
    const path = new Set(seen).add(key);
    const found: string[] = [];
    for (const { entry: at, mount } of this.#mountsOf(entry, router, within, around)) {
      const above = this.#prefixes(at, mount.parent, mount.within, '', depth + 1, path);
      for (const prefix of above.length > 0 ? above : [''])
        if (found.length < MAX_PATTERNS) found.push(joinRoute(prefix, mount.prefix));
    }
    return [...new Set(found)];
  }

  #mountsOf(
    entry: FileEntry,
    router: string,
    within: string,
    around: string,
  ): { entry: FileEntry; mount: MountCode }[] {
    const found = new Map<MountCode, FileEntry>();
    const add = (table: Postings, key: string, fits: (at: FileEntry, mount: MountCode) => boolean) => {
      const id = key === '' ? -1 : this.#names.find(key);
      if (id <= 0) return;
      table.each(id, (row) => {
        const at = this.#index.files.get(table.cell(row, 0));
        const mount = this.#index.sites(table.cell(row, 0))?.mounts[table.cell(row, 1)];
        if (at && mount && fits(at, mount)) found.set(mount, at);
      });
    };
    // In the same file: by variable, or by the function that makes or fills the router.
    add(
      this.#mounts,
      router,
      (at, m) => at.id === entry.id && !m.asModule && !m.asCall && plain(m.child) === router,
    );
    for (const fn of [within, around])
      add(this.#mounts, fn, (at, m) => !m.asModule && this.#calls(at, m, entry, fn));
    for (const key of ownKeys(entry)) add(this.#modules, key, (at, m) => this.#leadsTo(at, m, entry, router));
    return [...found].map(([mount, at]) => ({ entry: at, mount }));
  }

  /** `users.Register(api)`, `nest("/api", api())`: the function is in this file or imported from it. */
  #calls(at: FileEntry, mount: MountCode, entry: FileEntry, fn: string): boolean {
    if (lastName(mount.child) !== fn) return false;
    if (at.id === entry.id) return true;
    const imported = this.#importOf(at, mount.child);
    if (imported)
      return moduleFiles(this.#index, at, imported.module, imported.name).some((f) => f.id === entry.id);
    // A method or a function of the same package or namespace.
    return dirName(at.path) === dirName(entry.path) || mount.asCall;
  }

  #leadsTo(at: FileEntry, mount: MountCode, entry: FileEntry, router: string): boolean {
    if (mount.asModule) return moduleFiles(this.#index, at, mount.child).some((f) => f.id === entry.id);
    const imported = this.#importOf(at, mount.child);
    if (
      !imported ||
      !moduleFiles(this.#index, at, imported.module, imported.name).some((f) => f.id === entry.id)
    )
      return false;
    // `items.router` names the variable; a default import or a module may be any router of the file.
    if (/[.:]/.test(mount.child)) return lastName(mount.child) === router;
    return imported.name === router || /^(?:default|\*|)$/.test(imported.name);
  }

  #importOf(at: FileEntry, child: string) {
    const alias = child.split(/[.:]/)[0] ?? '';
    const imports = this.#index.imports(at.id);
    return imports.find((i) => i.alias === alias);
  }

  #refs(table: Postings, key: string): RouteRef[] {
    const id = this.#names.find(key);
    const found: RouteRef[] = [];
    if (id > 0)
      table.each(id, (row) => {
        const file = table.cell(row, 0);
        const index = table.cell(row, 1);
        const entry = this.#index.files.get(file);
        const route = this.#index.sites(file)?.routes[index];
        if (entry && route) found.push({ entry, route, index });
      });
    return found;
  }
}

const plain = (child: string) => child.replace(/^.*[.>:]/, '');
export const lastName = (child: string): string => child.replace(/^.*[.:/\\>]/, '');
const functionOf = (symbol: string) => symbol.replace(/^.*\./, '');
const dirName = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
const base = (path: string) => path.replace(/^.*\//, '').replace(/\.[^.]+$/, '');

/** What an importer may call the last part of this file's module. */
function ownKeys(entry: FileEntry): string[] {
  const name = base(entry.path);
  const dir = lastName(dirName(entry.path));
  const keys = /^(index|__init__|mod|main)$/.test(name) || entry.language === 'go' ? [dir, name] : [name];
  return keys.filter(Boolean).map((k) => `module ${k.toLowerCase()}`);
}

function moduleKeys(mount: MountCode, summary: FileSummary): string[] {
  const last = (module: string) => lastName(module.replace(/\.(?:[cm]?[jt]sx?|py)$/, '')).toLowerCase();
  if (mount.asModule) return [`module ${last(mount.child)}`];
  const alias = mount.child.split(/[.:]/)[0] ?? '';
  const found = summary.imports.filter((i) => i.alias === alias);
  return [
    ...new Set(found.flatMap((i) => [last(i.module), i.name.toLowerCase()]).filter((k) => k && k !== '*')),
  ].map((k) => `module ${k}`);
}
