// Opens the demo's window: in a browser on the VS Code server, or in a desktop VS Code with a profile of its own.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atEnd } from './cleanup.ts';
import { desktopCommand, hasDisplay } from './vscode/desktop.ts';
import { installExtension } from './vscode/install-extension.ts';
import { cleanEnv } from './vscode/process-group.ts';
import { runCommand } from './vscode/run-command.ts';
import { startVSCodeServer, type VSCodeServer } from './vscode/server.ts';
import { baseSettings } from './vscode/settings.ts';

export type WindowOptions = {
  readonly vsix: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly port?: number;
};

/** Room for what stands at the ends of lines. */
const demoSettings = {
  ...baseSettings,
  'spanlight.receiver.startAutomatically': true,
  'editor.minimap.enabled': false,
  // The shop's own ports are nobody's business here.
  'remote.autoForwardPorts': false,
  'files.exclude': { '**/node_modules': true },
};

/** Returns the server, and the address that opens the folder; the token in it keeps others on this machine out. */
export async function startServerWindow(
  options: WindowOptions,
): Promise<{ server: VSCodeServer; url: string }> {
  const extensionsDir = path.join(temporaryDir(), 'extensions');
  mkdirSync(extensionsDir);
  await installExtension(options.vsix, extensionsDir);
  const token = randomBytes(16).toString('hex');
  const { env, port = 0 } = options;
  const server = await startVSCodeServer({ extensionsDir, token, env, port, settings: demoSettings });
  const query = new URLSearchParams({ tkn: token, folder: options.folder });
  return { server, url: `${server.url}?${query}` };
}

export function openInBrowser(url: string): void {
  if (!hasDisplay() || process.env.CI) return;
  const [command = '', ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[
    process.platform as string
  ] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

/** The `code` command, or why a desktop window cannot be had. */
export function requireDesktop(): string {
  const code = desktopCommand();
  if (!code)
    throw new Error(
      'No desktop VS Code was found on the PATH. Install it with its `code` command, or leave out --desktop.',
    );
  if (!hasDisplay()) throw new Error('There is no display for a desktop VS Code here. Leave out --desktop.');
  return code;
}

/** Resolves when the person closes the window. */
export async function runDesktopWindow({ vsix, folder, env }: WindowOptions): Promise<void> {
  const code = requireDesktop();
  const dir = temporaryDir();
  const profile = path.join(dir, 'profile');
  mkdirSync(path.join(profile, 'User'), { recursive: true });
  writeFileSync(path.join(profile, 'User/settings.json'), JSON.stringify(demoSettings, null, 2));
  const own = ['--user-data-dir', profile, '--extensions-dir', path.join(dir, 'extensions')];
  const installed = await runCommand(code, [...own, '--install-extension', vsix], { env: cleanEnv() });
  if (installed.code !== 0) throw new Error(`VS Code could not install ${vsix}.\n${installed.output}`);
  atEnd(() => endWindow(profile));
  const opened = await runCommand(
    code,
    [...own, '--new-window', '--wait', '--disable-workspace-trust', folder],
    {
      env: cleanEnv(env),
    },
  );
  if (opened.code !== 0) throw new Error(`VS Code ended with exit code ${opened.code}.\n${opened.output}`);
}

/** The `code` command has long returned; the window's process is named in its profile. */
function endWindow(profile: string): void {
  const lock = path.join(profile, 'code.lock');
  const pid = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
  if (pid > 1) process.kill(pid, 'SIGTERM');
}

function temporaryDir(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'spanlight-demo-'));
  atEnd(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}
