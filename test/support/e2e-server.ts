// The VS Code server that browser tests share: Spanlight installed from its package.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atEnd } from './cleanup.ts';
import { progress } from './progress.ts';
import { installExtension } from './vscode/install-extension.ts';
import { type ServerOptions, startVSCodeServer, type VSCodeServer } from './vscode/server.ts';
import { buildPackage, packageProblems } from './vsix.ts';

/** How the test files, each a process of its own, learn of what their task has started. */
const VARIABLE = 'SPANLIGHT_E2E';

export type E2EServer = Omit<VSCodeServer, 'stop'> & { readonly extensionsDir: string };

async function pack(): Promise<string> {
  progress('Packaging Spanlight');
  const vsix = await buildPackage();
  const problems = packageProblems(vsix);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return vsix.file;
}

/** For the task: packs (or takes the package SPANLIGHT_VSIX names), installs and starts once; processes started from here find it by `sharedE2EServer`. */
export async function startE2EServer(): Promise<E2EServer> {
  const vsix = process.env.SPANLIGHT_VSIX ?? (await pack());
  const dir = mkdtempSync(path.join(tmpdir(), 'spanlight-e2e-'));
  atEnd(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  const extensionsDir = path.join(dir, 'extensions');
  mkdirSync(extensionsDir);
  await installExtension(vsix, extensionsDir);
  const { stop: _, ...server } = await startE2EWindowServer(extensionsDir);
  const shared = { ...server, extensionsDir };
  process.env[VARIABLE] = JSON.stringify(shared);
  return shared;
}

/** For a test that needs a profile nobody else has touched. */
export const startE2EWindowServer = (
  extensionsDir: string,
  options: ServerOptions = {},
): Promise<VSCodeServer> => startVSCodeServer({ extensionsDir, graceSeconds: 5, ...options });

let own: Promise<E2EServer> | undefined;

/** For a test file: the task's server, or one of its own when the file is run by itself. */
export function sharedE2EServer(): Promise<E2EServer> {
  const shared = process.env[VARIABLE];
  own ??= shared ? Promise.resolve(JSON.parse(shared) as E2EServer) : startE2EServer();
  return own;
}
