// Makes the client programs runnable, each with its language's own package manager, in the cache beside the servers.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheDir } from '../servers/cache.ts';
import { command, versionOf } from '../servers/command.ts';

export type Language = 'node' | 'python' | 'go' | 'java';

/** How to run it, or why it can't be. */
export type Client =
  | { readonly run: readonly string[]; readonly missing?: never }
  | { readonly missing: string };

export type Recipe = {
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
      // Not the script `pip`: that one knows where it was made, and the folder is renamed afterwards.
      await command(
        path.join(cwd, '.venv/bin/python'),
        ['-m', 'pip', 'install', '--quiet', '-r', 'requirements.txt'],
        { cwd },
      );
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
export const installClient = (language: Language): Promise<Client> =>
  installProgram(language, path.join(import.meta.dirname, language), RECIPES[language]);

export async function installProgram(
  name: string,
  source: string,
  { tool, install, run }: Recipe,
): Promise<Client> {
  const [program = '', ...args] = tool;
  if ((await versionOf(program, ...args)) === undefined)
    return { missing: `${program} is not installed here` };
  const dir = path.join(cacheDir('clients'), `${name}-${contentHash(source)}`);
  if (!existsSync(dir)) {
    // Other runs may be at it, too: each makes its own, and the first to be done is taken.
    const work = mkdtempSync(`${dir}.new-`);
    try {
      cpSync(source, work, { recursive: true });
      await install(work);
      rename(work, dir);
    } catch (error) {
      return { missing: `its packages could not be installed: ${(error as Error).message}` };
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return { run: run(dir) };
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

function contentHash(dir: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files.map((entry) => path.join(entry.parentPath, entry.name)).sort())
    hash.update(path.relative(dir, file)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}
