// The waterfall in its real bundle in Chromium: first rows, frames, search, memory. See ../shared/spec/performance.md.
import type { Browser, Page } from 'playwright-core';
import { decodeOtlpProtobuf } from '../../src/core/otlp/decode-otlp-protobuf.ts';
import { buildTraces } from '../../src/core/trace/build-traces.ts';
import type { Trace } from '../../src/core/trace/columns.ts';
import { searchText } from '../../src/core/trace/search-text.ts';
import { serialiseTrace } from '../../src/core/trace/serialise.ts';
import type { BenchRow } from '../support/bench-table.ts';
import { median } from '../support/median.ts';
import { launchBrowser } from '../support/vscode/browser.ts';
import { quantile, recordFrames } from '../support/waterfall-page/frames.ts';
import { type TraceData, waterfallPage } from '../support/waterfall-page/page.ts';
import { otlpJsonBytes, otlpProtobufBytes } from './generate-bytes.ts';
import { generateTrace } from './generate-trace.ts';

type Size = {
  readonly count: number;
  readonly label: string;
  readonly detail: 'full' | 'compact';
  /** Stored trace, request to rows painted. */
  readonly open?: number;
  /** Bytes of OTLP JSON in memory, request to rows painted. */
  readonly bytes?: number;
  /** Longest frame, and the frame that only one in a hundred exceeds. */
  readonly frame?: number;
  readonly p99?: number;
  readonly search?: number;
};

const SIZES: readonly Size[] = [
  { count: 1000, label: '1k', detail: 'full' },
  { count: 10_000, label: '10k', detail: 'full', bytes: 200 },
  { count: 100_000, label: '100k', detail: 'full', open: 150, bytes: 450, frame: 16 },
  { count: 1_000_000, label: '1M', detail: 'compact', open: 400, p99: 33, search: 100 },
];

const RUNS = 5;

export async function rows(): Promise<readonly BenchRow[]> {
  const browser = await launchBrowser();
  const all: BenchRow[] = [];
  const opened: number[] = [];
  for (const size of SIZES) {
    const generated = generateTrace(size.count, size.detail);
    const [trace] = buildTraces(decodeOtlpProtobuf(otlpProtobufBytes(generated)));
    if (!trace) throw new Error('The generator made no trace.');
    const stored: TraceData = { form: 'stored', data: serialiseTrace(trace, { details: true }) };
    const fromStore = await openTimes(browser, stored);
    opened.push(fromStore);
    all.push(row(`open a stored trace, ${size.label} spans, request to rows painted`, fromStore, size.open));
    if (size.count <= 100_000) {
      const json = otlpJsonBytes(generated);
      const data = json.buffer.slice(json.byteOffset, json.byteOffset + json.byteLength) as ArrayBuffer;
      const fromBytes = await openTimes(browser, { form: 'bytes', data });
      all.push(
        row(`open from OTLP JSON in memory, ${size.label} spans, to rows painted`, fromBytes, size.bytes),
      );
    }
    all.push(...(await useRows(browser, stored, trace, size)), ...searchRows(trace, size));
  }
  const growth = (opened[3] ?? 0) / (opened[1] ?? 1);
  all.push({
    name: 'opening a stored trace: growth from 10k to 1M spans',
    value: growth,
    unit: 'x',
    target: 2,
  });
  return all;
}

const row = (name: string, value: number, target: number | undefined, unit = 'ms'): BenchRow =>
  target === undefined ? { name, value, unit } : { name, value, unit, target };

/** Median over fresh pages, the panel's own start apart: it is the same for every trace and paid once a window. */
async function openTimes(browser: Browser, trace: TraceData): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { page, close } = await waterfallPage(browser, trace);
    const { asked, painted } = await page.evaluate(() => window.openPanel());
    times.push(painted - asked);
    await close();
  }
  return quantile(times, 0.5);
}

