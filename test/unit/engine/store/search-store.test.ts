import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { TraceSummary } from '../../../../src/core/ports.ts';
import { evaluate } from '../../../../src/core/query/evaluate.ts';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { hexOfWords } from '../../../../src/core/trace/ids.ts';
import { allSegments } from '../../../../src/engine/store/segment-table.ts';
import { seeded } from '../../../support/random.ts';
import { randomSpans } from '../../../support/random-trace.ts';
import { testStore } from '../../../support/store-fixture.ts';
import { batchOf, EPOCH, type SpanSpec, tracesOf } from '../../../support/trace-fixture.ts';

const ALWAYS = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
const NEVER = new AbortController().signal;
const SECOND = 1_000_000_000;

const T = (n: number) => n.toString(16).padStart(32, '0');

type Store = ReturnType<typeof testStore>;

async function search(store: Store, text: string, limit = 1000, range = ALWAYS): Promise<TraceSummary[]> {
  const found: TraceSummary[] = [];
  let done = false;
  for await (const page of store.backend.search({ query: parseQuery(text), range, limit }, NEVER)) {
    assert.equal(done, false, 'a page after the last');
    found.push(...page.traces);
    done = page.done;
  }
  assert.ok(done);
  return found;
}

/** Sixty random traces whose spans arrive out of order over many flushes. */
function filled(t: TestContext, seed: number) {
  const store = testStore(t);
  const random = seeded(seed);
  const specs: SpanSpec[] = [];
  for (let n = 1; n <= 60; n++) {
    // A second of its own each, so that there is one order.
    const at = ((n * 37) % 61) * SECOND;
    for (const span of randomSpans(random, { spans: 1 + random.int(12), overflow: true }))
      specs.push({
        ...span,
        trace: T(n),
        start: at + (span.start ?? 0) * 1000,
        end: at + (span.end ?? 0) * 1000,
        attributes: {
          'http.route': `/route/${random.int(40)}`,
          'http.status_code': random.pick([200, 404, 500]),
          ...(random.int(3) === 0 ? { 'user.id': `u${random.int(200)}` } : {}),
        },
        resource: { 'deployment.environment.name': random.pick(['dev', 'prod']) },
        ...(random.int(5) === 0
          ? { events: [{ at: 5, name: 'retry', attributes: { attempt: random.int(4) } }] }
          : {}),
      });
  }
  const shuffled = random.shuffled(specs);
  for (let i = 0; i < shuffled.length; i += 30) store.write(batchOf(shuffled.slice(i, i + 30)));
  return { store, specs };
}

const QUERIES = [
  '{ }',
  '{ resource.service.name = "payment" }',
  '{ name = "charge" && status = error }',
  '{ status = error } | count() > 1',
  '{ .user.id = "u7" }',
  '{ span.user.id = "u7" || span.user.id = "u8" }',
  '{ span.http.route = "/route/3" && resource.deployment.environment.name = "prod" }',
  '{ span.http.status_code >= 500 && duration > 300us }',
  '{ span.http.route =~ "/route/1.*" && kind = client }',
  '{ span.http.route != "/route/1" } | count() > 8',
  '{ resource.deployment.environment.name = "dev" } && { resource.deployment.environment.name = "prod" && status = error }',
  '{ resource.service.name = "gateway" } > { resource.service.name = "payment" }',
  '{ name = "charge" } >> { name = "publish" }',
  '{ name = "charge" } !>> { name = "publish" && status = error }',
  '{ name = "publish" } || { span.user.id = "u9" }',
  '{ rootServiceName = "gateway" && name = "charge" }',
  '{ traceDuration > 1ms && kind = server }',
  '{ parent.resource.service.name = "payment" && name = "render" }',
  '{ event.attempt = 3 }',
  '{ event:name = "retry" } && { kind = producer }',
  '{ span.user.id != nil && status = error }',
  '{ !(span.http.status_code = 200) && duration < 10us }',
  '{ nestedSetParent < 0 && status = error }',
  'count() > 10',
  '{ trace:id = "0000000000000000000000000000000a" }',
  '{ trace:id = "A" && kind = server }',
  '{ span.nothing = "of the kind" }',
  '{ name = "no such operation" }',
];

for (const seed of [1, 2])
  test(`every query finds what evaluating all traces finds, newest first (seed ${seed})`, async (t) => {
    const { store, specs } = filled(t, seed);
    const all = tracesOf(...specs);
    let matches = 0;
    for (const text of QUERIES) {
      const query = parseQuery(text);
      const expected = all
        .flatMap((trace) => {
          const spans = [...evaluate(query, trace)].map((i) => hexOfWords(trace.id, i));
          return spans.length === 0 ? [] : [{ id: trace.traceId, start: trace.epoch, spans }];
        })
        .sort((a, b) => (a.start < b.start ? 1 : -1));
      const found = await search(store, text);
      assert.deepEqual(
        found.map((f) => f.traceId),
        expected.map((e) => e.id),
        text,
      );
      assert.deepEqual(
        found.map((f) => [...f.matchedSpans].sort()),
        expected.map((e) => e.spans.slice(0, 100).sort()),
        text,
      );
      matches += found.length;
      assert.deepEqual(
        (await search(store, text, 3)).map((f) => f.traceId),
        expected.slice(0, 3).map((e) => e.id),
        `${text}, the first three`,
      );
    }
    assert.ok(matches > 300, `${matches} matches are too few to say anything`);
  });

