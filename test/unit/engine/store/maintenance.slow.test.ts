import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { spanAttribute } from '../../../../src/core/trace/attributes.ts';
import { buildLargeTrace, LARGE_SPANS } from '../../../../src/engine/store/built-traces.ts';
import { ClockWatch } from '../../../../src/engine/store/clock-watch.ts';
import { foldStats } from '../../../../src/engine/store/fold-stats.ts';
import { Maintenance } from '../../../../src/engine/store/maintenance.ts';
import { mergeSegments } from '../../../../src/engine/store/merge-segments.ts';
import { pruneStats, pruneStore, usedBytes } from '../../../../src/engine/store/prune-store.ts';
import { allSegments } from '../../../../src/engine/store/segment-table.ts';
import { seeded } from '../../../support/random.ts';
import { silent } from '../../../support/receiver-fixture.ts';
import { spanRows } from '../../../support/span-rows.ts';
import { testClock, testStore } from '../../../support/store-fixture.ts';
import { batchOf, outline, type SpanSpec, TRACE_ID } from '../../../support/trace-fixture.ts';

const NEVER = new AbortController().signal;
const DAY = 86_400_000;
const NO_LIMITS = { maxAgeMs: 0, maxBytes: 0, maxTraces: 0 };
const ALWAYS = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

const T = (n: number) => n.toString(16).padStart(32, '0');

/** One segment a trace, an hour apart, each of some 60 kB that hardly compress. */
function hourly(t: TestContext, count: number) {
  const store = testStore(t);
  const random = seeded(1);
  for (let n = 1; n <= count; n++) {
    const noise = Array.from({ length: 12_000 }, () => random.int(2 ** 32).toString(36)).join(' ');
    store.write(batchOf([{ id: '1', trace: T(n), attributes: { noise } }]));
    store.clock.advance(3600_000);
  }
  const left = () => allSegments(store.store).map((s) => s.seq);
  return { ...store, left };
}

test('what is older than the limit goes, by the time it was received', (t) => {
  const { store, clock, left, read } = hourly(t, 10);
  assert.equal(pruneStore(store, { ...NO_LIMITS, maxAgeMs: 3.5 * 3600_000 }, clock.wall), 7);
  assert.deepEqual(left(), [8, 9, 10]);
  assert.equal(read(T(3)), undefined);
  assert.ok(read(T(9)));
});

test('the oldest traces go when there are too many', (t) => {
  const { store, clock, left } = hourly(t, 10);
  assert.equal(pruneStore(store, { ...NO_LIMITS, maxTraces: 4 }, clock.wall), 6);
  assert.deepEqual(left(), [7, 8, 9, 10]);
});

test('the oldest traces go when they take too much room', (t) => {
  const { store, clock, left } = hourly(t, 20);
  const before = usedBytes(store);
  const maxBytes = Math.round(before * 0.6);
  pruneStore(store, { ...NO_LIMITS, maxBytes }, clock.wall);
  assert.ok(usedBytes(store) <= maxBytes, `${usedBytes(store)} of ${maxBytes}`);
  assert.ok(left().length >= 8 && left().at(-1) === 20, `${left()}`);
  assert.equal(pruneStore(store, { ...NO_LIMITS, maxBytes }, clock.wall), 0);
});

test('nothing goes without limits', (t) => {
  const { store, clock, left } = hourly(t, 3);
  assert.equal(pruneStore(store, NO_LIMITS, clock.wall + 1000 * DAY), 0);
  assert.equal(left().length, 3);
});

test('a clock that is set does not cost the traces', (t) => {
  const { store, clock, left } = hourly(t, 5);
  const maintenance = new Maintenance({ clock, log: silent, removed: () => {} });
  maintenance.retention = { ...NO_LIMITS, maxAgeMs: DAY };
  const run = (minutes: number) => {
    for (let s = 0; s < minutes * 60; s += 5) {
      clock.advance(5000);
      maintenance.run(store);
    }
  };
  run(20);
  assert.equal(left().length, 5);
  // A year ahead by mistake, and put right after some minutes.
  clock.wall += 365 * DAY;
  run(8);
  assert.equal(left().length, 5);
  clock.wall -= 365 * DAY;
  run(20);
  assert.equal(left().length, 5);
  // The year has really passed.
  clock.wall += 365 * DAY;
  run(20);
  assert.equal(left().length, 0);
});

test('the clock is trusted when it has run evenly for a while', () => {
  const clock = testClock();
  const watch = new ClockWatch(clock);
  assert.equal(watch.steady(), false);
  clock.advance(600_000);
  assert.equal(watch.steady(), true);
  clock.wall -= 3600_000;
  assert.equal(watch.steady(), false);
  clock.advance(599_000);
  assert.equal(watch.steady(), false);
  clock.advance(1000);
  assert.equal(watch.steady(), true);
});

