import { type Dependency, lineAt, type Manifest } from '../manifest.ts';

/** Names as PyPI compares them. */
export const pyName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

const base = {
  family: 'python',
  container: false,
  esm: false,
  projects: [],
  settings: [],
} as const;

/** requirements.txt, constraints, Pipfile, setup.py, setup.cfg, pyproject.toml, environment.yml. */
export function pythonManifest(source: string, file: string): Manifest {
  const dependencies = file.endsWith('.txt')
    ? requirements(source, file)
    : /Pipfile$/.test(file)
      ? tomlTables(source, file, /^\[(?:packages|dev-packages)\]/)
      : /pyproject\.toml$/.test(file)
        ? pyproject(source, file)
        : quoted(source, file);
  // A Pipfile names the index, not the project.
  const name = /Pipfile$/.test(file)
    ? ''
    : (/^\s*name\s*=\s*["']([\w.-]+)["']/m.exec(source)?.[1] ??
      /\bname\s*=\s*["']([\w.-]+)["']/.exec(source)?.[1] ??
      '');
  const scripts = /^\[(?:project\.scripts|tool\.poetry\.scripts)\]/m.test(source);
  const published = /classifiers\s*=|Programming Language :: Python/.test(source);
  return { ...base, file, name, dependencies, application: published && !scripts ? false : undefined };
}

function requirements(source: string, file: string): Dependency[] {
  return source.split('\n').flatMap((raw, i): Dependency[] => {
    const m = /^\s*([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*([^#;]*)/.exec(raw);
    if (!m?.[1] || /^\s*(?:-|#|https?:|git\+)/.test(raw)) return [];
    return [{ name: pyName(m[1]), version: (m[2] ?? '').trim(), file, line: i + 1 }];
  });
}

function pyproject(source: string, file: string): Dependency[] {
  return [
    ...quoted(source, file),
    ...tomlTables(source, file, /^\[(?:tool\.poetry(?:\.group\.[\w-]+)?\.(?:dev-)?dependencies)\]/),
  ];
}

/** `"flask>=2"` in lists of requirements. */
function quoted(source: string, file: string): Dependency[] {
  const lists =
    /(?:dependencies|install_requires|requires|extras_require|dev|test|[\w-]+)\s*=\s*(?:\{[^}]*)?\[([^\]]*(?:\[[^\]]*\][^\]]*)*)\]/g;
  const found: Dependency[] = [];
  for (const list of source.matchAll(lists)) {
    for (const item of (list[1] ?? '').matchAll(
      /["']([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*([<>=!~][^"';]*)?(?:;[^"']*)?["']/g,
    ))
      found.push({
        name: pyName(item[1] ?? ''),
        version: (item[2] ?? '').trim(),
        file,
        line: lineAt(source, (list.index ?? 0) + list[0].indexOf(item[0])),
      });
  }
  // setup.cfg: indented lines below install_requires.
  const block = /install_requires\s*=\s*\n((?:[ \t]+\S[^\n]*\n?)+)/.exec(source);
  if (block?.[1] && !block[1].includes('['))
    for (const one of requirements(block[1], file))
      found.push({ ...one, line: one.line + lineAt(source, block.index) });
  return found;
}

/** `flask = "^2.0"`, `celery = { version = "5", extras = [] }` below matching headings. */
function tomlTables(source: string, file: string, heading: RegExp): Dependency[] {
  let inside = false;
  return source.split('\n').flatMap((raw, i): Dependency[] => {
    if (/^\s*\[/.test(raw)) inside = heading.test(raw.trim());
    if (!inside) return [];
    const m = /^\s*["']?([A-Za-z0-9][\w.-]*)["']?\s*=\s*(?:\{.*?version\s*=\s*)?["']?([^"'{}]*)/.exec(raw);
    if (!m?.[1] || m[1] === 'python') return [];
    return [{ name: pyName(m[1]), version: (m[2] ?? '').trim(), file, line: i + 1 }];
  });
}

/** poetry.lock, uv.lock, pdm.lock; Pipfile.lock. */
export function pythonLock(source: string, file: string, wanted: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  const entry = file.endsWith('Pipfile.lock')
    ? /"([\w.-]+)":\s*\{[^{}]*?"version":\s*"==([^"]+)"/g
    : /name\s*=\s*"([^"]+)"\s*\nversion\s*=\s*"([^"]+)"/g;
  for (const [, name = '', version = ''] of source.matchAll(entry))
    if (wanted.has(pyName(name))) found.set(pyName(name), version);
  return found;
}
