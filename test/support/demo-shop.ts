// The sample of the demo: a copy of examples/shop with a git history of two commits, and its services running.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atEnd } from './cleanup.ts';
import { root } from './root.ts';
import { cleanEnv } from './vscode/process-group.ts';
import { runCommand } from './vscode/run-command.ts';

const source = path.join(root, 'examples/shop');

export type ShopWorkspace = {
  /** The folder to open in the editor. */
  readonly folder: string;
  /** What `run.mjs` needs to run the recommendations from the older commit; empty without git. */
  readonly env: Readonly<Record<string, string>>;
};

export async function createShopWorkspace(): Promise<ShopWorkspace> {
  const dir = mkdtempSync(path.join(tmpdir(), 'spanlight-shop-'));
  atEnd(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  const folder = path.join(dir, 'shop');
  const copy = (from: string, to: string) =>
    cpSync(from, to, {
      recursive: true,
      filter: (file) => !['node_modules', 'dist', 'history'].includes(path.basename(file)) || file === from,
    });
  copy(source, folder);
  copy(path.join(source, 'history/services'), path.join(folder, 'services'));
  const git = (...args: string[]) =>
    runCommand('git', ['-c', 'user.name=Shop', '-c', 'user.email=shop@example.test', ...args], {
      cwd: folder,
      env: cleanEnv(),
    });
  const started = await git('init', '--quiet', '--initial-branch=main').catch(() => undefined);
  let env = {};
  if (started?.code === 0) {
    await git('add', '.');
    await git('commit', '--quiet', '-m', 'Recommend from three signals');
    const revision = (await git('rev-parse', 'HEAD')).output.trim();
    const old = path.join(dir, 'deployed');
    copy(folder, old);
    symlinkSync(path.join(source, 'node_modules'), path.join(old, 'node_modules'));
    env = {
      SHOP_OLD_RECOMMENDATIONS: path.join(old, 'services/recommendations'),
      SHOP_OLD_REVISION: revision,
    };
  }
  copy(path.join(source, 'services'), path.join(folder, 'services'));
  if (started?.code === 0) {
    await git('add', '.');
    await git('commit', '--quiet', '-m', 'Say what recommend is for');
  }
  symlinkSync(path.join(source, 'node_modules'), path.join(folder, 'node_modules'));
  return { folder, env };
}

/** Installs the shop's packages where they are missing; they are its own, not the project's. */
export async function installShop(): Promise<void> {
  if (existsSync(path.join(source, 'node_modules/.package-lock.json'))) return;
  const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const installed = await runCommand('npm', ['install', ...options], { cwd: source, env: cleanEnv() });
  if (installed.code !== 0)
    throw new Error(`The shop's packages could not be installed.\n${installed.output}`);
}

/** Resolves when all services answer. `endpoint` is where they send OTLP/HTTP. */
export async function startShop(workspace: ShopWorkspace, endpoint: string): Promise<string> {
  const base = await freeBase();
  const child = spawn(process.execPath, ['run.mjs'], {
    cwd: workspace.folder,
    env: {
      ...cleanEnv(),
      ...workspace.env,
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      SHOP_BASE_PORT: String(base),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  atEnd(() => {
    child.kill('SIGTERM');
    return new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once('exit', () => resolve());
    });
  });
  let output = '';
  return new Promise((resolve, reject) => {
    child.stderr.on('data', (data) => {
      output += data;
    });
    child.stdout.on('data', (data) => {
      output += data;
      if (output.includes('shop ready')) resolve(`shop: http://127.0.0.1:${base}/products`);
    });
    child.once('exit', (code) =>
      reject(new Error(`The shop ended with ${code} before it was ready.\n${output}`)),
    );
  });
}

/** The usual ports where they are free, else a stretch of eleven that is. */
async function freeBase(): Promise<number> {
  for (let base = 7001; base < 9000; base += 20) {
    const taken = await Promise.all([0, 1, 2, 3, 4, 9, 10].map((n) => isTaken(base + n)));
    if (!taken.includes(true)) return base;
  }
  throw new Error('No free ports were found for the shop between 7001 and 9000.');
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}
