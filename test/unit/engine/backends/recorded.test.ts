// Every backend against what a real server of its kind answered: test/backends/record.ts made the recordings.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BackendError, type SearchPage } from '../../../../src/core/ports.ts';
import { createBackend } from '../../../../src/engine/backends/registry.ts';
import { traceOf } from '../../../backends/contract-support.ts';
import { asKept } from '../../../backends/keeps.ts';
import { normalTrace } from '../../../backends/normal-trace.ts';
import { recordedCalls, recordedSamples } from '../../../backends/recorded-calls.ts';
import { RECORDINGS } from '../../../backends/recordings.ts';
import { CHECKOUT_ID, catalogId } from '../../../backends/samples.ts';
import { readRecording, replay } from '../../../support/recording.ts';
import { connection, silent, whenDone } from '../../../support/test-connection.ts';

for (const { name, kind, keeps, title, version } of RECORDINGS) {
  const recording = readRecording(name);
  const t0 = BigInt(recording.t0);
  const results = replay(recording).then((server) => {
    const backend = createBackend(
      connection(server.url, { kind, name: 'Test' }),
      silent,
      () => recording.now,
    );
    whenDone(() => backend.close());
    return recordedCalls(backend, t0);
  });
  const [checkout, short] = recordedSamples(t0);
  const lower = (text: string) => (keeps.names === 'kept' ? text : text.toLowerCase());
  const ids = (pages: readonly SearchPage[]) => pages.flatMap((page) => page.traces.map((t) => t.traceId));

  test(`${name}: what it is`, async () => {
    const { info } = await results;
    assert.equal(info.title, title);
    assert.equal(info.version, version);
    assert.equal(info.capabilities.search, 'native');
  });

  test(`${name}: services, operations, keys and values`, async () => {
    const { services, operations, keys, values } = await results;
    assert.deepEqual([...services].sort(), ['cart', 'catalog', 'frontend', 'legacy', 'payment']);
    const names = ['Cart/Reserve', 'SELECT stock', 'reserve stock'].map(lower).sort();
    assert.deepEqual(operations.map((o) => o.name).sort(), names);
    assert.ok(keys.includes('span.code.function.name'));
    assert.ok(values.includes('cart.reserveStock'));
  });

  test(`${name}: traces, up to what it can't keep`, async () => {
    const { checkout: first, short: second } = await results;
    for (const [{ trace, complete }, sample] of [
      [first, checkout],
      [second, short],
    ] as const) {
      assert.ok(sample);
      assert.deepEqual(normalTrace(trace), asKept(normalTrace(traceOf(sample)), keeps));
      assert.equal(complete, true);
    }
  });

  test(`${name}: no such trace`, async () => {
    const { missing } = await results;
    assert.ok(missing instanceof BackendError, String(missing));
    assert.equal(missing.code, 'not-found');
  });

  test(`${name}: searches`, async () => {
    const { errors, service, number, below } = await results;
    // The fifth of the catalog failed, and the checkout.
    assert.deepEqual(ids(errors).sort(), [CHECKOUT_ID, catalogId(4)].sort());
    for (const pages of [service, number, below]) assert.deepEqual(ids(pages), [CHECKOUT_ID]);
    const [summary] = service.flatMap((page) => page.traces);
    assert.equal(summary?.rootService, 'frontend');
    assert.equal(summary?.rootName, lower('GET /checkout'));
    assert.equal(summary?.spanCount, 7);
    assert.equal(summary?.errorCount, 2);
    for (const pages of [errors, service, number, below]) {
      assert.equal(pages.filter((page) => page.done).length, 1);
      assert.ok(pages.every((page) => page.sent.length > 10));
    }
  });

  test(`${name}: figures and graph`, async () => {
    const { sites, graph } = await results;
    assert.equal(sites.sites.length, 1);
    const [only] = sites.sites;
    assert.equal(only?.site.attributes['code.function.name'], 'catalog.show');
    assert.equal(only?.stats.count, 5);
    assert.equal(only?.stats.errors, 1);
    // 10, 20, ... 50 ms; the widest buckets are a factor of two.
    assert.ok(only && only.stats.p50 > 20e6 && only.stats.p50 < 45e6, `${only?.stats.p50}`);
    const edges = graph.edges.filter(({ callee }) => callee === 'cart');
    assert.deepEqual(
      edges.map(({ caller, calls }) => [caller, calls]),
      [['frontend', 1]],
    );
  });
}
