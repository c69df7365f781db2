// Queries of the embedded store with ten million spans of a day behind them, as the engine makes them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SpanSite } from '../../src/core/mapping/span-site.ts';
import { decodeOtlpProtobuf } from '../../src/core/otlp/decode-otlp-protobuf.ts';
import type { TraceBackend } from '../../src/core/ports.ts';
import { parseQuery } from '../../src/core/query/parse-query.ts';
import type { SpanBatch } from '../../src/core/trace/span-batch.ts';
import { addNs } from '../../src/core/trace/time.ts';
import { buildLargeTrace, FORM, readBuilt } from '../../src/engine/store/built-traces.ts';
import type { Clock } from '../../src/engine/store/clock.ts';
import { foldStats } from '../../src/engine/store/fold-stats.ts';
import { localBackend } from '../../src/engine/store/local-backend.ts';
import { openStore } from '../../src/engine/store/open-store.ts';
import type { StoreDb } from '../../src/engine/store/store-db.ts';
import { StoreReader } from '../../src/engine/store/store-reader.ts';
import { TraceWriter } from '../../src/engine/store/trace-writer.ts';
import type { BenchRow } from '../support/bench-table.ts';
import { progress } from '../support/progress.ts';
import { loadRequest } from '../support/receiver/load-requests.ts';
import { otlpProtobufBytes } from './generate-bytes.ts';
import { generateTrace } from './generate-trace.ts';

export const SPANS = Number(process.env.BENCH_SPANS ?? 10_000_000);
const HOUR = 3600_000;
const DAY = 24 * HOUR;
const FUNCTIONS = 200;
const RUNS = 5;
const NEVER = new AbortController().signal;

