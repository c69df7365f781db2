import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selfTimes } from '../../../../src/core/analysis/self-time.ts';
import { FLAG } from '../../../../src/core/trace/columns.ts';
import { CallStats } from '../../../../src/engine/store/call-stats.ts';
import { allSegments } from '../../../../src/engine/store/segment-table.ts';
import { unpackDeltas } from '../../../../src/engine/store/stat-deltas.ts';
import type { StoreDb } from '../../../../src/engine/store/store-db.ts';
import { seeded } from '../../../support/random.ts';
import { randomSpans } from '../../../support/random-trace.ts';
import { testStore } from '../../../support/store-fixture.ts';
import { batchOf, outline, TRACE_ID, traceOf } from '../../../support/trace-fixture.ts';

test('a trace whose spans come in several requests is one trace', (t) => {
  const { write, read } = testStore(t);
  write(batchOf([{ id: '2', parent: '1', name: 'query', start: 20, end: 40 }]));
  write(batchOf([{ id: '9', trace: 'f'.repeat(32), name: 'unrelated' }]));
  write(batchOf([{ id: '1', name: 'GET /', start: 0, end: 100 }]));
  const trace = read(TRACE_ID);
  assert.deepEqual(trace && outline(trace), ['GET /', '  query']);
  assert.equal(read(`${'0'.repeat(31)}1`), undefined);
});

test('a span delivered twice is one span', (t) => {
  const { write, read } = testStore(t);
  const batch = () =>
    batchOf([
      { id: '1', name: 'GET /' },
      { id: '2', parent: '1', name: 'query' },
    ]);
  write(batch());
  write(batch());
  const trace = read(TRACE_ID);
  assert.deepEqual(trace && outline(trace), ['GET /', '  query']);
  assert.ok(((trace?.flags[0] ?? 0) & FLAG.merged) !== 0);
});

test('spans say nothing of those that were written before them', (t) => {
  const { write, read } = testStore(t);
  const rich = (i: number) => ({
    id: (i + 2).toString(16),
    parent: '1',
    trace: 'e'.repeat(32),
    status: 'error' as const,
    message: 'refused',
    traceState: 'a=1',
    kind: 'client' as const,
    events: [{ at: 1, name: 'retry' }],
    links: [{ trace: 'd'.repeat(32), span: 'd'.repeat(16) }],
  });
  const poor = (i: number) => ({ id: (i + 1).toString(16), name: 'root' });
  write(batchOf(Array.from({ length: 300 }, (_, i) => rich(i))));
  write(batchOf(Array.from({ length: 100 }, (_, i) => poor(i))));
  const trace = read(TRACE_ID) ?? assert.fail();
  const plain = traceOf(...Array.from({ length: 100 }, (_, i) => poor(i)));
  assert.deepEqual(outline(trace), outline(plain));
  assert.deepEqual(trace.warnings, plain.warnings);
  const d = trace.details ?? assert.fail();
  const texts = [...d.statusMessage, ...d.traceState].map((id) => trace.strings.get(id));
  assert.deepEqual([...new Set(texts)], ['']);
  assert.deepEqual([trace.status, trace.kind], [plain.status, plain.kind]);
  assert.deepEqual([d.events.name.length, d.eventTo[99], d.linkTo[99]], [0, 0, 0]);
});

test('what a segment knows of itself', (t) => {
  const { write, store, clock } = testStore(t);
  const second = 1_000_000_000;
  write(
    batchOf([
      { id: '1', start: 2 * second, end: 5 * second, status: 'error' },
      { id: '2', trace: 'e'.repeat(32), start: 7.5 * second, end: 8 * second },
    ]),
  );
  const [segment] = allSegments(store);
  const epoch = clock.wall;
  assert.deepEqual(
    { ...segment, bytes: 0 },
    {
      id: 1,
      seq: 1,
      level: 0,
      receivedMs: epoch,
      firstMs: epoch + 2000,
      lastMs: epoch + 7500,
      spans: 2,
      traces: 2,
      errors: 1,
      maxNs: 3 * second,
      bytes: 0,
    },
  );
});

/** All that the deltas of a store add up to, by series (site name or "caller > callee") and minute. */
function statistics(store: StoreDb) {
  const names = new Map<number, string>();
  for (const row of store
    .sql('SELECT a.id AS id, b.site AS site FROM series a JOIN site b ON b.id = a.site')
    .all())
    names.set(Number(row.id), (JSON.parse(String(row.site)) as { name: string }).name);
  for (const row of store.sql('SELECT * FROM edge').all())
    names.set(-Number(row.id), `${row.caller} > ${row.callee}`);
  const all = new Map<string, CallStats>();
  for (const row of store.sql('SELECT data FROM stat_delta ORDER BY seq').all())
    for (const { id, stats } of unpackDeltas(row.data as Uint8Array)) {
      const name = names.get(id) ?? `? ${id}`;
      const sum = all.get(name) ?? new CallStats();
      sum.mergeBytes(stats);
      all.set(name, sum);
    }
  return Object.fromEntries(
    [...all].map(([name, s]) => [
      name,
      {
        count: s.count,
        errors: s.errors,
        total: s.durations.sum,
        self: s.selfTimes.count === 0 ? undefined : s.selfTimes.sum,
      },
    ]),
  );
}

