// What the extension costs a window that starts: measured around its own `activate`, in a real extension host.

import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BenchRow } from '../support/bench-table.ts';
import { buildExtension } from '../support/build-extension.ts';
import { runInHost } from '../support/host-run.ts';
import { shimExecutable } from '../support/host-suite.ts';
import { progress } from '../support/progress.ts';
import { root } from '../support/root.ts';
import { ensureChromium } from '../support/vscode/chromium.ts';
import { desktopExecutable } from '../support/vscode/desktop.ts';
import { ensureVSCodeServer } from '../support/vscode/install.ts';

const RUNS = 5;
const KB = 1024;

type Measured = {
  /** ms of the main thread: reading and compiling the bundle, and what `activate` does. */
  readonly load: number;
  readonly activate: number;
  /** ms the event loop was held up at most in the three seconds after. */
  readonly blocked: number;
};

export async function rows(): Promise<readonly BenchRow[]> {
  await buildExtension();
  await ensureVSCodeServer();
  await ensureChromium();
  const measured: Measured[] = [];
  for (let run = 0; run < RUNS; run++) {
    progress(`Starting a window, ${run + 1} of ${RUNS}`);
    measured.push(await startOnce());
  }
  const median = (pick: (m: Measured) => number) =>
    measured.map(pick).sort((a, b) => a - b)[measured.length >> 1] ?? Number.NaN;
  return [
    {
      name: 'main thread: load and activate',
      value: median((m) => m.load + m.activate),
      unit: 'ms',
      target: 30,
    },
    { name: 'of that, reading the bundle', value: median((m) => m.load), unit: 'ms' },
    { name: 'of that, activate', value: median((m) => m.activate), unit: 'ms' },
    { name: 'longest hold-up in 3 s after', value: median((m) => m.blocked), unit: 'ms' },
    {
      name: 'bundle of the activation path, minified',
      value: statSync(path.join(root, 'dist/extension.cjs')).size / KB,
      unit: 'KB',
      target: 150,
    },
  ];
}

async function startOnce(): Promise<Measured> {
  const work = path.join(root, '.cache/bench-activation');
  rmSync(work, { recursive: true, force: true });
  const extension = path.join(work, 'extension');
  const out = path.join(work, 'measured.json');
  mkdirSync(extension, { recursive: true });
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as object;
  writeFileSync(path.join(extension, 'package.json'), JSON.stringify({ ...manifest, main: './timed.cjs' }));
  writeFileSync(path.join(extension, 'timed.cjs'), timed(out));
  cpSync(path.join(root, 'package.nls.json'), path.join(extension, 'package.nls.json'));
  // Copied, not linked: VS Code tells extensions apart by the real place of their code.
  for (const dir of ['dist', 'media'])
    cpSync(path.join(root, dir), path.join(extension, dir), { recursive: true });
  const folder = path.join(work, 'workspace');
  cpSync(path.join(root, 'test/fixtures/workspace'), folder, { recursive: true });
  const run = await runInHost({
    files: [path.join(root, 'test/support/host-bench/wait-for-activation.ts')],
    extensionDevelopmentPath: extension,
    executable: desktopExecutable() ?? shimExecutable,
    folder,
    workDir: path.join(work, 'run'),
    testTimeout: 30_000,
  });
  const [failure] = run.failures;
  if (failure) throw new Error(`${failure.title}: ${failure.message}`);
  return JSON.parse(readFileSync(out, 'utf8')) as Measured;
}

/** The extension's entry with a clock around it. */
const timed = (out: string) => `
const { monitorEventLoopDelay } = require('node:perf_hooks');
const started = performance.now();
const extension = require('./dist/extension.cjs');
const load = performance.now() - started;
exports.activate = (context) => {
  const from = performance.now();
  const api = extension.activate(context);
  const activate = performance.now() - from;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  setTimeout(() => {
    delay.disable();
    require('node:fs').writeFileSync(${JSON.stringify(out)}, JSON.stringify({ load, activate, blocked: delay.max / 1e6 }));
  }, 3000);
  return api;
};
exports.deactivate = () => extension.deactivate?.();
`;
