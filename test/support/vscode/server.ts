// Starts and stops the npm-installed VS Code server: a fresh profile on a free loopback port.
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atEnd } from '../cleanup.ts';
import { ensureVSCodeServer, serverEntry } from './install.ts';
import { cleanEnv, endProcessGroup } from './process-group.ts';
import { baseSettings } from './settings.ts';

export type ServerOptions = {
  /** Where .vsix files were installed to; empty by default. */
  readonly extensionsDir?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Lets the address load an extension from a folder and run its in-host tests. Hides notifications. */
  readonly testDriver?: boolean;
  /** How long an extension host outlives its closed window; hours by default, for a person's reload. */
  readonly graceSeconds?: number;
  /** Asked for in the address; without one everybody on this machine may connect. */
  readonly token?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
};

export type VSCodeServer = {
  /** http://127.0.0.1:PORT/ */
  readonly url: string;
  /** 127.0.0.1:PORT, the authority of vscode-remote addresses. */
  readonly authority: string;
  readonly logFile: string;
  /** The folder of VS Code's own logs, one sub-folder per start. */
  readonly logsDir: string;
  /** What extensions keep, a folder for each. */
  readonly globalStorageDir: string;
  stop(): Promise<void>;
};

const START_MS = 30_000;

export async function startVSCodeServer(options: ServerOptions = {}): Promise<VSCodeServer> {
  await ensureVSCodeServer();
  const dir = mkdtempSync(path.join(tmpdir(), 'spanlight-vscode-'));
  const stop = atEnd(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  for (const scope of ['Machine', 'User']) writeSettings(path.join(dir, 'data', scope), options.settings);
  const temp = path.join(dir, 'tmp');
  mkdirSync(temp, { mode: 0o700 });

  const child = spawn(process.execPath, serverArguments(dir, options), {
    env: cleanEnv({
      ...options.env,
      TMPDIR: temp,
      XDG_RUNTIME_DIR: temp,
      // No marketplace: nothing is looked up, recommended or updated.
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group, so that its extension hosts end with it.
    detached: true,
  });
  const end = atEnd(() => endProcessGroup(child));
  const logFile = path.join(dir, 'server.log');
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const stopAll = async () => {
    await end();
    await stop();
  };
  try {
    const port = await listeningPort(child);
    return {
      url: `http://127.0.0.1:${port}/`,
      authority: `127.0.0.1:${port}`,
      logFile,
      logsDir: path.join(dir, 'data/logs'),
      globalStorageDir: path.join(dir, 'data/User/globalStorage'),
      stop: stopAll,
    };
  } catch (error) {
    const output = readFileSync(logFile, 'utf8').trim();
    await stopAll();
    throw new Error(`The VS Code server did not start: ${(error as Error).message}\n${output}`);
  }
}

function serverArguments(dir: string, options: ServerOptions): string[] {
  const { extensionsDir, testDriver, graceSeconds, token, port = 0 } = options;
  return [
    serverEntry,
    ...['--host', '127.0.0.1', '--port', String(port), '--accept-server-license-terms'],
    ...(token === undefined ? ['--without-connection-token'] : ['--connection-token', token]),
    ...['--server-data-dir', dir, '--user-data-dir', path.join(dir, 'data')],
    ...['--extensions-dir', extensionsDir ?? path.join(dir, 'extensions')],
    ...['--telemetry-level', 'off', '--disable-workspace-trust', '--disable-experiments'],
    ...(testDriver ? ['--enable-smoke-test-driver'] : []),
    ...(graceSeconds === undefined ? [] : ['--reconnection-grace-time', String(graceSeconds)]),
  ];
}

function writeSettings(dir: string, extra: ServerOptions['settings']): void {
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, 'settings.json'), JSON.stringify({ ...baseSettings, ...extra }, null, 2));
}

/** The server picks a free port itself (no race) and says which. */
function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(
      () => reject(new Error(`it was not ready within ${START_MS / 1000} s.`)),
      START_MS,
    );
    child.stdout?.on('data', (data: Buffer) => {
      output += data.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
    child.on('error', (error) => reject(error));
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`it ended with ${signal ?? `exit code ${code}`}.`));
    });
  });
}
