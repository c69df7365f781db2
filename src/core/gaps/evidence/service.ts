import type { RuleFamily } from '../rule.ts';
import { assignSettings } from './assign-settings.ts';
import { baseOf, type Dependency, dirOf, joinPath, type Manifest, type Setting } from './manifest.ts';

/** A project that runs, or is built into one that does: a manifest's folder and everything below it of its language. */
export type Service = {
  readonly id: string;
  readonly family: RuleFamily;
  /** Folder relative to the workspace; '' for the workspace itself. */
  readonly root: string;
  /** As shown: the name in traces where known. */
  readonly name: string;
  /** What it may be called in traces. */
  readonly names: readonly string[];
  readonly manifest: string;
  /** Own and inherited, with the versions of the lock file. */
  readonly dependencies: ReadonlyMap<string, Dependency>;
  readonly settings: readonly Setting[];
  readonly application: boolean | undefined;
  readonly esm: boolean;
  /** Services of the workspace that use this one as a library. */
  readonly dependents: readonly string[];
};

export type Found = {
  readonly manifests: readonly Manifest[];
  readonly settings: readonly Setting[];
  /** What a project at the top that has no name is called: its folder. */
  readonly rootName?: string;
  /** Lock files: versions of what was asked for, by folder and family. */
  readonly locked: (
    family: RuleFamily,
    dir: string,
    names: ReadonlySet<string>,
  ) => ReadonlyMap<string, string>;
};

/** Groups manifests by folder and language, gives each its settings and the versions that are locked. */
export function services(found: Found): Service[] {
  const groups = new Map<string, Manifest[]>();
  for (const manifest of found.manifests) {
    const key = `${rootOf(manifest)}|${manifest.family}`;
    const list = groups.get(key);
    if (list) list.push(manifest);
    else groups.set(key, [manifest]);
  }
  const drafts = [...groups].map(([id, manifests]) => draft(id, manifests, groups, found));
  const assigned = assignSettings(drafts, found.settings);
  const byProject = projectIndex(drafts);
  return drafts
    .map((one) => {
      const settings = [...one.own, ...(assigned.get(one.id) ?? [])];
      const names = traceNames(settings);
      const short = shortName(one.name, one.root, found.rootName ?? 'workspace');
      const shown = names[0] ?? short;
      return {
        id: one.id,
        family: one.family,
        root: one.root,
        name: shown,
        names: [...new Set([...names, shown, baseOf(one.root), short])].filter((n) => n !== ''),
        manifest: one.manifest,
        dependencies: one.dependencies,
        settings,
        application:
          one.application ??
          (settings.some((s) => s.what === 'run' && /^(?:CMD|ENTRYPOINT|service)$/.test(s.key))
            ? true
            : undefined),
        esm: one.esm,
        dependents: byProject(one),
        container: one.container,
      };
    })
    .filter((one) => !one.container);
}

/** `requirements/base.txt`, `gradle/libs.versions.toml` belong to the folder above. */
const rootOf = (manifest: Manifest): string => {
  const dir = dirOf(manifest.file);
  return /(?:^|\/)(?:requirements|requires|deps)$/.test(dir) && manifest.family === 'python'
    ? dirOf(dir)
    : dir;
};

type Draft = {
  readonly id: string;
  readonly family: RuleFamily;
  readonly root: string;
  readonly name: string;
  readonly manifest: string;
  readonly dependencies: Map<string, Dependency>;
  readonly own: readonly Setting[];
  readonly application: boolean | undefined;
  readonly esm: boolean;
  readonly container: boolean;
  readonly projects: readonly string[];
};

