import type { EmitterLanguage, EmitterProject } from './emitter.ts';

/** Files that make a folder a project, for a glob. */
export const MANIFESTS: readonly string[] = [
  'package.json',
  'pyproject.toml',
  'requirements.txt',
  'setup.py',
  'go.mod',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  '*.csproj',
];

export type FoundProject = EmitterProject & {
  /** What the user calls it: the name in its manifest, else the folder's. */
  readonly name: string;
  /** Whether its manifest names OpenTelemetry: without the SDK a span processor does nothing. */
  readonly hasSdk: boolean;
};

type Manifest = { readonly name: string; readonly text: string };

/**
 * A project as its manifest and the files below its folder (relative, with `/`) show it; undefined for a manifest of
 * no language that is known here.
 */
export function describeProject(
  manifest: Manifest,
  folderName: string,
  files: readonly string[],
): FoundProject | undefined {
  const language = languageOf(manifest.name);
  if (!language) return undefined;
  const hasSdk = /opentelemetry|otel/i.test(manifest.text);
  const common = { language, hasSdk, name: nameIn(manifest, language) || folderName };
  if (language === 'node') return { ...common, ...node(manifest.text, files) };
  if (language === 'python') return { ...common, sources: pythonSources(files) };
  if (language === 'go') return { ...common, sources: '', root: goModule(manifest.text) };
  if (language === 'java') return { ...common, ...java(files) };
  const root = /<RootNamespace>([\w.]+)</.exec(manifest.text)?.[1] ?? manifest.name.replace(/\.csproj$/, '');
  return { ...common, sources: '', root: root.replace(/[^\w.]/g, '_') };
}

function languageOf(file: string): EmitterLanguage | undefined {
  if (file === 'package.json') return 'node';
  if (file === 'go.mod') return 'go';
  if (/^(?:pyproject\.toml|requirements\.txt|setup\.py)$/.test(file)) return 'python';
  if (/^(?:pom\.xml|build\.gradle(?:\.kts)?)$/.test(file)) return 'java';
  return file.endsWith('.csproj') ? 'dotnet' : undefined;
}

function nameIn({ text, name }: Manifest, language: EmitterLanguage): string {
  if (language === 'go') return goModule(text).replace(/^.*\//, '');
  if (language === 'dotnet') return name.replace(/\.csproj$/, '');
  if (name === 'package.json') return packageJson(text).name;
  if (name === 'pom.xml') {
    const own = text.replace(/<parent>[\s\S]*?<\/parent>/, '');
    return /<artifactId>([^<]+)</.exec(own)?.[1] ?? '';
  }
  if (name === 'pyproject.toml') return /^name\s*=\s*["']([^"']+)["']/m.exec(text)?.[1] ?? '';
  return '';
}

const goModule = (text: string) => /^\s*module\s+"?([^\s"]+)/m.exec(text)?.[1] ?? '';

/** A manifest that is being edited may be no JSON at the moment. */
function packageJson(text: string): { readonly name: string; readonly type: string } {
  try {
    const read: unknown = JSON.parse(text);
    const { name, type } = (typeof read === 'object' && read !== null ? read : {}) as Record<string, unknown>;
    return { name: typeof name === 'string' ? name : '', type: typeof type === 'string' ? type : '' };
  } catch {
    return { name: '', type: '' };
  }
}

function node(text: string, files: readonly string[]): Pick<EmitterProject, 'modules' | 'sources'> {
  const inSrc = files.filter(
    (f) => /^src\/[^/]+\.[cm]?[jt]sx?$/.test(f) || /^src\/.+\/.+\.[cm]?[jt]sx?$/.test(f),
  );
  const own = inSrc.length > 0 ? inSrc : files.filter((f) => /\.[cm]?[jt]s$/.test(f) && !f.includes('/'));
  const typed = own.some((f) => /\.[cm]?tsx?$/.test(f));
  const esm = packageJson(text).type === 'module' || own.some((f) => f.endsWith('.mjs'));
  return { modules: typed ? 'typescript' : esm ? 'esm' : 'commonjs', sources: inSrc.length > 0 ? 'src' : '' };
}

/** The outermost package that is not tests: `src/shop`, `shop`; the folder itself where there is none. */
function pythonSources(files: readonly string[]): string {
  const packages = files
    .filter((f) => f.endsWith('/__init__.py'))
    .map((f) => f.slice(0, -'/__init__.py'.length))
    .filter((folder) => !/(?:^|\/)(?:tests?|docs?|examples?|migrations)(?:\/|$)/.test(folder));
  const depth = (folder: string) => folder.split('/').length;
  packages.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  return packages[0] ?? '';
}

/** The package all sources have in common: `com.acme.accounts`. */
function java(files: readonly string[]): Pick<EmitterProject, 'root' | 'sources'> {
  const home = 'src/main/java';
  const folders = files
    .filter((f) => f.startsWith(`${home}/`) && f.endsWith('.java'))
    .map((f) =>
      f
        .slice(home.length + 1)
        .split('/')
        .slice(0, -1),
    );
  const [first = [], ...rest] = folders;
  let common = first.length;
  for (const folder of rest) {
    let same = 0;
    while (same < common && folder[same] === first[same]) same++;
    common = same;
  }
  return { sources: home, root: first.slice(0, common).join('.') };
}
