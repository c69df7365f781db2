import { matchesGlob } from '../../core/mapping/glob.ts';
import { LearnedRoots } from '../../core/mapping/learned-roots.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { RootSetting, TaughtFolder, UserMapping } from '../../core/mapping/user-mapping.ts';
import type { CodeIndex } from '../indexes/code-index.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import { joinPath } from '../indexes/module-files.ts';
import { remotesOf, sameRemote } from '../revision/remotes.ts';
import { dockerRules } from './docker-rules.ts';
import { launchRules } from './launch-rules.ts';
import { type RootRule, segmentsOf } from './root-rule.ts';
import { type ServiceFolder, serviceFolders, serviceKey } from './service-folders.ts';

/**
 * A file that a root leads to. `binding`: the user said so, nothing else is looked at; `ofService`: the root is that of
 * the span's service, or one that a debugger was given.
 */
export type RootedFile = {
  readonly entry: FileEntry;
  readonly because: string;
  readonly binding: boolean;
  readonly ofService: boolean;
};

type Derived = {
  readonly version: number;
  readonly rules: readonly RootRule[];
  readonly folders: ReadonlyMap<string, readonly ServiceFolder[]>;
};

const FROM_USER = new Set(['settings', 'taught']);

/** Everything that says which folder of the workspace a service's code is in. */
export class WorkspaceRoots {
  readonly learned: LearnedRoots;
  readonly #index: CodeIndex;
  #settings: readonly RootSetting[] = [];
  #taught: readonly RootSetting[] = [];
  #taughtFolders: readonly TaughtFolder[] = [];
  #derived: Derived | undefined;
  readonly #remotes = new Map<string, readonly string[]>();

  constructor(index: CodeIndex, learned = new LearnedRoots()) {
    this.#index = index;
    this.learned = learned;
  }

  configure({ settings, roots, folders }: Omit<UserMapping, 'picks'>): void {
    this.#settings = settings;
    this.#taught = roots;
    this.#taughtFolders = folders;
    this.#derived = undefined;
  }

  /** Every rule there is, for the doctor, the most binding ones first. */
  rules(): readonly RootRule[] {
    return this.#rules();
  }

  /** Files that configured and derived roots make of a path, the most binding ones first. */
  files(site: SpanSite, segments: readonly string[]): RootedFile[] {
    const found: RootedFile[] = [];
    for (const rule of this.#rules()) {
      if (rule.runtime.length >= segments.length || !rule.runtime.every((s, i) => s === segments[i]))
        continue;
      const ofService = rule.service !== '' && this.#isFor(rule, site.service);
      if (rule.service !== '' && !ofService) continue;
      const entry = this.#index.files.find(
        rule.folder,
        joinPath(rule.dir, segments.slice(rule.runtime.length).join('/')),
      );
      if (entry)
        found.push({
          entry,
          because: rule.because,
          binding: FROM_USER.has(rule.from),
          ofService: ofService || rule.from === 'launch' || this.#holds(site, entry),
        });
    }
    const binding = found.filter((f) => f.binding);
    return binding.length > 0 ? binding.slice(0, 1) : found;
  }

  /** Files that learned roots of the service make of a path. */
  learnedFiles(site: SpanSite, segments: readonly string[]): FileEntry[] {
    const { files } = this.#index;
    return this.learned.suggest(site.service, segments).flatMap(({ folder, path, root }) => {
      const at = files.folders.findIndex((f) => f.path === folder);
      const entry = at < 0 ? undefined : files.find(at, path);
      if (!entry && at >= 0 && path.split('/').length - root.dir.split('/').length > 1)
        this.learned.contradict(root);
      return entry ?? [];
    });
  }

  /** Repository, folder: how near a file is to what the span says of its origin. */
  preferenceOf(site: SpanSite): (entry: FileEntry) => number {
    const url =
      site.resource['vcs.repository.url.full'] ??
      site.resource['vcs.repository.url'] ??
      site.resource['git.repository_url'] ??
      site.resource.service_repository;
    const folders = this.#foldersOf(site.service);
    return (entry) => {
      const inFolder = folders.some(
        (f) => f.folder === entry.folder && (f.dir === '' || entry.path.startsWith(`${f.dir}/`)),
      );
      return (url && this.#isOf(entry, url) ? 2 : 0) + (inFolder ? 1 : 0);
    };
  }

  #holds(site: SpanSite, entry: FileEntry): boolean {
    return this.#foldersOf(site.service).some(
      (f) => f.folder === entry.folder && f.dir !== '' && entry.path.startsWith(`${f.dir}/`),
    );
  }

  #foldersOf(service: string): readonly ServiceFolder[] {
    this.#rules();
    const { folders } = this.#index.files;
    const taught = this.#taughtFolders.flatMap((t): ServiceFolder[] => {
      if (t.service !== service) return [];
      const folder = folders.findIndex((f) => t.folder === f.path || t.folder.startsWith(`${f.path}/`));
      return folder < 0 ? [] : [{ folder, dir: t.folder.slice((folders[folder]?.path.length ?? 0) + 1) }];
    });
    return taught.length > 0 ? taught : (this.#derived?.folders.get(serviceKey(service)) ?? []);
  }

  #isFor(rule: RootRule, service: string): boolean {
    if (FROM_USER.has(rule.from)) return matchesGlob(rule.service, service);
    return serviceKey(rule.service) === serviceKey(service);
  }

  #isOf(entry: FileEntry, url: string): boolean {
    if (entry.repository === undefined) return false;
    const dir = entry.repository
      ? `${this.#index.files.folderPath(entry)}/${entry.repository}`
      : this.#index.files.folderPath(entry);
    let remotes = this.#remotes.get(dir);
    if (!remotes) {
      remotes = remotesOf(dir);
      this.#remotes.set(dir, remotes);
    }
    return remotes.some((r) => sameRemote(r, url));
  }

  /** Derived anew when files changed; roots are read from few files. */
  #rules(): readonly RootRule[] {
    const { version } = this.#index.files;
    if (this.#derived?.version === version) return this.#derived.rules;
    const docker = dockerRules(this.#index);
    const rules = [
      ...this.#userRules(this.#settings, 'settings'),
      ...this.#userRules(this.#taught, 'taught'),
      ...launchRules(this.#index),
      ...docker.rules,
    ];
    this.#derived = { version, rules, folders: serviceFolders(this.#index, docker.services) };
    return rules;
  }

  #userRules(settings: readonly RootSetting[], from: 'settings' | 'taught'): RootRule[] {
    const { folders } = this.#index.files;
    return settings.flatMap(({ service, runtime, workspace }) => {
      const runtimeSegments = segmentsOf(runtime);
      const clean = workspace.replace(/\\/g, '/').replace(/\/+$/, '');
      const because =
        from === 'settings'
          ? `spanlight.mapping.roots maps ${runtime} to ${workspace}`
          : `you mapped ${runtime} to ${workspace}`;
      const base = {
        from,
        service: service && service !== '*' ? service : '',
        runtime: runtimeSegments,
        because,
      };
      const at = folders.findIndex((f) => clean === f.path || clean.startsWith(`${f.path}/`));
      if (at >= 0) return [{ ...base, folder: at, dir: clean.slice((folders[at]?.path.length ?? 0) + 1) }];
      if (clean.startsWith('/')) return [];
      return folders.map((_, folder) => ({
        ...base,
        folder,
        dir: joinPath('', clean.replace(/^\$\{workspaceFolder\}\/?/, '')),
      }));
    });
  }
}
