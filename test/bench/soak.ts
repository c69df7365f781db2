// Hours of work in minutes: 2,000 spans a second come in while somebody edits and a trace is open. Prints the curve as
// it goes; SPANLIGHT_SOAK_MINUTES=60 for the hour, ten minutes otherwise.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchRow } from '../support/bench-table.ts';
import { atEnd, endAll } from '../support/cleanup.ts';
import { freePort } from '../support/free-port.ts';
import { type SentTrace, sendTraces } from '../support/otlp-json.ts';
import { extensionHostMemory, growthPerHour, windowMemory } from '../support/soak/memory.ts';
import { launchBrowser } from '../support/vscode/browser.ts';
import { installExtension } from '../support/vscode/install-extension.ts';
import { startVSCodeServer } from '../support/vscode/server.ts';
import { baseSettings } from '../support/vscode/settings.ts';
import { Workbench } from '../support/vscode/workbench.ts';
import { buildPackage } from '../support/vsix.ts';

const MINUTES = Number(process.env.SPANLIGHT_SOAK_MINUTES ?? 10);
const SPANS_PER_SECOND = 2000;
const SPANS_PER_TRACE = 20;

type Sample = { readonly minute: number; readonly host: number; readonly window: number };

export async function rows(): Promise<readonly BenchRow[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'spanlight-soak-'));
  atEnd(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  const port = await freePort();
  const { wb, logs } = await openWindow(dir, port);
  const sending = new AbortController();
  const sent = send(port, sending.signal);
  await wb.runCommand('Spanlight: Show All Traces').catch(() => undefined);
  const samples: Sample[] = [];
  const began = Date.now();
  for (let minute = 0; minute <= MINUTES; minute++) {
    await edit(wb, Math.max(0, began + minute * 60_000 - Date.now()));
    const sample = { minute, host: extensionHostMemory(logs), window: await windowMemory(wb.page) };
    samples.push(sample);
    console.log(`${minute} min: host ${sample.host.toFixed(0)} MiB, window ${sample.window.toFixed(0)} MiB`);
  }
  sending.abort();
  const spans = await sent;
  await endAll();
  const growth = (pick: (s: Sample) => number) =>
    growthPerHour(samples.map((s) => ({ minute: s.minute, mib: pick(s) })));
  const most = (pick: (s: Sample) => number) => Math.max(...samples.map(pick));
  return [
    {
      name: `spans sent in ${MINUTES} min`,
      value: spans / (MINUTES * 60),
      unit: 'spans/s',
      target: SPANS_PER_SECOND * 0.95,
    },
    { name: 'extension host with engine and indexer, most', value: most((s) => s.host), unit: 'MiB' },
    {
      name: 'extension host, growth in the second half',
      value: growth((s) => s.host),
      unit: 'MiB/hour',
      target: 60,
    },
    { name: 'window with the panel, most', value: most((s) => s.window), unit: 'MiB' },
    {
      name: 'window, growth in the second half',
      value: growth((s) => s.window),
      unit: 'MiB/hour',
      target: 30,
    },
  ];
}

async function openWindow(dir: string, port: number) {
  const { file } = await buildPackage();
  const extensionsDir = path.join(dir, 'extensions');
  const folder = path.join(dir, 'work');
  for (const made of [extensionsDir, folder]) mkdirSync(made);
  for (let i = 0; i < 40; i++) writeFileSync(path.join(folder, `orders${i}.ts`), source(i));
  await installExtension(file, extensionsDir);
  const settings = {
    ...baseSettings,
    'spanlight.receiver.startAutomatically': true,
    'spanlight.receiver.httpPort': port,
    'spanlight.receiver.grpcPort': 0,
  };
  const server = await startVSCodeServer({ extensionsDir, settings });
  const browser = await launchBrowser();
  const wb = await Workbench.visit({ browser, url: `${server.url}?folder=${folder}`, folder });
  await wb.openFile('orders0.ts');
  await untilReceiving(port);
  return { wb, logs: path.dirname(server.logFile) };
}

const source = (i: number) =>
  Array.from(
    { length: 30 },
    (_, k) =>
      `export async function order${i}_${k}(id: number) {\n  return db.query('SELECT ${k} FROM orders WHERE id = $1', [id]);\n}\n`,
  ).join('\n');

async function untilReceiving(port: number): Promise<void> {
  for (let tries = 0; ; tries++)
    try {
      return await sendTraces(port, [traceOf(0)]);
    } catch (error) {
      if (tries === 60) throw error;
      await sleep(500);
    }
}

/** A person who types: a character a second, saved now and then. */
async function edit(wb: Workbench, ms: number): Promise<void> {
  const until = Date.now() + ms;
  for (let n = 0; Date.now() < until; n++) {
    await wb.editor('orders0.ts').focus();
    await wb.page.keyboard.type('/');
    if (n % 10 === 9) await wb.page.keyboard.press('Control+S');
    if (n % 10 === 4) await wb.page.keyboard.press('Backspace');
    await sleep(Math.min(1000, Math.max(0, until - Date.now())));
  }
}

/** Resolves with the number of spans that were taken. */
async function send(port: number, signal: AbortSignal): Promise<number> {
  let [spans, number] = [0, 0];
  const tick = 250;
  const traces = (SPANS_PER_SECOND * tick) / 1000 / SPANS_PER_TRACE;
  for (let next = Date.now(); !signal.aborted; next += tick) {
    const batch = Array.from({ length: traces }, () => traceOf(number++));
    await sendTraces(port, batch);
    spans += traces * SPANS_PER_TRACE;
    await sleep(Math.max(0, next + tick - Date.now()));
  }
  return spans;
}

function traceOf(number: number): SentTrace {
  const root = number * SPANS_PER_TRACE + 1;
  const file = number % 40;
  const spans = Array.from({ length: SPANS_PER_TRACE }, (_, i) => ({
    id: root + i,
    ...(i === 0 ? {} : { parent: root }),
    name: i === 0 ? `GET /orders/${file}` : 'SELECT orders',
    kind: i === 0 ? ('server' as const) : ('client' as const),
    at: i * 2,
    ms: i === 0 ? 45 : 1 + ((number + i) % 7),
    attributes: {
      'code.function.name': `order${file}_${i}`,
      'code.file.path': `/app/orders${file}.ts`,
      'code.line.number': 1 + i * 4,
      'user.id': number,
    },
  }));
  return { number: number + 1, startMs: Date.now() - 50, spans };
}
