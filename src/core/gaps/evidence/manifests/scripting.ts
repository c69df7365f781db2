import { type Dependency, lineAt, lineOf, type Manifest } from '../manifest.ts';

const none = { container: false, esm: false, projects: [], settings: [], application: undefined } as const;

/** Gemfile, *.gemspec. */
export function rubyManifest(source: string, file: string): Manifest {
  const dependencies = [
    ...source.matchAll(
      /^\s*(?:gem|\w+\.add_(?:runtime_|development_)?dependency)\s*\(?\s*["']([\w.-]+)["'](?:\s*,\s*["']([^"']*)["'])?/gm,
    ),
  ].map(
    (m): Dependency => ({
      name: m[1] ?? '',
      version: m[2] ?? '',
      file,
      line: lineAt(source, m.index + m[0].search(/\S/)),
    }),
  );
  return {
    ...none,
    family: 'ruby',
    file,
    name: '',
    dependencies,
    application: file.endsWith('.gemspec') ? false : undefined,
  };
}

export function gemLock(source: string, wanted: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', version = ''] of source.matchAll(/^ {4}([\w.-]+) \(([^)]+)\)$/gm))
    if (wanted.has(name)) found.set(name, version);
  return found;
}

/** composer.json. */
export function composerManifest(source: string, file: string): Manifest | undefined {
  let json: Record<string, unknown>;
  try {
    json = JSON.parse(source) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const of = (key: string, dev: boolean): Dependency[] => {
    const table = json?.[key];
    if (typeof table !== 'object' || table === null) return [];
    return Object.entries(table).map(([name, version]) => ({
      name,
      version: String(version),
      file,
      line: lineOf(source, `"${name}"`),
      ...(dev ? { dev } : {}),
    }));
  };
  const type = json?.type;
  return {
    ...none,
    family: 'php',
    file,
    name: typeof json?.name === 'string' ? json.name : '',
    dependencies: [...of('require', false), ...of('require-dev', true)],
    application:
      type === 'project' ? true : type === 'library' || type === 'symfony-bundle' ? false : undefined,
  };
}

export function composerLock(source: string, wanted: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', version = ''] of source.matchAll(
    /"name":\s*"([^"]+)",\s*"version":\s*"v?([^"]+)"/g,
  ))
    if (wanted.has(name)) found.set(name, version);
  return found;
}

/** Cargo.lock has the form of poetry.lock. */
export function cargoLock(source: string, wanted: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', version = ''] of source.matchAll(
    /name\s*=\s*"([^"]+)"\s*\nversion\s*=\s*"([^"]+)"/g,
  ))
    if (wanted.has(name)) found.set(name, version);
  return found;
}