function draft(
  id: string,
  manifests: readonly Manifest[],
  groups: ReadonlyMap<string, Manifest[]>,
  found: Found,
): Draft {
  // What runs comes before what only tests and development need.
  const [first] = [...manifests].sort(
    (a, b) => Number(isForDevelopment(a.file)) - Number(isForDevelopment(b.file)),
  );
  const family = first?.family ?? 'js';
  const root = first ? rootOf(first) : '';
  const dependencies = new Map<string, Dependency>();
  const versions = new Map<string, Dependency>();
  const inherited = family === 'jvm' || family === 'js' || family === 'dotnet' ? ancestors(root) : [];
  for (const dir of inherited.toReversed())
    for (const m of groups.get(`${dir}|${family}`) ?? [])
      if (family !== 'js' || m.container)
        for (const d of m.dependencies) (d.versionOnly ? versions : dependencies).set(d.name, d);
  for (const m of manifests)
    for (const d of m.dependencies)
      if (!d.versionOnly && (!d.dev || !dependencies.has(d.name)))
        dependencies.set(
          d.name,
          d.version === '' ? { ...d, version: versions.get(d.name)?.version ?? '' } : d,
        );
  const locked = found.locked(family, root, new Set(dependencies.keys()));
  for (const [name, version] of locked) {
    const known = dependencies.get(name);
    if (known && version !== '') dependencies.set(name, { ...known, version });
  }
  const said = manifests.map((m) => m.application).filter((a) => a !== undefined);
  return {
    id,
    family,
    root,
    name: manifests.find((m) => m.name !== '')?.name ?? '',
    manifest: first?.file ?? '',
    dependencies,
    own: manifests.flatMap((m) => m.settings),
    application: said.includes(true) ? true : said.includes(false) ? false : undefined,
    esm: manifests.some((m) => m.esm),
    // A workspace root with a framework of its own is a service too.
    container:
      manifests.every((m) => m.container) &&
      !manifests.some(
        (m) =>
          m.family === 'js' &&
          m.dependencies.some(
            (d) => !d.dev && /^(?:express|fastify|koa|hono|next|@nestjs\/core)$/.test(d.name),
          ),
      ),
    projects: manifests.flatMap((m) => m.projects),
  };
}

const isForDevelopment = (file: string): boolean =>
  /(?:dev|test|lint|docs?|ci|local)[^/]*\.(?:txt|in)$/i.test(file);

function ancestors(dir: string): string[] {
  const out: string[] = [];
  for (let at = dir; at !== ''; ) {
    at = dirOf(at);
    out.push(at);
  }
  return out;
}

/** Who uses whom: by package name, project path or Gradle path. */
function projectIndex(drafts: readonly Draft[]): (one: Draft) => string[] {
  const uses = (by: Draft, one: Draft): boolean => {
    if (by === one || by.family !== one.family) return false;
    if (one.name !== '' && by.projects.includes(one.name)) return true;
    if (
      one.name !== '' &&
      by.family === 'jvm' &&
      [...by.dependencies.keys()].some((d) => d.endsWith(`:${one.name}`))
    )
      return true;
    return by.projects.some((p) => {
      const target = joinPath(by.root, p);
      return target === one.root || dirOf(target) === one.root || p.replace(/^\//, '') === one.root;
    });
  };
  return (one) => {
    const found = new Set<string>();
    const queue = [one];
    for (let at = queue.shift(); at && found.size < 100; at = queue.shift())
      for (const by of drafts)
        if (!found.has(by.id) && uses(by, at)) {
          found.add(by.id);
          queue.push(by);
        }
    return [...found];
  };
}

/** What the environment calls it. */
function traceNames(settings: readonly Setting[]): string[] {
  return settings.flatMap((s) => {
    if (s.what !== 'env') return [];
    const value = /^(?:OTEL_SERVICE_NAME|DD_SERVICE|ELASTIC_APM_SERVICE_NAME|NEW_RELIC_APP_NAME)$/.test(s.key)
      ? s.value
      : s.key === 'OTEL_RESOURCE_ATTRIBUTES'
        ? (/service\.name=([^,\s]+)/.exec(s.value)?.[1] ?? '')
        : '';
    return value === '' || /[${}]/.test(value) ? [] : [value];
  });
}

const shortName = (name: string, root: string, rootName: string): string => {
  const short = name.replace(/^.*[/:]/, '');
  return short === '' ? baseOf(root) || rootName : short;
};
