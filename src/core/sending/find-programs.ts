import type { SendingLanguage, SendingProgram } from './sending-program.ts';

/** Files by which a folder tells what it is written in. */
const MARKERS: readonly (readonly [pattern: RegExp, language: SendingLanguage])[] = [
  [/^package\.json$/, 'node'],
  [/^(pyproject\.toml|requirements\.txt|setup\.py|Pipfile|manage\.py)$/, 'python'],
  [/^(pom\.xml|build\.gradle(\.kts)?)$/, 'java'],
  [/^go\.mod$/, 'go'],
  [/\.csproj$/, 'dotnet'],
  [/^Gemfile$/, 'ruby'],
  [/^composer\.json$/, 'php'],
];

const NAMES = [
  ...['package.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'pyproject.toml', 'requirements.txt'],
  ...['setup.py', 'Pipfile', 'uv.lock', 'poetry.lock', 'manage.py', 'main.py', 'app.py', 'go.mod'],
  ...[
    'pom.xml',
    'build.gradle',
    'build.gradle.kts',
    '*.csproj',
    'Gemfile',
    'rails',
    'composer.json',
    'artisan',
  ],
];
export const MARKER_FILES = `**/{${NAMES.join(',')}}`;
export const MARKER_EXCLUDE = '**/{node_modules,vendor,.venv,venv,env,dist,build,target,obj,.git}/**';

/** Those of the files whose text tells more than their name. */
export const tellsByText = (path: string): boolean => /(^|\/)(package\.json|go\.mod)$/.test(path);

export type WorkspaceFile = { readonly path: string; readonly text: string | undefined };

/** One program a language: the one nearest to the top, of those of equal depth one that can be started. */
export function findPrograms(files: readonly WorkspaceFile[], workspace: string): SendingProgram[] {
  const names = new Set(files.map((f) => f.path));
  const found = new Map<SendingLanguage, { readonly rank: number; readonly program: SendingProgram }>();
  for (const { path, text } of files) {
    const { folder, name } = split(path);
    const language = MARKERS.find(([pattern]) => pattern.test(name))?.[1];
    if (!language) continue;
    const has = (file: string) => names.has(folder === '' ? file : `${folder}/${file}`);
    const program = {
      language,
      folder,
      ...READERS[language]({ name, text: text ?? '', folder, workspace, has }),
    };
    const depth = folder === '' ? 0 : folder.split('/').length;
    const rank = depth * 2 + (program.start === undefined ? 1 : 0);
    const known = found.get(language);
    if (!known || rank < known.rank) found.set(language, { rank, program });
  }
  return [...found.values()].sort((a, b) => a.rank - b.rank).map((f) => f.program);
}

type Folder = {
  readonly name: string;
  readonly text: string;
  readonly folder: string;
  readonly workspace: string;
  readonly has: (file: string) => boolean;
};
type Reader = (folder: Folder) => Omit<SendingProgram, 'language' | 'folder'>;

const named = ({ folder, workspace }: Folder, name?: string) =>
  serviceName(name, split(folder).name, workspace);

const READERS: Readonly<Record<SendingLanguage, Reader>> = {
  node: (folder) => {
    const manifest = readJson(folder.text);
    const tool = folder.has('pnpm-lock.yaml') ? 'pnpm' : folder.has('yarn.lock') ? 'yarn' : 'npm';
    const scripts = objectOf(manifest.scripts);
    // It is typed into a shell: a name that means more than itself there is left out.
    const main = /^[\w@./-]+$/.exec(textOf(manifest.main) ?? '')?.[0];
    return {
      serviceName: named(folder, textOf(manifest.name)),
      start:
        scripts.start !== undefined
          ? `${tool} start`
          : scripts.dev !== undefined
            ? `${tool} run dev`
            : main && `node ${main}`,
      esModules: manifest.type === 'module',
      install: tool === 'npm' ? 'npm install' : `${tool} add`,
    };
  },
  python: (folder) => ({
    serviceName: named(folder),
    start: folder.has('manage.py')
      ? 'manage.py runserver --noreload'
      : ['main.py', 'app.py'].find((file) => folder.has(file)),
    esModules: false,
    install: folder.has('uv.lock') ? 'uv add' : folder.has('poetry.lock') ? 'poetry add' : undefined,
  }),
  java: (folder) => ({
    ...plain(folder),
    start: folder.name === 'pom.xml' ? 'target/app.jar' : 'build/libs/app.jar',
  }),
  go: (folder) => ({ ...plain(folder, /^module\s+(\S+)/m.exec(folder.text)?.[1]), start: '.' }),
  dotnet: (folder) => ({ ...plain(folder, folder.name.replace(/\.csproj$/, '')), start: 'dotnet run' }),
  ruby: (folder) => ({ ...plain(folder), start: folder.has('bin/rails') ? 'rails server' : undefined }),
  php: (folder) => ({ ...plain(folder), start: folder.has('artisan') ? 'artisan serve' : undefined }),
};

const plain = (folder: Folder, name?: string) => ({
  serviceName: named(folder, name),
  start: undefined,
  esModules: false,
  install: undefined,
});

/** What a service may be called without quoting; the last part of "@shop/cart" and "example.com/shop/cart". */
function serviceName(...candidates: readonly (string | undefined)[]): string {
  for (const candidate of candidates) {
    const last = candidate?.split('/').findLast((part) => part !== '' && !/^v\d+$/.test(part));
    const name = last?.replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '');
    if (name) return name;
  }
  return 'my-service';
}

function split(path: string): { readonly folder: string; readonly name: string } {
  const at = path.lastIndexOf('/');
  return { folder: path.slice(0, Math.max(0, at)), name: path.slice(at + 1) };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}