test('calls, errors, durations, self times and calls between services are counted as spans arrive', (t) => {
  const { write, writer, store, clock } = testStore(t);
  const root = { id: '1', name: 'GET /', service: 'shop', start: 0, end: 100 };
  const call = { id: '2', parent: '1', name: 'charge', service: 'shop', start: 10, end: 60 };
  const far = {
    id: '3',
    parent: '2',
    name: 'POST /charge',
    service: 'pay',
    status: 'error',
    start: 20,
    end: 50,
  } as const;
  write(batchOf([far]));
  assert.deepEqual(statistics(store), {
    'POST /charge': { count: 1, errors: 1, total: 30, self: undefined },
  });
  clock.advance(2000);
  write(batchOf([call, root]));
  // Self times come when everybody had the time to send.
  clock.advance(7000);
  writer.flush();
  assert.deepEqual(statistics(store), {
    'POST /charge': { count: 1, errors: 1, total: 30, self: 30 },
    charge: { count: 1, errors: 0, total: 50, self: 20 },
    'GET /': { count: 1, errors: 0, total: 100, self: 50 },
    'shop > pay': { count: 1, errors: 1, total: 30, self: undefined },
  });
});

test('a parent that ends minutes after its children still knows their time', (t) => {
  const { write, writer, store, clock } = testStore(t);
  const second = 1_000_000_000;
  write(batchOf([{ id: '2', parent: '1', name: 'step', start: 0, end: 3 * second }]));
  for (let n = 0; n < 5; n++) {
    clock.advance(60_000);
    writer.flush();
  }
  write(batchOf([{ id: '1', name: 'job', start: 0, end: 300 * second }]));
  writer.close();
  assert.equal(statistics(store).job?.self, 297 * second);
});

test('an export that is sent again is not counted again', (t) => {
  const { write, writer, store } = testStore(t);
  const batch = () => batchOf([{ id: '1', name: 'GET /', start: 0, end: 100 }]);
  write(batch());
  write(batch());
  writer.close();
  assert.deepEqual(statistics(store), { 'GET /': { count: 1, errors: 0, total: 100, self: 100 } });
});

test('equal span ids of different traces are different spans', (t) => {
  const { write, writer, store } = testStore(t);
  for (const trace of ['a'.repeat(32), 'b'.repeat(32)])
    write(
      batchOf([
        { trace, id: '1', name: 'GET /', start: 0, end: 100 },
        { trace, id: '2', parent: '1', name: 'query', start: 0, end: 90 },
      ]),
    );
  writer.close();
  assert.deepEqual(statistics(store), {
    'GET /': { count: 2, errors: 0, total: 200, self: 20 },
    query: { count: 2, errors: 0, total: 180, self: 180 },
  });
});

test('spans without an end are calls without a duration', (t) => {
  const { write, writer, store } = testStore(t);
  write(batchOf([{ id: '1', name: 'open', start: 5, end: undefined }]));
  writer.close();
  assert.deepEqual(statistics(store), { open: { count: 1, errors: 0, total: 0, self: undefined } });
});

test('a full disk loses nothing it took, refuses the rest, and is over when there is room', (t) => {
  const { writer, store, read } = testStore(t);
  store.db.exec('PRAGMA max_page_count = 30');
  let n = 0;
  const wide = () => {
    const id = (++n).toString(16);
    const text = Array.from({ length: 3000 }, (_, i) => `${n}-${i * 7919}`).join(' ');
    return batchOf([{ id: '1', trace: id.padStart(32, '0'), attributes: { text } }]);
  };
  while (!writer.problem && n < 200) {
    writer.add(wide());
    writer.flush();
  }
  const problem = writer.problem;
  assert.equal(problem?.code, 'store-full');
  assert.match(problem.message, /disk .* is full/);
  // Reading goes on.
  assert.ok(read('1'.padStart(32, '0')));
  // Whoever sends keeps it and tries again.
  assert.throws(() => writer.add(batchOf([{ id: '1' }])), { code: 'store-full' });
  writer.flush();
  assert.equal(writer.problem?.code, 'store-full');
  store.db.exec('PRAGMA max_page_count = 100000');
  writer.flush();
  assert.equal(writer.problem, undefined);
  for (let i = 1; i <= n; i++) assert.ok(read(i.toString(16).padStart(32, '0')), `trace ${i}`);
});

test('self times equal those of the whole trace, however it arrives', (t) => {
  for (let seed = 1; seed <= 5; seed++) {
    const { write, writer, store, clock } = testStore(t);
    const random = seeded(seed);
    // A name each, so that each has its own series.
    const specs = randomSpans(random, { spans: 25, overflow: true }).map((s) => ({ ...s, name: `n${s.id}` }));
    for (const spec of random.shuffled(specs)) {
      write(batchOf([spec]));
      clock.advance(random.int(200));
    }
    writer.close();
    const trace = traceOf(...specs);
    const end = trace.start.map((s, i) => s + (trace.duration[i] ?? 0));
    const expected = selfTimes(trace, { start: trace.start, end });
    const stats = statistics(store);
    for (let i = 0; i < trace.count; i++) {
      const name = trace.strings.get(trace.name[i] ?? 0);
      assert.equal(stats[name]?.self, expected[i], `seed ${seed}, span ${name}`);
    }
  }
});
