import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { STORE_FILE } from '../engine/store/store-file.ts';
import { UsageError } from './command.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Folders of extensions' data: the editors that run Spanlight, here and as a remote. */
const EDITORS = ['Code', 'Code - Insiders', 'VSCodium', 'Cursor', 'Windsurf'];
const SERVERS = ['.vscode-server', '.vscode-server-insiders', '.vscodium-server', '.cursor-server'];
const EXTENSION = path.join('User', 'globalStorage', 'spanlight.spanlight', STORE_FILE);

/** Where the command line keeps traces when no file is named and no editor has a store. */
export function ownStore(env: Env): string {
  const home = env.HOME ?? homedir();
  const data =
    process.platform === 'win32'
      ? (env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'))
      : process.platform === 'darwin'
        ? path.join(home, 'Library', 'Application Support')
        : (env.XDG_DATA_HOME ?? path.join(home, '.local', 'share'));
  return path.join(data, 'spanlight', STORE_FILE);
}

/** The store last written to: of SPANLIGHT_STORE, an editor's extension or the command line itself. */
export function existingStore(env: Env): string {
  const found = newestStore(env);
  if (found === undefined)
    throw new UsageError(
      'There is no local trace store yet. Name one with --store FILE, or a backend with --backend.',
    );
  return found;
}

export function newestStore(env: Env): string | undefined {
  if (env.SPANLIGHT_STORE) return path.resolve(env.SPANLIGHT_STORE);
  const home = env.HOME ?? homedir();
  const config =
    process.platform === 'win32'
      ? (env.APPDATA ?? path.join(home, 'AppData', 'Roaming'))
      : process.platform === 'darwin'
        ? path.join(home, 'Library', 'Application Support')
        : (env.XDG_CONFIG_HOME ?? path.join(home, '.config'));
  const files = [
    ...EDITORS.map((editor) => path.join(config, editor, EXTENSION)),
    ...SERVERS.map((server) => path.join(home, server, 'data', EXTENSION)),
    ownStore(env),
  ];
  return files.filter((file) => existsSync(file)).sort((a, b) => writtenMs(b) - writtenMs(a))[0];
}

/** The log is written before the file. */
const writtenMs = (file: string) =>
  Math.max(
    statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0,
    statSync(`${file}-wal`, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
