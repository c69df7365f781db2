import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { SpanSite } from '../../src/core/mapping/span-site.ts';
import { parseQuery } from '../../src/core/query/parse-query.ts';
import { probe } from '../../src/engine/backends/probe.ts';
import { createBackend } from '../../src/engine/backends/registry.ts';
import { connection, fails, never, silent, whenDone } from '../support/test-connection.ts';
import { allSamples, CHECKOUT_ID } from './samples.ts';
import { prometheusStandIn } from './servers/prometheus-stand-in.ts';
import type { RunningServer } from './servers/running-server.ts';
import { sendOtlp, startServer } from './servers/start.ts';

const now = Math.floor(Date.now() / 1000) * 1000;
const range = { fromMs: now - 120_000, toMs: now };
let prometheus: Awaited<ReturnType<typeof prometheusStandIn>>;
let server: RunningServer;
/** Its receivers know no tenants, so what it holds belongs to none of them. */
let tenants: RunningServer;

const connect = (to: RunningServer, tenant?: string) => {
  const backend = createBackend(connection(to.url, { name: 'Test', ...(tenant ? { tenant } : {}) }), silent);
  whenDone(() => backend.close());
  return backend;
};

before(async () => {
  prometheus = await prometheusStandIn('catalog', 'GET /items/{id}');
  server = await startServer('jaeger-2.20.0', { prometheus: prometheus.url });
  tenants = await startServer('jaeger-2.20.0', { tenancy: true });
  whenDone(() => Promise.all([server.stop(), tenants.stop()]));
  await sendOtlp(server, allSamples(BigInt(now - 60_000) * 1_000_000n).all);
});

test('Jaeger with tenants: one that it knows is let in, no other', async () => {
  assert.deepEqual(await connect(tenants, 'acme').services(range, never), []);
  await fails(connect(tenants, 'acme').trace(CHECKOUT_ID, {}, never), 'not-found', /has no trace/);
  await fails(connect(tenants, 'nobody').services(range, never), 'unauthorized', /tenant/);
  await fails(connect(tenants).services(range, never), 'unauthorized', /tenant/);
});

test('Jaeger with a metrics store: figures come from it, per operation, and say so', async () => {
  const backend = connect(server);
  const info = await backend.describe(never);
  assert.equal(info.capabilities.functionStats, 'native');
  const site: SpanSite = {
    service: 'catalog',
    language: '',
    kind: 2,
    name: 'GET /items/{id}',
    scope: '',
    revisions: [],
    attributes: {},
    resource: {},
    stack: '',
    callStack: '',
  };
  const hour = { fromMs: now - 5_400_000, toMs: now };
  const { stats, provenance } = await backend.functionStats(
    { sites: [site, { ...site, name: 'another' }], range: hour, environment: undefined, version: undefined },
    never,
  );
  // 2 calls a second over 90 minutes, asked for in whole hours.
  assert.deepEqual(stats[0], {
    count: 14_400,
    errors: 3600,
    p50: 120e6,
    p95: 480e6,
    p99: 900e6,
    max: undefined,
    selfP50: undefined,
    lastSeenMs: undefined,
    lastErrorMs: undefined,
    sketch: undefined,
  });
  assert.equal(stats[1], undefined);
  assert.equal(provenance.exact, false);
  assert.match(provenance.notes.join(' '), /per operation, not per function/);
  assert.ok(
    prometheus.queries.every((query) => query.includes('[2h]')),
    prometheus.queries[0],
  );
  assert.match(prometheus.queries.join(), /SPAN_KIND_INTERNAL/);
});

test('Jaeger with a metrics store: sites are sampled, since it knows operations only', async () => {
  const request = { service: 'catalog', range, environment: undefined, version: undefined, limit: 5 };
  const { sites } = await connect(server).siteStats(request, never);
  assert.equal(sites[0]?.site.attributes['code.function.name'], 'catalog.show');
});

test('Jaeger with tenants: probing says that it needs one', async () => {
  const request = { url: `${tenants.url}/search?service=x`, auth: { type: 'none' } } as const;
  const found = await probe(request, silent, never);
  assert.match(found.sentence, /tenant/);
});

test('Jaeger: what was sent is shown', async () => {
  for await (const page of connect(server).search(
    { query: parseQuery('service:catalog error'), range, limit: 5 },
    never,
  ))
    assert.match(
      page.sent,
      /^GET \/api\/v3\/trace-summaries\?query\.service_name=catalog&query\.attributes=\{"error":"true"\}/,
    );
});