test('small segments are merged, and nothing is changed by it', async (t) => {
  const { store, clock, write, reader, backend } = testStore(t);
  const random = seeded(2);
  const specs: SpanSpec[] = [];
  for (let n = 0; n < 200; n++) {
    const trace = T(1 + random.int(60));
    const spec = { id: (n + 1).toString(16), trace, name: `op${n % 7}`, start: n * 1000, attributes: { n } };
    specs.push(spec);
    write(batchOf([spec]));
    clock.advance(1000);
  }
  clock.advance(60_000);
  const order = async () => {
    const found: string[] = [];
    for await (const page of backend.search(
      { query: parseQuery('{ name = "op3" }'), range: ALWAYS, limit: 99 },
      NEVER,
    ))
      found.push(...page.traces.map((s) => s.traceId));
    return found;
  };
  const before = await order();
  assert.equal(allSegments(store).length, 200);
  while (mergeSegments(store, clock.wall));
  const merged = allSegments(store);
  assert.ok(merged.length < 12, `${merged.length} segments`);
  assert.equal(
    merged.reduce((n, s) => n + s.spans, 0),
    200,
  );
  assert.deepEqual(await order(), before);
  const rows = merged.flatMap(({ id }) => {
    const spans = reader.get().cache.get(id, true);
    return spans ? spanRows(spans.batch) : [];
  });
  const key = (row: { trace: string; id: string }) => `${row.trace}${row.id}`;
  assert.deepEqual(
    rows.sort((a, b) => (key(a) < key(b) ? -1 : 1)),
    spanRows(batchOf(specs)),
  );
});

test('a search that is under way finds what is merged meanwhile', async (t) => {
  const { store, clock, write, backend } = testStore(t);
  for (let n = 1; n <= 60; n++) {
    write(batchOf([{ id: '1', trace: T(n), start: n * 1_000_000_000 }]));
    clock.advance(1000);
  }
  clock.advance(60_000);
  const found: string[] = [];
  for await (const page of backend.search({ query: parseQuery('{ }'), range: ALWAYS, limit: 99 }, NEVER)) {
    found.push(...page.traces.map((s) => s.traceId));
    while (mergeSegments(store, clock.wall));
  }
  assert.deepEqual(
    found,
    Array.from({ length: 60 }, (_, i) => T(60 - i)),
  );
});

test('fine statistics go first, coarse ones with the traces', async (t) => {
  const { store, clock, write, backend } = testStore(t);
  write(batchOf([{ id: '1', name: 'checkout', kind: 'server', start: 0, end: 1000 }]));
  foldStats(store);
  const count = async () => {
    const request = {
      service: undefined,
      environment: undefined,
      version: undefined,
      limit: 9,
      range: ALWAYS,
    };
    return (await backend.siteStats(request, NEVER)).sites[0]?.stats.count ?? 0;
  };
  const levels = () =>
    store
      .sql('SELECT level FROM stat ORDER BY level')
      .all()
      .map((row) => row.level);
  assert.deepEqual(levels(), [0, 1, 2, 3, 4]);
  pruneStats(store, { ...NO_LIMITS, maxAgeMs: 7 * DAY }, clock.wall + DAY);
  assert.deepEqual(levels(), [1, 2, 3, 4]);
  assert.equal(await count(), 1);
  pruneStats(store, { ...NO_LIMITS, maxAgeMs: 7 * DAY }, clock.wall + 9 * DAY);
  assert.deepEqual(levels(), []);
});

test('a large trace is built once it is quiet, opened from there, and built anew when spans follow', async (t) => {
  const { store, clock, write, reader, backend } = testStore(t);
  const specs = Array.from({ length: LARGE_SPANS + 10 }, (_, i) => ({
    id: (0x1000 + i).toString(16),
    parent: 'f1',
    name: `step ${i % 3}`,
    start: i,
    end: i + 5,
    attributes: { i },
  }));
  for (let i = 0; i < specs.length; i += 5000) write(batchOf(specs.slice(i, i + 5000)));
  const build = () => buildLargeTrace(store, reader.get(), clock.wall);
  assert.equal(build(), false, 'it is still arriving');
  clock.advance(10_000);
  assert.equal(build(), true);
  assert.equal(build(), false, 'once is enough');
  const open = async () => (await backend.trace(TRACE_ID, {}, NEVER)).trace;
  assert.equal((await open()).count, specs.length);
  write(batchOf([{ id: 'f1', name: 'job', start: 0, end: 10_000_000 }]));
  assert.deepEqual(outline(await open()).slice(0, 2), ['job', '  step 0']);
  clock.advance(10_000);
  assert.equal(build(), true, 'the root came after it was built');
  // Whatever lies in the segments now: it is read from what was built.
  store.db.exec("UPDATE segment_block SET data = x'00'");
  reader.close();
  const trace = await open();
  assert.equal(trace.count, specs.length + 1);
  assert.deepEqual(outline(trace).slice(0, 2), ['job', '  step 0']);
  assert.equal(spanAttribute(trace, 7, 'i'), 6);
});
