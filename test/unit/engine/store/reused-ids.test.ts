// Programs with fixed or badly seeded ids send the same ones in every run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { mergeSegments } from '../../../../src/engine/store/merge-segments.ts';
import { testStore } from '../../../support/store-fixture.ts';
import { batchOf, EPOCH, outline, type SpanSpec, TRACE_ID } from '../../../support/trace-fixture.ts';

const NEVER = new AbortController().signal;
const ALWAYS = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
const MINUTE = 60e9;

const run = (n: number): SpanSpec[] => [
  { id: '1', name: `run ${n}`, kind: 'server', start: n * MINUTE, end: n * MINUTE + 100 },
  { id: '2', parent: '1', name: `query ${n}`, start: n * MINUTE + 20, end: n * MINUTE + 80 },
];

type Store = ReturnType<typeof testStore>;
const shown = async (store: Store) => {
  const { trace, provenance } = await store.backend.trace(TRACE_ID, {}, NEVER);
  return {
    spans: outline(trace),
    epoch: trace.epoch,
    notes: provenance.notes.filter((n) => n.includes('several runs')),
  };
};

test('the latest of several runs is shown, and that there were more is said', async (t) => {
  const store = testStore(t);
  for (const n of [1, 2, 3]) store.write(batchOf(run(n)));
  assert.deepEqual(await shown(store), {
    spans: ['run 3', '  query 3'],
    epoch: EPOCH + 3n * 60_000_000_000n,
    notes: ['This trace id was used for several runs; the latest is shown.'],
  });
  const found: string[] = [];
  for await (const page of store.backend.search({ query: parseQuery('{ }'), range: ALWAYS, limit: 9 }, NEVER))
    found.push(...page.traces.map((s) => `${s.rootName}, ${s.spanCount} spans`));
  assert.deepEqual(found, ['run 3, 2 spans']);
});

test('what comes late belongs to the latest run', async (t) => {
  const store = testStore(t);
  store.write(batchOf(run(1)));
  const [root, query] = run(2);
  store.write(batchOf(query ? [query] : []));
  store.write(batchOf(root ? [root] : []));
  assert.deepEqual((await shown(store)).spans, ['run 2', '  query 2']);
});

test('a delivery that is repeated, whole or in part, is not another run', async (t) => {
  const store = testStore(t);
  store.write(batchOf(run(1)));
  store.write(batchOf(run(1)));
  store.write(batchOf(run(1).slice(1)));
  assert.deepEqual(await shown(store), {
    spans: ['run 1', '  query 1'],
    epoch: EPOCH + 60_000_000_000n,
    notes: [],
  });
});

test('every run counts in the statistics', async (t) => {
  const store = testStore(t);
  for (const n of [1, 2, 3]) store.write(batchOf(run(n)));
  const request = { service: undefined, range: ALWAYS, environment: undefined, version: undefined, limit: 9 };
  const { sites } = await store.backend.siteStats(request, NEVER);
  assert.equal(
    sites.reduce((n, s) => n + s.stats.count, 0),
    6,
  );
});

test('runs that came in one request, or were merged into one segment, are told apart by time', async (t) => {
  const store = testStore(t);
  store.write(batchOf([...run(1), ...run(2).reverse()]));
  assert.deepEqual((await shown(store)).spans, ['run 2', '  query 2']);
  for (let n = 3; n <= 13; n++) store.write(batchOf(run(n)));
  store.clock.advance(3600_000);
  assert.ok(mergeSegments(store.store, store.clock.wallMs()));
  assert.deepEqual(await shown(store), {
    spans: ['run 13', '  query 13'],
    epoch: EPOCH + 13n * 60_000_000_000n,
    notes: ['This trace id was used for several runs; the latest is shown.'],
  });
});

test('runs that overlap are all shown, rather than some of their spans by chance', async (t) => {
  const store = testStore(t);
  const [root1, query1] = run(1);
  const [root2, query2] = run(1).map((span) => ({
    ...span,
    start: (span.start ?? 0) + 10,
    end: (span.end ?? 0) + 10,
  }));
  store.write(batchOf([query1, query2, root1, root2].flatMap((span) => span ?? [])));
  const { spans, notes } = await shown(store);
  assert.equal(spans.length, 4);
  assert.deepEqual(notes, []);
});
