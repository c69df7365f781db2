// What a damaged request leaves of itself is stored, found and shown like anything else: nothing on the way may throw.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTraces } from '../../../../src/core/otlp/decode.ts';
import { DecodeError } from '../../../../src/core/otlp/decode-error.ts';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import type { SpanBatch } from '../../../../src/core/trace/span-batch.ts';
import { foldStats } from '../../../../src/engine/store/fold-stats.ts';
import { mergeSegments } from '../../../../src/engine/store/merge-segments.ts';
import { fixture } from '../../../support/fixtures.ts';
import { mutate, SAMPLES } from '../../../support/fuzz-decode.ts';
import { seeded } from '../../../support/random.ts';
import { testStore } from '../../../support/store-fixture.ts';

const NEVER = new AbortController().signal;
const ALWAYS = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };
const QUERIES = ['{ }', '{ duration > 1ms }', '{ status = error } | count() > 1', '{ event:name != nil }'];

/** Reads everything there is in every way there is; returns the ids of the traces found. */
async function readAll(store: ReturnType<typeof testStore>): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const text of QUERIES)
    for await (const page of store.backend.search(
      { query: parseQuery(text), range: ALWAYS, limit: 1e6 },
      NEVER,
    ))
      for (const trace of page.traces) ids.add(trace.traceId);
  for (const id of ids) {
    const { trace } = await store.backend.trace(id, {}, NEVER);
    assert.ok(trace.count > 0 && Number.isFinite(trace.length), id);
    await store.backend.logs(id, NEVER);
  }
  const all = { service: undefined, environment: undefined, version: undefined, limit: 1000 };
  const { sites } = await store.backend.siteStats({ ...all, range: ALWAYS }, NEVER);
  for (const { stats } of sites)
    assert.ok(stats.count > 0 && stats.p99 >= stats.p50 && stats.errors <= stats.count);
  await store.backend.serviceGraph(ALWAYS, NEVER);
  for (const key of await store.backend.attributeKeys(ALWAYS, NEVER))
    await store.backend.attributeValues(key, ALWAYS, NEVER);
  return ids;
}

for (const seed of [1, 2, 3])
  test(`damaged requests of every format are kept as far as they can be read (seed ${seed})`, async (t) => {
    const store = testStore(t);
    const random = seeded(seed);
    const traces = new Set<string>();
    let spans = 0;
    for (let n = 0; n < 1500; n++) {
      let batch: SpanBatch;
      try {
        batch = decodeTraces(mutate(fixture(`formats/${random.pick(SAMPLES)}`), random)).batch;
      } catch (error) {
        assert.ok(error instanceof DecodeError);
        continue;
      }
      for (let row = 0; row < batch.count; row++) traces.add(batch.strings.get(batch.traceId.at(row)));
      spans += batch.count;
      store.writer.add(batch);
      store.clock.advance(random.int(3000));
      if (random.int(4) === 0) store.writer.flush('calls');
      assert.equal(store.writer.problem, undefined);
    }
    store.writer.flush();
    assert.ok(spans > 400, `${spans} spans`);
    assert.equal(store.store.number('SELECT sum(spans) FROM segment'), spans);
    const found = await readAll(store);
    assert.deepEqual([...found].sort(), [...traces].sort());
    store.clock.advance(60_000);
    while (mergeSegments(store.store, store.clock.wallMs()));
    while (foldStats(store.store) > 0);
    assert.deepEqual(await readAll(store), found);
    store.writer.close();
    assert.equal(store.writer.problem, undefined);
  });

test('times at the ends of what can be written, and ids that are all the same, are kept', async (t) => {
  const store = testStore(t);
  const times = ['0', '1', '1700000000000000000', '9223372036854775807', '18446744073709551615'];
  const spans = times.flatMap((start, i) =>
    times.map((end, k) => ({
      traceId: 'ab'.repeat(16),
      // One id for all: as of a program whose randomness is broken.
      spanId: '00000000000000a1',
      parentSpanId: k === 0 ? '00000000000000a1' : '',
      name: `s${i}${k}`,
      kind: k,
      startTimeUnixNano: start,
      endTimeUnixNano: end,
      status: { code: k % 3 },
    })),
  );
  const body = { resourceSpans: [{ resource: {}, scopeSpans: [{ spans }] }] };
  for (let n = 0; n < 3; n++) store.write(decodeTraces(new TextEncoder().encode(JSON.stringify(body))).batch);
  assert.deepEqual([...(await readAll(store))], ['ab'.repeat(16)]);
  store.writer.close();
  assert.equal(store.writer.problem, undefined);
});
