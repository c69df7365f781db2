// Makes the client programs runnable, each with its language's own package manager, in the cache beside the servers.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheDir } from '../servers/cache.ts';
import { command, versionOf } from '../servers/command.ts';

export type Language = 'node' | 'python' | 'go' | 'java';

/** How to run it, or why it can't be. */
export type Client =
  | { readonly run: readonly string[]; readonly missing?: never }
  | { readonly missing: string };

type Recipe = {
  readonly tool: readonly string[];
  readonly install: (dir: string) => Promise<unknown>;
  readonly run: (dir: string) => readonly string[];
};

const RECIPES: Readonly<Record<Language, Recipe>> = {
  node: {
    tool: ['npm', '--version'],
    install: (cwd) =>
      command('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], {
        cwd,
      }),
    run: (dir) => [process.execPath, path.join(dir, 'client.mjs')],
  },
  python: {
    tool: ['python3', '--version'],
    install: async (cwd) => {
      await command('python3', ['-m', 'venv', '.venv'], { cwd });
      await command(path.join(cwd, '.venv/bin/pip'), ['install', '--quiet', '-r', 'requirements.txt'], {
        cwd,
      });
    },
    run: (dir) => [path.join(dir, '.venv/bin/python'), path.join(dir, 'client.py')],
  },
  go: {
    tool: ['go', 'version'],
    install: (cwd) =>
      command('go', ['build', '-o', 'client', '.'], {
        cwd,
        env: { CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false', GOWORK: 'off' },
      }),
    run: (dir) => [path.join(dir, 'client')],
  },
  java: {
    tool: ['mvn', '--version'],
    install: (cwd) =>
      command('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'], { cwd }),
    run: (dir) => ['java', '-cp', path.join(dir, 'lib', '*'), path.join(dir, 'Client.java')],
  },
};

/** Installs once for each state of the program's files. */
export async function installClient(language: Language): Promise<Client> {
  const { tool, install, run } = RECIPES[language];
  const [program = '', ...args] = tool;
  if ((await versionOf(program, ...args)) === undefined)
    return { missing: `${program} is not installed here` };
  const source = path.join(import.meta.dirname, language);
  const dir = path.join(cacheDir('clients'), `${language}-${contentHash(source)}`);
  if (!existsSync(dir)) {
    const work = `${dir}.new`;
    rmSync(work, { recursive: true, force: true });
    cpSync(source, work, { recursive: true });
    // A virtual environment knows its own place.
    if (language === 'python') renameSync(work, dir);
    try {
      await install(language === 'python' ? dir : work);
    } catch (error) {
      rmSync(dir, { recursive: true, force: true });
      return { missing: `its packages could not be installed: ${(error as Error).message}` };
    }
    if (language !== 'python') renameSync(work, dir);
  }
  return { run: run(dir) };
}

function contentHash(dir: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(dir).sort()) hash.update(name).update(readFileSync(path.join(dir, name)));
  return hash.digest('hex').slice(0, 12);
}
