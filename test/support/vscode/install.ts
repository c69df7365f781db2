// Finishes the VS Code server that `npm ci --ignore-scripts` left in test/host: its own packages, without a compiler.
// Done once per code-server version; a stamp beside the packages says so.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { progress } from '../progress.ts';
import { root } from '../root.ts';
import { runCommand } from './run-command.ts';

const codeServer = path.join(root, 'test/host/node_modules/code-server');
const vscode = path.join(codeServer, 'lib/vscode');
const stamp = path.join(codeServer, '.spanlight-ready');

/** Raised when the steps below change, so that an older installation is finished again. */
const RECIPE = 2;

/** Chat only, 180 MB. */
const UNUSED_PACKAGES = ['@github/copilot-sdk-linux-x64', '@microsoft/mxc-sdk'];

/** The entry of a VS Code server that is ready to run on Node 24. */
export const serverEntry = path.join(vscode, 'out/server-main.js');

export async function ensureVSCodeServer(): Promise<void> {
  if (process.platform === 'win32')
    throw new Error(
      'The npm-installed VS Code server does not run on Windows. Use a desktop VS Code: ' +
        '`npm run demo -- --desktop`, or set SPANLIGHT_VSCODE to its executable for the in-host tests.',
    );
  if (!existsSync(path.join(codeServer, 'package.json')))
    throw new Error(
      'test/host is not installed. Start this through npm (for example `npm test`), which installs it.',
    );
  const wanted = `${versionOf(codeServer)} recipe ${RECIPE}`;
  const ready = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (ready()) return;
  await withLock(path.join(codeServer, '.spanlight-lock'), async () => {
    if (ready()) return;
    progress('Installing the VS Code server (once, about 650 MB)');
    for (const dir of [vscode, path.join(vscode, 'extensions')]) await npmInstall(dir);
    standIns();
    for (const name of UNUSED_PACKAGES)
      rmSync(path.join(vscode, 'node_modules', name), { recursive: true, force: true });
    writeFileSync(stamp, wanted);
  });
}

const versionOf = (dir: string): string =>
  String((JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8')) as { version: unknown }).version);

/** `npm install`, not `npm ci`: the published shrinkwrap does not match its package.json to the letter. */
async function npmInstall(dir: string): Promise<void> {
  const args = [
    'install',
    '--omit=dev',
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  // What the outer npm exported about this project must not steer the inner one; where packages come from must.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) =>
        !/^npm_(package|lifecycle|config_(?!cache|registry|userconfig|globalconfig|proxy|https_proxy|noproxy|cafile))/.test(
          key,
        ),
    ),
  );
  const { code, output } = await runCommand('npm', args, { cwd: dir, env });
  if (code !== 0)
    throw new Error(
      `npm could not install VS Code's packages in ${dir}. Check the network, then run it again.\n${output}`,
    );
}

/** Two native modules come without a prebuilt binary. Without the logger every output channel would stay empty. */
function standIns(): void {
  const modules = path.join(vscode, 'node_modules/@vscode');
  const standIn = (name: string) => readFileSync(path.join(import.meta.dirname, 'stand-ins', name));
  writeFileSync(path.join(modules, 'spdlog/index.js'), standIn('spdlog.cjs'));
  const watchdog = path.join(modules, 'native-watchdog/build/Release');
  mkdirSync(watchdog, { recursive: true });
  writeFileSync(path.join(watchdog, 'watchdog.js'), standIn('watchdog.cjs'));
}

/** Two commands started at once must not install into the same folder; the second waits for the first. */
async function withLock(lock: string, work: () => Promise<void>): Promise<void> {
  const STALE_MS = 10 * 60_000;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Date.now() - since > STALE_MS) rmSync(lock, { recursive: true, force: true });
    else await sleep(500);
  }
  try {
    await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