async function useRows(browser: Browser, trace: TraceData, built: Trace, size: Size): Promise<BenchRow[]> {
  const { page, close } = await waterfallPage(browser, trace);
  const before = await memory(page);
  await page.evaluate(() => window.openPanel());
  await page.waitForFunction(() => document.querySelector('.badge:not([hidden])'), undefined, {
    timeout: 60_000,
  });
  const after = await memory(page);
  const texts = textBytes(built);
  await page.locator('.scroller').focus();
  const all: BenchRow[] = [];
  const add = async (what: string, run: () => Promise<void>) => {
    const { work, apart } = await recordFrames(page, run);
    const name = `${what}, ${size.label} spans`;
    all.push(
      row(`${name}: longest frame's work`, Math.max(...work), size.frame),
      row(`${name}: 99th percentile of frames' work`, quantile(work, 0.99), size.p99),
    );
    if (what === 'scroll')
      all.push(row(`${name}: frames a second`, 1000 / quantile(apart, 0.5), undefined, 'frames/s'));
  };
  const settle = () => page.waitForTimeout(250);
  const press = async (...keys: string[]) => {
    for (const key of keys) {
      await page.keyboard.press(key);
      await settle();
    }
  };
  await add('expand all and collapse all', () => press(']', '[', ']', '[', ']'));
  await add('scroll', () => wheel(page, 120));
  await add('zoom and pan', () => press('+', '+', '+', 'd', 'd', 'a', '-', '0', '+', '0'));
  await page.keyboard.press('Control+f');
  await add('search as you type', async () => {
    await page.keyboard.type('order', { delay: 120 });
    await page.waitForFunction(
      () => /found|nothing/.test(document.querySelector('.find-status')?.textContent ?? ''),
      undefined,
      { timeout: 60_000 },
    );
    await settle();
  });
  if (size.count >= 100_000) {
    const grown = (of: (m: Memory) => number) => of(after) - of(before);
    const perSpan = (bytes: number) => bytes / size.count;
    all.push(
      row(
        `panel's buffers without the texts, ${size.label} spans`,
        perSpan(grown((m) => m.buffers) - texts),
        60,
        'bytes/span',
      ),
      row(`texts of the panel, ${size.label} spans`, perSpan(texts), undefined, 'bytes/span'),
      row(
        `objects of the panel, ${size.label} spans`,
        perSpan(grown((m) => m.objects)),
        undefined,
        'bytes/span',
      ),
    );
  }
  await close();
  return all;
}

/** Real wheel events, as a mouse sends them. */
async function wheel(page: Page, steps: number): Promise<void> {
  await page.mouse.move(600, 500);
  for (let i = 0; i < steps; i++) {
    await page.mouse.wheel(0, i % 40 < 30 ? 240 : -160);
    await page.waitForTimeout(16);
  }
}

/** In bytes: array buffers, and what is on the heap of the language. */
type Memory = { readonly buffers: number; readonly objects: number };

/** What the page (its own realm, workers apart) holds, after a collection. */
async function memory(page: Page): Promise<Memory> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize: number;
  };
  await session.detach();
  return { buffers: usage.backingStorageSize, objects: usage.usedSize };
}

/** The names and services that come with a timeline: what it holds beside its columns. */
function textBytes(trace: Trace): number {
  const { start, duration, parent, depth, size, service, name, kind, status, flags, id } = trace;
  const columns = [start, duration, parent, depth, size, service, name, kind, status, flags, id];
  const held = columns.reduce((sum, column) => sum + column.byteLength, 0);
  return serialiseTrace(trace, { details: false }).byteLength - held;
}

function searchRows(trace: Trace, size: Size): BenchRow[] {
  const drain = (text: string) => {
    const run = searchText(trace, { text, matchCase: false });
    for (;;) {
      const step = run.next();
      if (step.done) return step.value.length;
    }
  };
  // The worst case: a word that is in no text, so that all of them are read to their end.
  const value = Math.max(...['order', 'gateway', 'no such text'].map((text) => median(() => drain(text))));
  return [row(`search ${size.label} spans, names, attributes and events, in the engine`, value, size.search)];
}