export async function rows(): Promise<readonly BenchRow[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'spanlight-bench-'));
  try {
    const file = path.join(dir, 'traces.db');
    const { store } = openStore(file);
    const now = Date.now();
    const sample = fill(store, now);
    const bytes = store.number('SELECT sum(bytes) FROM segment') / SPANS;
    const reader = new StoreReader(() => openStore(file).store);
    const clock: Clock = { wallMs: () => now, monotonicMs: () => performance.now() };
    const backend = localBackend({ reader, clock, sync: async () => {} });
    const out: BenchRow[] = [
      { name: 'on disk', value: bytes, unit: 'bytes a span' },
      ...(await statistics(backend, now)),
      ...(await searches(backend, now, sample)),
      ...(await lists(backend, now)),
      ...(await largeTraces(store, reader, backend, now)),
    ];
    reader.close();
    store.close();
    return out;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

type Sample = { readonly traceIds: readonly string[]; readonly rare: string };

/** A day of spans up to now, written as the receiver writes them. */
export function fill(store: StoreDb, now: number): Sample {
  const time = { wall: now - DAY, monotonic: 0 };
  const clock: Clock = { wallMs: () => time.wall, monotonicMs: () => time.monotonic };
  const writer = new TraceWriter({ store, clock });
  const requests = Array.from({ length: 64 }, (_, seed) => loadRequest('protobuf', 512, seed + 1));
  const step = (DAY * 512) / SPANS;
  const traceIds: string[] = [];
  let rare = '';
  for (let n = 0, written = 0; written < SPANS; n++) {
    const batch = decodeOtlpProtobuf(requests[n % requests.length]?.next() ?? Buffer.alloc(0));
    shift(batch, (time.wall - now) * 1e6);
    writer.add(batch);
    written += batch.count;
    time.wall += step;
    time.monotonic += step;
    if (n % 500 === 250) traceIds.push(batch.strings.get(batch.traceId.at(7)));
    if (n % 400 === 0) {
      while (foldStats(store) > 0);
      progress(`Writing spans: ${Math.round((100 * written) / SPANS)} %`);
    }
    if (n === Math.floor(SPANS / 1024)) rare = batch.strings.get(batch.traceId.at(0));
  }
  writer.close();
  while (foldStats(store) > 0);
  return { traceIds, rare };
}

function shift(batch: SpanBatch, ns: number): void {
  const out = { hi: 0, lo: 0 };
  for (let row = 0; row < batch.count; row++) {
    addNs(batch.startHi.at(row), batch.startLo.at(row), ns, out);
    [batch.startHi.data[row], batch.startLo.data[row]] = [out.hi, out.lo];
    addNs(batch.endHi.at(row), batch.endLo.at(row), ns, out);
    [batch.endHi.data[row], batch.endLo.data[row]] = [out.hi, out.lo];
  }
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** ms, median. */
async function timed(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < RUNS; n++) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return median(times);
}

async function statistics(backend: TraceBackend, now: number): Promise<BenchRow[]> {
  const all = { environment: undefined, version: undefined };
  const range = { fromMs: now - DAY, toMs: now };
  const found = await backend.siteStats({ ...all, service: undefined, range, limit: FUNCTIONS }, NEVER);
  const sites: SpanSite[] = found.sites.map((s) => s.site);
  const rows: BenchRow[] = [];
  for (const [name, ms] of [
    ['an hour', HOUR],
    ['a day', DAY],
    ['a week', 7 * DAY],
  ] as const) {
    const window = { fromMs: now - ms, toMs: now };
    const value = await timed(() => backend.functionStats({ ...all, sites, range: window }, NEVER));
    rows.push({
      name: `statistics of ${sites.length} functions over ${name}`,
      value,
      unit: 'ms',
      target: 20,
    });
  }
  const graph = await timed(() => backend.serviceGraph(range, NEVER));
  return [...rows, { name: 'service graph over a day', value: graph, unit: 'ms' }];
}

async function searches(backend: TraceBackend, now: number, sample: Sample): Promise<BenchRow[]> {
  const range = { fromMs: now - DAY, toMs: now + HOUR };
  const rows: BenchRow[] = [];
  for (const [name, text] of [
    ['the newest 20', '{ }'],
    ['20 of a service with errors', '{ resource.service.name = "payment" && status = error }'],
    ['20 slow ones', '{ duration > 20ms && kind = server }'],
    [
      '20 by structure',
      '{ resource.service.name = "checkout" } >> { span.db.system.name != nil && status = error }',
    ],
    ['a text that is in one trace', `{ trace:id = "${sample.rare}" }`],
    ['a value that is nowhere', '{ span.order.id = "no such order" }'],
    ['a name that is nowhere, by pattern', '{ name =~ "no such .*" }'],
  ] as const) {
    const request = { query: parseQuery(text), range, limit: 20 };
    const value = await timed(async () => {
      for await (const _ of backend.search(request, NEVER));
    });
    rows.push({ name: `search: ${name}`, value, unit: 'ms' });
  }
  let next = 0;
  const open = await timed(() =>
    backend.trace(sample.traceIds[next++ % sample.traceIds.length] ?? '', {}, NEVER),
  );
  return [...rows, { name: 'a trace of some 20 spans by id', value: open, unit: 'ms' }];
}

async function lists(backend: TraceBackend, now: number): Promise<BenchRow[]> {
  const range = { fromMs: now - DAY, toMs: now };
  return [
    { name: 'services', value: await timed(() => backend.services(range, NEVER)), unit: 'ms' },
    { name: 'attribute keys', value: await timed(() => backend.attributeKeys(range, NEVER)), unit: 'ms' },
    {
      name: 'values of an attribute',
      value: await timed(() => backend.attributeValues('span.http.route', range, NEVER)),
      unit: 'ms',
    },
  ];
}

async function largeTraces(
  store: StoreDb,
  reader: StoreReader,
  backend: TraceBackend,
  now: number,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [name, count] of [
    ['100k', 100_000],
    ['1M', 1_000_000],
  ] as const) {
    const trace = generateTrace(count, 'full', count);
    const id = count.toString(16).padStart(32, 'c');
    const clock: Clock = { wallMs: () => now, monotonicMs: () => 0 };
    const writer = new TraceWriter({ store, clock });
    writer.add(decodeOtlpProtobuf(otlpProtobufBytes({ ...trace, traceId: id })));
    writer.close();
    const building = performance.now();
    buildLargeTrace(store, reader.get(), now + HOUR);
    rows.push({
      name: `${name} spans: put together, in the background`,
      value: performance.now() - building,
      unit: 'ms',
    });
    const timeline = await timed(async () => readBuilt(store, id, FORM.timeline, reader.get()));
    rows.push({ name: `${name} spans: timeline ready to be sent`, value: timeline, unit: 'ms' });
    rows.push({
      name: `${name} spans: opened whole`,
      value: await timed(() => backend.trace(id, {}, NEVER)),
      unit: 'ms',
    });
  }
  return rows;
}