test('a summary tells root, time, size, errors and services', async (t) => {
  const store = testStore(t);
  store.write(
    batchOf([
      { id: '1', name: 'GET /', service: 'shop', start: 0, end: 5_000_000 },
      { id: '2', parent: '1', name: 'charge', service: 'pay', status: 'error', start: 1, end: 2 },
      { id: '3', parent: '1', name: 'log', service: 'shop', start: 3, end: 4 },
    ]),
  );
  const [found] = await search(store, '{ status = error }');
  assert.deepEqual(found, {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    rootService: 'shop',
    rootName: 'GET /',
    startMs: Number(EPOCH / 1_000_000n),
    durationNs: 5_000_000,
    spanCount: 3,
    errorCount: 1,
    services: [
      { name: 'shop', spans: 2, errors: 0 },
      { name: 'pay', spans: 1, errors: 1 },
    ],
    matchedSpans: ['0000000000000002'],
  });
});

test('a window takes the traces that run in it', async (t) => {
  const store = testStore(t);
  const epoch = Number(EPOCH / 1_000_000n);
  for (let n = 1; n <= 5; n++)
    store.write(batchOf([{ id: '1', trace: T(n), start: n * SECOND, end: n * SECOND + 500_000_000 }]));
  const ids = async (from: number, to: number) =>
    (await search(store, '{ }', 9, { fromMs: epoch + from, toMs: epoch + to })).map((f) =>
      Number(`0x${f.traceId}`),
    );
  assert.deepEqual(await ids(2000, 4000), [4, 3, 2]);
  assert.deepEqual(await ids(4100, 4200), []);
  assert.deepEqual(await ids(0, 999), []);
});

test('a rare text opens only the segments it is in', async (t) => {
  const store = testStore(t);
  for (let n = 1; n <= 40; n++)
    store.write(
      batchOf([{ id: '1', trace: T(n), attributes: { 'user.id': `user-${n}` }, start: n * SECOND }]),
    );
  assert.equal(allSegments(store.store).length, 40);
  const { cache } = store.reader.get();
  const opened = new Set<number>();
  const get = cache.get.bind(cache);
  cache.get = (id, whole) => {
    opened.add(id);
    return get(id, whole);
  };
  assert.equal((await search(store, '{ span.user.id = "user-17" }')).length, 1);
  assert.ok(opened.size <= 3, `${opened.size} segments opened`);
});

test('a pattern opens only the segments with names that match, and those with more names than are listed', async (t) => {
  const store = testStore(t);
  const named = (n: number, name: string) => ({ id: '1', trace: T(n), name, start: n * SECOND });
  for (let n = 1; n <= 20; n++) store.write(batchOf([named(n, n === 7 ? 'GET /cart' : 'charge')]));
  const many = Array.from({ length: 1500 }, (_, i) => named(100 + i, i === 1400 ? 'GET /last' : `job ${i}`));
  store.write(batchOf(many));
  const { cache } = store.reader.get();
  const opened = new Set<number>();
  const get = cache.get.bind(cache);
  cache.get = (id, whole) => {
    opened.add(id);
    return get(id, whole);
  };
  const found = await search(store, '{ name =~ "GET /.*" }');
  assert.deepEqual(found.map((f) => f.traceId).sort(), [T(7), T(1500)].sort());
  assert.equal(opened.size, 2);
  assert.deepEqual(await search(store, '{ name =~ "PUT .*" }'), []);
  assert.equal(opened.size, 2);
});

test('a search stops when it is cancelled', async (t) => {
  const { store } = filled(t, 3);
  const controller = new AbortController();
  const pages = store.backend.search(
    { query: parseQuery('{ }'), range: ALWAYS, limit: 1000 },
    controller.signal,
  );
  controller.abort();
  await assert.rejects(async () => {
    for await (const _ of pages);
  });
});

test('services, operations, keys and values of the window', async (t) => {
  const store = testStore(t);
  const epoch = Number(EPOCH / 1_000_000n);
  store.write(
    batchOf([
      {
        id: '1',
        service: 'shop',
        name: 'GET /',
        kind: 'server',
        attributes: { 'http.route': '/', 'odd key': 1 },
      },
      {
        id: '2',
        parent: '1',
        service: 'shop',
        name: 'GET /',
        kind: 'client',
        attributes: { 'http.route': '/' },
      },
    ]),
  );
  store.write(
    batchOf([{ id: '3', parent: '1', service: 'pay', name: 'charge', attributes: { 'http.route': '/pay' } }]),
  );
  store.write(
    batchOf([{ id: '4', trace: T(9), service: 'later', start: 7200 * SECOND, end: 7201 * SECOND }]),
  );
  const range = { fromMs: epoch - 1000, toMs: epoch + 1000 };
  const { backend } = store;
  assert.deepEqual(await backend.services(range, NEVER), ['pay', 'shop']);
  assert.deepEqual(await backend.operations('shop', range, NEVER), [
    { name: 'GET /', kind: 'server' },
    { name: 'GET /', kind: 'client' },
  ]);
  assert.deepEqual(await backend.attributeKeys(range, NEVER), [
    'resource.service.name',
    'span."odd key"',
    'span.http.route',
  ]);
  assert.deepEqual(await backend.attributeValues('span.http.route', range, NEVER), ['/', '/pay']);
  assert.deepEqual(await backend.attributeValues('http.route', range, NEVER), ['/', '/pay']);
  assert.deepEqual(await backend.attributeValues('resource.service.name', range, NEVER), ['shop', 'pay']);
  assert.deepEqual(await backend.attributeValues('name', range, NEVER), ['GET /', 'charge']);
  assert.deepEqual(await backend.attributeValues('rootName', range, NEVER), ['GET /']);
  assert.deepEqual(await backend.attributeValues('kind', range, NEVER), ['client', 'internal', 'server']);
  assert.deepEqual(await backend.attributeValues('span.no.such', range, NEVER), []);
});
