import type { Dependency, Manifest, Setting } from '../../core/gaps/evidence/manifest.ts';
import { baseOf, dirOf, isManifestFile } from '../../core/gaps/evidence/manifest.ts';
import { cargoManifest, dotnetManifest, goManifest } from '../../core/gaps/evidence/manifests/compiled.ts';
import { gradleManifest, pomManifest, versionCatalog } from '../../core/gaps/evidence/manifests/jvm.ts';
import { npmLock, npmManifest } from '../../core/gaps/evidence/manifests/npm.ts';
import { pyName, pythonLock, pythonManifest } from '../../core/gaps/evidence/manifests/python.ts';
import {
  cargoLock,
  composerLock,
  composerManifest,
  gemLock,
  rubyManifest,
} from '../../core/gaps/evidence/manifests/scripting.ts';
import { type Service, services } from '../../core/gaps/evidence/service.ts';
import { deploymentSettings, isDeploymentFile } from '../../core/gaps/evidence/settings/deployment-files.ts';
import type { RuleFamily } from '../../core/gaps/rule.ts';
import { classifyFile, FILE } from '../files/classify-file.ts';

/** Reads a text file of the workspace by relative path; undefined where it cannot. */
export type ReadText = (file: string, limit: number) => string | undefined;

const MAX_MANIFEST = 2_000_000;
const MAX_LOCK = 24_000_000;
const MAX_SETTINGS = 400_000;

const SKIPPED = FILE.vendored | FILE.built | FILE.test | FILE.example;

const LOCKS: Readonly<Partial<Record<RuleFamily, readonly string[]>>> = {
  js: ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml'],
  python: ['poetry.lock', 'uv.lock', 'pdm.lock', 'Pipfile.lock'],
  ruby: ['Gemfile.lock'],
  php: ['composer.lock'],
  rust: ['Cargo.lock'],
};

/** Manifests, lock files and deployment files of a workspace, as services. `examples` counts those below examples/ too. */
export function findServices(
  files: readonly string[],
  read: ReadText,
  examples = false,
  rootName = 'workspace',
): Service[] {
  const present = new Set(files);
  const manifests: Manifest[] = [];
  const settings: Setting[] = [];
  const skip = examples ? SKIPPED & ~FILE.example : SKIPPED;
  const catalogs = catalogOf(files, read);
  for (const file of files) {
    const flags = classifyFile(file);
    const name = baseOf(file);
    if (isManifestFile(file) && (flags & skip) === 0) {
      const text = read(file, MAX_MANIFEST);
      const manifest = text === undefined ? undefined : parse(text, file, name, catalogs);
      if (manifest) manifests.push(manifest);
    } else if (
      isDeploymentFile(file) &&
      (flags & (FILE.vendored | FILE.test | (examples ? 0 : FILE.example))) === 0
    ) {
      const text = read(file, MAX_SETTINGS);
      if (text !== undefined) settings.push(...deploymentSettings(file, text));
    }
  }
  const orchestrion = files.filter((f) => baseOf(f) === 'orchestrion.tool.go');
  for (const file of orchestrion)
    settings.push({ what: 'run', key: 'file', value: 'orchestrion', file, line: 1, scope: [] });
  return services({ manifests, settings, rootName, locked: locks(present, read) });
}

function parse(
  text: string,
  file: string,
  name: string,
  catalogs: (dir: string) => ReadonlyMap<string, Dependency>,
): Manifest | undefined {
  if (name === 'package.json') return npmManifest(text, file);
  if (name === 'go.mod') return goManifest(text, file);
  if (name === 'pom.xml') return pomManifest(text, file);
  if (name.startsWith('build.gradle')) return gradleManifest(text, file, catalogs(dirOf(file)));
  if (name === 'Gemfile' || name.endsWith('.gemspec')) return rubyManifest(text, file);
  if (name === 'composer.json') return composerManifest(text, file);
  if (name === 'Cargo.toml') return cargoManifest(text, file);
  if (/proj$|\.props$/.test(name)) {
    const manifest = dotnetManifest(text, file);
    // Shared properties are inherited; they are no project.
    return name.endsWith('.props') ? { ...manifest, container: true } : manifest;
  }
  return pythonManifest(text, file);
}

/** The version catalog of the nearest folder above. */
function catalogOf(
  files: readonly string[],
  read: ReadText,
): (dir: string) => ReadonlyMap<string, Dependency> {
  const found = new Map<string, ReadonlyMap<string, Dependency>>();
  for (const file of files)
    if (/(?:^|\/)gradle\/libs\.versions\.toml$/.test(file)) {
      const text = read(file, MAX_MANIFEST);
      if (text !== undefined) found.set(dirOf(dirOf(file)), versionCatalog(text, file));
    }
  return (dir) => {
    for (let at = dir; ; at = dirOf(at)) {
      const catalog = found.get(at);
      if (catalog) return catalog;
      if (at === '') return new Map();
    }
  };
}

/** Lock files are read once; each service asks for its own packages. */
function locks(present: ReadonlySet<string>, read: ReadText) {
  const texts = new Map<string, string | undefined>();
  return (family: RuleFamily, dir: string, names: ReadonlySet<string>): ReadonlyMap<string, string> => {
    for (let at = dir; ; at = dirOf(at)) {
      for (const name of LOCKS[family] ?? []) {
        const file = at === '' ? name : `${at}/${name}`;
        if (!present.has(file)) continue;
        if (!texts.has(file)) texts.set(file, read(file, MAX_LOCK));
        const text = texts.get(file);
        if (text !== undefined) return locked(family, text, file, names);
      }
      if (at === '') return new Map();
    }
  };
}

function locked(
  family: RuleFamily,
  text: string,
  file: string,
  names: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  if (family === 'js') return npmLock(text, file, names);
  if (family === 'python') return pythonLock(text, file, new Set([...names].map(pyName)));
  if (family === 'ruby') return gemLock(text, names);
  if (family === 'php') return composerLock(text, names);
  return cargoLock(text, names);
}
