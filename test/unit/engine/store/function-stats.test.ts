import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServiceGraphBuilder } from '../../../../src/core/analysis/service-graph.ts';
import type { SpanSite } from '../../../../src/core/mapping/span-site.ts';
import type { ServiceEdge } from '../../../../src/core/ports.ts';
import { foldStats } from '../../../../src/engine/store/fold-stats.ts';
import { seeded } from '../../../support/random.ts';
import { randomSpans } from '../../../support/random-trace.ts';
import { testStore } from '../../../support/store-fixture.ts';
import { batchOf, EPOCH, type SpanSpec, traceOf } from '../../../support/trace-fixture.ts';

const NEVER = new AbortController().signal;
const MINUTE = 60_000;
const epoch = Number(EPOCH / 1_000_000n);
const ALL = { fromMs: epoch - 3600_000, toMs: epoch + 100 * 3600_000 };

/** As a feature asks that knows the function's attributes from its source, but no more. */
const site = (said: Partial<SpanSite>): SpanSite => ({
  service: '',
  language: '',
  kind: 0,
  name: '',
  scope: '',
  revisions: [],
  attributes: {},
  resource: {},
  stack: '',
  callStack: '',
  ...said,
});

const call = (id: number, atMs: number, ns: number, more: Partial<SpanSpec> = {}): SpanSpec => ({
  id: id.toString(16),
  trace: id.toString(16).padStart(32, '0'),
  name: 'checkout',
  kind: 'server',
  service: 'shop',
  start: atMs * 1e6,
  end: atMs * 1e6 + ns,
  ...more,
});

const checkout = site({ service: 'shop', kind: 2, name: 'checkout' });

type Store = ReturnType<typeof testStore>;
const ask = async (store: Store, asked: SpanSite, range = ALL, environment?: string, version?: string) =>
  (await store.backend.functionStats({ sites: [asked], range, environment, version }, NEVER)).stats[0];

test('quantiles are within one percent of exact, counts are exact, folded or not', async (t) => {
  const store = testStore(t);
  const random = seeded(5);
  const durations: number[] = [];
  for (let flush = 0; flush < 30; flush++) {
    const specs: SpanSpec[] = [];
    for (let n = 0; n < 100; n++) {
      const ns = Math.round(Math.exp(random.next() * 12) * 1000);
      durations.push(ns);
      specs.push(call(durations.length, flush * 40_000, ns, n === 0 ? { status: 'error' } : {}));
    }
    store.write(batchOf(specs));
    store.clock.advance(40_000);
    if (flush % 7 === 3) foldStats(store.store);
  }
  const check = async () => {
    const stats = await ask(store, checkout);
    assert.ok(stats);
    assert.equal(stats.count, 3000);
    assert.equal(stats.errors, 30);
    assert.equal(stats.max, Math.max(...durations));
    assert.equal(stats.lastSeenMs, epoch + 29 * 40_000);
    assert.equal(stats.lastErrorMs, epoch + 29 * 40_000);
    const sorted = [...durations].sort((a, b) => a - b);
    for (const [q, value] of [
      [0.5, stats.p50],
      [0.95, stats.p95],
      [0.99, stats.p99],
    ] as const) {
      const exact = sorted[Math.ceil(q * 3000) - 1] ?? 0;
      assert.ok(Math.abs(value - exact) <= exact * 0.01, `p${q * 100}: ${value} for ${exact}`);
    }
  };
  await check();
  while (foldStats(store.store) > 0);
  await check();
});

test('a window counts the minutes that it touches', async (t) => {
  const store = testStore(t);
  const first = Math.ceil(epoch / MINUTE) * MINUTE - epoch;
  for (let minute = 0; minute < 200; minute++) {
    store.write(batchOf([call(minute + 1, first + minute * MINUTE + 30_000, 1000)]));
    store.clock.advance(MINUTE);
  }
  const count = async (fromMinute: number, toMinute: number) => {
    const fromMs = epoch + first + fromMinute * MINUTE;
    return (await ask(store, checkout, { fromMs, toMs: epoch + first + toMinute * MINUTE - 1 }))?.count ?? 0;
  };
  const check = async () => {
    for (const [from, to] of [
      [0, 1],
      [17, 18],
      [3, 77],
      [59, 61],
      [50, 50 + 179],
    ] as const)
      if (to <= 190) assert.equal(await count(from, to), to - from, `${from} to ${to}`);
    assert.equal(await count(-100, -1), 0);
  };
  await check();
  while (foldStats(store.store) > 0);
  await check();
});

test('environment and version are told apart on demand', async (t) => {
  const store = testStore(t);
  const of = (id: number, environment: string, version: string) =>
    call(id, 0, 1000, {
      resource: { 'deployment.environment.name': environment, 'service.version': version },
    });
  store.write(batchOf([of(1, 'dev', '1'), of(2, 'dev', '2'), of(3, 'prod', '2'), call(4, 0, 1000)]));
  const count = async (environment?: string, version?: string) =>
    (await ask(store, checkout, ALL, environment, version))?.count ?? 0;
  assert.equal(await count(), 4);
  assert.equal(await count('dev'), 2);
  assert.equal(await count('dev', '2'), 1);
  assert.equal(await count(undefined, '2'), 2);
  assert.equal(await count('', ''), 1);
  assert.equal(await count('qa'), 0);
});

