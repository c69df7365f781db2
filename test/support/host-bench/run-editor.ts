// The part of the editor's bench that needs a window: this side builds, starts it and sends spans when asked.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BenchRow } from '../bench-table.ts';
import { buildExtension } from '../build-extension.ts';
import { runInHost } from '../host-run.ts';
import { shimExecutable } from '../host-suite.ts';
import { otlpJson, type SentTrace } from '../otlp-json.ts';
import { progress } from '../progress.ts';
import { root } from '../root.ts';
import { ensureChromium } from '../vscode/chromium.ts';
import { desktopExecutable } from '../vscode/desktop.ts';
import { ensureVSCodeServer } from '../vscode/install.ts';
import { ENDED, type HostFigures, MEASURED, PORT } from './editor-files.ts';

const A_SECOND = 5000;
const BATCHES = 10;

export async function inExtensionHost(): Promise<BenchRow[]> {
  await buildExtension();
  await ensureVSCodeServer();
  await ensureChromium();
  progress('Hovering in a real window');
  const work = path.join(root, '.cache/bench-editor');
  rmSync(work, { recursive: true, force: true });
  // Not inside this repository: git ignores what is made there, and so does the index.
  const temp = mkdtempSync(path.join(tmpdir(), 'spanlight-bench-'));
  const folder = path.join(temp, 'workspace');
  mkdirSync(work, { recursive: true });
  cpSync(path.join(root, 'test/fixtures/workspace'), folder, { recursive: true });
  const over = new AbortController();
  const sending = sendWhenAsked(folder, over.signal);
  const run = await runInHost({
    files: [path.join(root, 'test/support/host-bench/measure-editor.ts')],
    extensionDevelopmentPath: root,
    executable: desktopExecutable() ?? shimExecutable,
    folder,
    workDir: path.join(work, 'run'),
    testTimeout: 120_000,
  });
  over.abort();
  const sent = await sending;
  const [failure] = run.failures;
  if (failure) throw new Error(`${failure.title}: ${failure.message}`);
  const figures = readFileSync(path.join(folder, MEASURED), 'utf8');
  rmSync(temp, { recursive: true, force: true, maxRetries: 5 });
  const { coldMs, warmMs, blockedMs } = JSON.parse(figures) as HostFigures;
  return [
    { name: 'window: first hover of a function, figures known', value: coldMs, unit: 'ms', target: 50 },
    { name: 'window: hover again', value: warmMs, unit: 'ms', target: 50 },
    {
      name: `window: longest hold-up of the host while ${Math.round(sent)} spans a second come in`,
      value: blockedMs,
      unit: 'ms',
      target: 16,
    },
  ];
}

/** Spans of the two hundred functions, for ten seconds. Returns how many a second it was. */
async function sendWhenAsked(folder: string, over: AbortSignal): Promise<number> {
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  while (!existsSync(path.join(folder, PORT)) && !over.aborted) await wait(100);
  if (over.aborted) return 0;
  const port = Number(readFileSync(path.join(folder, PORT), 'utf8'));
  let spans = 0;
  const started = performance.now();
  for (let n = 0; !over.aborted && !existsSync(path.join(folder, ENDED)); n++) {
    const body = JSON.stringify(otlpJson(Array.from({ length: 5 }, (_, i) => trace(n * 5 + i))));
    const answer = await fetch(`http://127.0.0.1:${port}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    }).catch(() => undefined);
    if (answer?.ok) spans += 500;
    const due = started + ((n + 1) * 1000) / BATCHES;
    await wait(Math.max(0, due - performance.now()));
  }
  return Math.min(A_SECOND, (spans * 1000) / (performance.now() - started));
}

const trace = (number: number): SentTrace => ({
  number: number + 1,
  startMs: Date.now() - 5000,
  resource: { 'telemetry.sdk.language': 'go' },
  spans: Array.from({ length: 100 }, (_, i) => {
    const fn = (number % 2) * 100 + i;
    return {
      id: number * 100 + i + 1,
      ...(i === 0 ? {} : { parent: number * 100 + 1 }),
      name: `work${fn}`,
      ms: 5 + (fn % 7),
      attributes: {
        'code.function.name': `work${fn}`,
        'code.file.path': '/app/shop/service.go',
        'code.line.number': 3 + fn * 4,
      },
    };
  }),
});
