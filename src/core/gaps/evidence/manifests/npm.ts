import { type Dependency, lineOf, type Manifest, type Setting } from '../manifest.ts';

type Json = { readonly [key: string]: unknown };
const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** package.json; undefined when it is no JSON object. */
export function npmManifest(source: string, file: string): Manifest | undefined {
  let json: Json;
  try {
    json = record(JSON.parse(source));
  } catch {
    return undefined;
  }
  const deps = (key: string, dev: boolean): Dependency[] =>
    Object.entries(record(json[key])).map(([name, version]) => ({
      name,
      version: text(version),
      file,
      line: lineOf(source, `"${name}"`),
      ...(dev ? { dev } : {}),
    }));
  const scripts = record(json.scripts);
  const settings = Object.entries(scripts).map(
    ([key, value]): Setting => ({
      what: 'run',
      key,
      value: text(value),
      file,
      line: lineOf(source, `"${key}"`),
      scope: [],
    }),
  );
  const dependencies = [
    ...deps('dependencies', false),
    ...deps('optionalDependencies', false),
    ...deps('peerDependencies', false),
    ...deps('devDependencies', true),
  ];
  const started = Object.keys(scripts).some((s) => /^(?:start|serve|dev)(?::|$)/.test(s));
  const published =
    json.private !== true &&
    ['main', 'exports', 'module', 'types', 'files', 'bin'].some((k) => json[k] !== undefined);
  return {
    family: 'js',
    file,
    name: text(json.name),
    dependencies,
    settings,
    application: started ? true : published ? false : undefined,
    container: json.workspaces !== undefined,
    esm: json.type === 'module',
    projects: dependencies
      .filter((d) => /^(?:workspace:|\*$|file:|link:)/.test(d.version))
      .map((d) => d.name),
  };
}

/** Versions that a lock file pins, of the packages asked for. */
export function npmLock(source: string, file: string, wanted: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  if (file.endsWith('.json')) {
    try {
      const json = record(JSON.parse(source));
      for (const [path, value] of Object.entries(record(json.packages ?? json.dependencies))) {
        const name = path.replace(/^.*node_modules\//, '');
        const nested = (path.match(/node_modules\//g) ?? []).length > 1;
        if (wanted.has(name) && (!nested || !found.has(name))) found.set(name, text(record(value).version));
      }
    } catch {
      return found;
    }
    return found;
  }
  // yarn.lock: `"pg@^8.0.0":` then `  version "8.1.0"`; pnpm-lock.yaml: `  /pg@8.1.0:` or `pg@8.1.0(peer):`
  const entry =
    /^\s*["'/]*((?:@[\w.-]+\/)?[\w.-]+)@(?:npm:)?([^:\s"',(]*)[^\n]*:\s*\n(?:\s+version:?\s+"?([\d][^"\s]*)"?)?/gm;
  for (const [, name = '', written = '', version] of source.matchAll(entry))
    if (wanted.has(name) && !found.has(name)) found.set(name, version ?? written);
  return found;
}