test('a site from source code stands for all spans that agree with it', async (t) => {
  const store = testStore(t);
  const attributes = { 'code.function.name': 'cart.Checkout.run', 'http.route': '/checkout' };
  store.write(
    batchOf([
      call(1, 0, 1000, { attributes }),
      call(2, 0, 3000, { attributes, name: 'another name', service: 'other' }),
      call(3, 0, 5000, { attributes: { 'code.function.name': 'cart.Cart.add' } }),
    ]),
  );
  const asked = site({ attributes: { 'code.function.name': 'cart.Checkout.run' } });
  assert.equal((await ask(store, asked))?.count, 2);
  assert.equal((await ask(store, { ...asked, service: 'other' }))?.max, 3000);
  store.write(batchOf([call(4, 0, 9000, { attributes, service: 'third' })]));
  assert.equal((await ask(store, asked))?.count, 3);
  assert.equal(await ask(store, site({ attributes: { 'code.function.name': 'gone' } })), undefined);
});

test('ids in names and paths, and literals in statements, do not split a function', async (t) => {
  const store = testStore(t);
  for (let n = 1; n <= 5; n++)
    store.write(
      batchOf([
        call(n, 0, 1000, {
          name: `GET /users/${n * 1000}`,
          attributes: {
            'url.path': `/users/${n * 1000}`,
            'db.query.text': `SELECT * FROM users WHERE id = ${n}`,
          },
        }),
      ]),
    );
  const { sites } = await store.backend.siteStats(
    { service: undefined, range: ALL, environment: undefined, version: undefined, limit: 10 },
    NEVER,
  );
  assert.deepEqual(
    sites.map((s) => s.stats.count),
    [5],
  );
});

test('the places of a service, most called first', async (t) => {
  const store = testStore(t);
  const of = (id: number, name: string, service = 'shop') => call(id, 0, 1000, { name, service });
  store.write(
    batchOf([of(1, 'a'), of(2, 'b'), of(3, 'b'), of(4, 'c', 'pay'), of(5, 'c', 'pay'), of(6, 'c', 'pay')]),
  );
  const places = async (service: string | undefined, limit: number) => {
    const request = { service, range: ALL, environment: undefined, version: undefined, limit };
    const { sites, provenance } = await store.backend.siteStats(request, NEVER);
    return [sites.map((s) => `${s.site.service} ${s.site.name} ${s.stats.count}`), provenance.notes];
  };
  assert.deepEqual(await places(undefined, 9), [['pay c 3', 'shop b 2', 'shop a 1'], []]);
  assert.deepEqual(await places('shop', 1), [['shop b 2'], ['the 1 most called of 2 places']]);
});

test('who calls whom equals what analysis says of the whole traces', async (t) => {
  const random = seeded(8);
  const store = testStore(t);
  const builder = new ServiceGraphBuilder();
  for (let n = 1; n <= 12; n++) {
    const specs = randomSpans(random, { spans: 30, overflow: false }).map((span) => ({
      ...span,
      trace: n.toString(16).padStart(32, '0'),
      attributes: { ...(random.int(3) === 0 ? { 'db.system': 'redis', 'server.address': 'cache' } : {}) },
    }));
    for (const span of random.shuffled(specs)) store.write(batchOf([span]));
    builder.add(traceOf(...specs));
  }
  store.writer.close();
  const lines = (edges: readonly Omit<ServiceEdge, 'p50Ns' | 'p95Ns'>[]) =>
    edges.map((e) => `${e.caller} > ${e.callee}: ${e.calls}, ${e.errors} failed`).sort();
  const { edges } = await store.backend.serviceGraph(ALL, NEVER);
  const expected = builder.graph().edges;
  assert.deepEqual(lines(edges), lines(expected));
  assert.ok(expected.some((e) => e.callee === 'redis cache'));
});

test('who calls whom, with errors of either end', async (t) => {
  const store = testStore(t);
  store.write(
    batchOf([
      { id: '1', service: 'web', kind: 'server', start: 0, end: 100 },
      { id: '2', parent: '1', service: 'web', kind: 'client', status: 'error', start: 10, end: 90 },
      { id: '3', parent: '2', service: 'shop', kind: 'server', start: 20, end: 80 },
      { id: '4', parent: '3', service: 'shop', start: 30, end: 40 },
    ]),
  );
  store.writer.close();
  const { edges } = await store.backend.serviceGraph(ALL, NEVER);
  assert.deepEqual(
    edges.map((e) => [e.caller, e.callee, e.calls, e.errors, e.p50Ns]),
    [['web', 'shop', 1, 1, 60]],
  );
});

test('calls just received are in the graph that is asked for at once', async (t) => {
  const store = testStore(t);
  const calls = async () => (await store.backend.serviceGraph(ALL, NEVER)).edges.map((e) => e.calls);
  for (let n = 1; n <= 3; n++) {
    const trace = n.toString(16).padStart(32, '0');
    store.write(batchOf([{ id: '1', trace, service: 'web', kind: 'client', start: 0, end: 100 }]));
    store.write(
      batchOf([{ id: '2', parent: '1', trace, service: 'shop', kind: 'server', start: 20, end: 80 }]),
    );
    assert.deepEqual(await calls(), [n]);
    assert.deepEqual(await calls(), [n]);
  }
});
