// What every backend must do, the embedded store included: a suite over {backend, load}.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BackendError,
  type Capability,
  type SearchPage,
  type TimeRange,
  type TraceBackend,
  type TraceSummary,
} from '../../src/core/ports.ts';
import { parseQuery } from '../../src/core/query/parse-query.ts';
import { assertCatalogStats, renamed, traceOf, until } from './contract-support.ts';
import { asKept, type Keeps } from './keeps.ts';
import { normalTrace } from './normal-trace.ts';
import { allSamples, BIG_ID, BIG_SPANS, CHECKOUT_ID, catalog, catalogId, type Sample } from './samples.ts';
import { searches } from './searches.ts';

export type Subject = {
  readonly backend: TraceBackend;
  /** Hands traces in; they may take a while to be found. */
  readonly load: (samples: readonly Sample[]) => Promise<void>;
  readonly keeps: Keeps;
  /** Part of the kind's title in `describe`. */
  readonly title: RegExp;
  readonly version: RegExp | undefined;
  /** What function figures may be off by; 0.01 for exact ones. */
  readonly latencyError: number;
  /** Whether calls to databases and queues are edges too. */
  readonly functionStats: Capability;
  readonly stop: () => Promise<void>;
};

const never = new AbortController().signal;

export function contract(name: string, start: () => Promise<Subject>): void {
  let subject: Subject;
  let samples: ReturnType<typeof allSamples>;
  let range: TimeRange;

  const testOn = (what: string, run: (on: Subject) => Promise<void>) =>
    test(`${name}: ${what}`, () => run(subject));
  const find = async (query: string, limit = 100, within: TimeRange = range) => {
    const pages: SearchPage[] = [];
    for await (const page of subject.backend.search(
      { query: parseQuery(query), range: within, limit },
      never,
    ))
      pages.push(page);
    return { pages, traces: pages.flatMap((page) => page.traces) };
  };

  before(async () => {
    subject = await start();
    // Servers look askance at spans that come minutes late. Whole seconds, so that their rounding leaves nothing out.
    const t0 = BigInt(Math.floor(Date.now() / 1000) - 60) * 1_000_000_000n;
    range = { fromMs: Number(t0 / 1_000_000n) - 60_000, toMs: Number(t0 / 1_000_000n) + 60_000 };
    samples = allSamples(t0);
    await subject.load(samples.all);
  });
  after(() => subject?.stop());

  testOn('finds what was loaded', async () => {
    let missing: readonly string[] = [];
    await until(
      () => `finds all of it; ${missing.join()} is missing`,
      async () => {
        const found = new Set((await find('{ }')).traces.map((t) => t.traceId));
        missing = samples.all.map((sample) => sample.traceId).filter((id) => !found.has(id));
        return missing.length === 0;
      },
    );
    // What a search finds may for a moment not be there to be fetched.
    await until(
      () => 'hands out the newest',
      () =>
        subject.backend.trace(CHECKOUT_ID, {}, never).then(
          () => true,
          () => false,
        ),
    );
  });

  testOn('says what it is', async ({ backend, title, version, functionStats }) => {
    const info = await backend.describe(never);
    assert.match(info.title, title);
    if (version) assert.match(info.version ?? '', version);
    assert.equal(info.capabilities.functionStats, functionStats);
    for (const note of info.notes) assert.match(note, /^\S.*\.$/);
  });

  testOn('lists services and operations', async ({ backend, keeps }) => {
    const services = ['batch', 'cart', 'catalog', 'frontend', 'legacy', 'payment'];
    assert.deepEqual([...(await backend.services(range, never))].sort(), services);
    const operations = await backend.operations('cart', range, never);
    const named = (text: string) => (keeps.names === 'kept' ? text : text.toLowerCase());
    assert.deepEqual(
      operations.map((o) => o.name).sort(),
      ['Cart/Reserve', 'SELECT stock', 'reserve stock'].map(named).sort(),
    );
    assert.ok(
      operations.every((o) => o.kind === undefined || ['server', 'internal', 'client'].includes(o.kind)),
    );
  });

  for (const [what, which] of [
    ['a trace with everything', 'checkout'],
    ['a 64-bit trace id', 'short'],
  ] as const)
    testOn(`reads back ${what}, up to what it can't keep`, async ({ backend, keeps }) => {
      const sample = samples[which];
      const result = await backend.trace(sample.traceId, { range }, never);
      assert.equal(result.trace.traceId, sample.traceId);
      assert.deepEqual(normalTrace(result.trace), asKept(normalTrace(traceOf(sample)), keeps));
      assert.equal(result.complete, true);
      assert.equal(result.provenance.exact, true);
    });

  testOn(`reads back ${BIG_SPANS} spans`, async ({ backend, keeps }) => {
    const { trace } = await backend.trace(BIG_ID, {}, never);
    assert.equal(trace.count, BIG_SPANS);
    const [got, expected] = [normalTrace(trace), asKept(normalTrace(traceOf(samples.big)), keeps)];
    assert.deepEqual(got.slice(0, 300), expected.slice(0, 300));
    assert.deepEqual(got.at(-1), expected.at(-1));
  });

  testOn('says that it has no such trace', async ({ backend }) => {
    await assert.rejects(backend.trace('f'.repeat(32), { range }, never), (error) => {
      assert.ok(error instanceof BackendError);
      assert.equal(error.code, 'not-found');
      assert.match(error.message, /has no trace ffff.* may /);
      return true;
    });
  });

  const items = (...numbers: number[]) => numbers.map(catalogId);
  for (const [query, expected] of searches(items))
    testOn(`finds ${query}`, async () => {
      const { traces, pages } = await find(query);
      assert.deepEqual(traces.map((t) => t.traceId).sort(), [...expected].sort());
      assert.equal(pages.at(-1)?.done, true);
      assert.ok(pages.every((page) => page.sent !== ''));
      assert.ok(pages.at(-1)?.provenance.exact, pages.at(-1)?.provenance.notes.join('; '));
    });

  testOn('shows the newest first, no more than asked for, each once', async () => {
    const { traces } = await find('{ resource.service.name = "catalog" }', 7);
    assert.deepEqual(
      traces.map((t) => t.traceId),
      items(29, 28, 27, 26, 25, 24, 23),
    );
  });

  testOn('keeps to the window', async () => {
    const from = Number(samples.catalog[10]?.start ?? 0n) / 1e6;
    const { traces } = await find('{ resource.service.name = "catalog" }', 100, {
      fromMs: from - 500,
      toMs: from + 3500,
    });
    assert.deepEqual(traces.map((t) => t.traceId).sort(), items(10, 11, 12, 13));
  });

  testOn('summarises what it finds', async ({ keeps }) => {
    const { traces } = await find('{ name = "reserve stock" }');
    const [found] = traces;
    assert.ok(found);
    const lower = (text: string) => (keeps.names === 'kept' ? text : text.toLowerCase());
    assert.equal(found.rootService, 'frontend');
    assert.equal(found.rootName, lower('GET /checkout'));
    assert.ok(Math.abs(found.startMs - Number(samples.checkout.start) / 1e6) < 1);
    assert.ok(Math.abs(found.durationNs - 180_000_456) < 1_000_000);
    if (found.spanCount !== undefined) assert.equal(found.spanCount, 7);
    if (found.errorCount !== undefined) assert.equal(found.errorCount, 2);
    if (found.services.length > 0)
      assert.deepEqual(
        [...found.services].sort((a, b) => (a.name < b.name ? -1 : 1)),
        [
          { name: 'cart', spans: 3, errors: 0 },
          { name: 'frontend', spans: 3, errors: 1 },
          { name: 'payment', spans: 1, errors: 1 },
        ],
      );
    if (found.matchedSpans.length > 0) assert.deepEqual(found.matchedSpans, ['00f067aa0ba902ba']);
  });

  testOn('completes attribute keys and values', async ({ backend, keeps }) => {
    const keys = await backend.attributeKeys(range, never);
    const wanted = ['span.code.function.name', 'span.item.id', 'span.rpc.system', 'resource.service.name'];
    if (keeps.resource === 'kept') wanted.push('resource.service.version');
    assert.deepEqual(
      wanted.filter((key) => !keys.includes(key)),
      [],
    );
    const values = await backend.attributeValues('span.code.function.name', range, never);
    assert.ok(values.includes('catalog.show') && values.includes('cart.Reserve'), values.join());
    const services = await backend.attributeValues('resource.service.name', range, never);
    assert.ok(services.includes('payment'));
    const names = await backend.attributeValues('name', range, never);
    assert.ok(names.includes(keeps.names === 'kept' ? 'GET /items/{id}' : 'get /items/{id}'), names.join());
  });

  testOn('figures of sites', async ({ backend, latencyError }) => {
    const request = { service: 'catalog', range, environment: undefined, version: undefined, limit: 10 };
    const { sites, provenance } = await backend.siteStats(request, never);
    assert.equal(sites.length, 1);
    const [only] = sites;
    assert.equal(only?.site.attributes['code.function.name'], 'catalog.show');
    assertCatalogStats(only?.stats, latencyError);
    assert.equal(provenance.exact, latencyError <= 0.01 || provenance.notes.length === 0);

    const unknown = { ...(only?.site ?? assert.fail()), name: 'nothing of the kind' };
    const bySource = {
      ...unknown,
      ...{ name: '', service: '', kind: 0, scope: '', language: '' },
      attributes: { 'code.function.name': 'cart.reserveStock' },
    };
    const stats = await backend.functionStats(
      {
        sites: [only?.site ?? assert.fail(), unknown, bySource],
        range,
        environment: undefined,
        version: undefined,
      },
      never,
    );
    assertCatalogStats(stats.stats[0], latencyError);
    assert.equal(stats.stats[1], undefined);
    assert.equal(stats.stats[2]?.count, 1);
  });

  testOn('figures of one environment and version', async ({ backend, keeps }) => {
    if (keeps.resource === 'none') return;
    const of = async (environment: string, version: string) => {
      const request = { service: 'cart', range, environment, version, limit: 10 };
      return (await backend.siteStats(request, never)).sites.length;
    };
    assert.equal(await of('prod', '2.0.0'), 3);
    assert.equal(await of('staging', '2.0.0'), 0);
    assert.equal(await of('prod', '1.2.3'), 0);
  });

  testOn('draws the service graph', async ({ backend, keeps }) => {
    const { edges } = await backend.serviceGraph(range, never);
    const calls = edges
      .filter(({ callee }) => ['frontend', 'cart', 'payment'].includes(callee))
      .map(({ caller, callee, calls: n }) => `${caller} -> ${callee} ${n}`);
    const queue = keeps.queueEdges ? ['frontend -> payment 1'] : [];
    assert.deepEqual(calls.sort(), ['frontend -> cart 1', ...queue]);
    assert.ok(edges.every(({ caller, callee }) => caller !== callee));
  });

  testOn('tails: what comes is shown once, until it is stopped', async ({ backend, load }) => {
    const abort = new AbortController();
    const seen: TraceSummary[] = [];
    const tail = (async () => {
      for await (const traces of backend.tail(
        parseQuery('{ resource.service.name = "catalog" }'),
        abort.signal,
      ))
        seen.push(...traces);
    })();
    await sleep(500);
    const now = BigInt(Date.now()) * 1_000_000n - 1_000_000_000n;
    const [fresh] = catalog(now).map((sample) => renamed(sample, sample.traceId.replaceAll('ca7a', '7a11')));
    await load([fresh ?? assert.fail()]);
    await until(
      () => 'shows the new trace',
      async () => seen.some((t) => t.traceId === fresh?.traceId),
    );
    await sleep(4000);
    abort.abort();
    await tail;
    assert.equal(seen.filter((t) => t.traceId === fresh?.traceId).length, 1);
  });

  testOn('stops when it is told to', async ({ backend }) => {
    const aborted = AbortSignal.abort();
    const cancelled = (error: unknown) =>
      error instanceof BackendError ? error.code === 'cancelled' : (error as Error).name === 'AbortError';
    await assert.rejects(backend.trace(CHECKOUT_ID, {}, aborted), cancelled);
    await assert.rejects(backend.services(range, aborted), cancelled);
    await assert.rejects(async () => {
      for await (const _ of backend.search({ query: parseQuery('{ }'), range, limit: 1 }, aborted));
    }, cancelled);
  });
}
