import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '../../src/core/query/parse-query.ts';
import { createBackend } from '../../src/engine/backends/registry.ts';
import { faultProxy } from '../support/fault-proxy.ts';
import { connection, fails, never, silent, whenDone } from '../support/test-connection.ts';
import { until } from './contract-support.ts';
import { allSamples, CHECKOUT_ID } from './samples.ts';
import { sendOtlp, startServer } from './servers/start.ts';

const DAY = 86_400_000;
const connect = (url: string, tenant?: string) => {
  const backend = createBackend(connection(url, { kind: 'tempo', ...(tenant ? { tenant } : {}) }), silent);
  whenDone(() => backend.close());
  return backend;
};
const now = () => Math.floor(Date.now() / 1000) * 1000;
const lately = () => ({ fromMs: now() - 120_000, toMs: now() });
const all = { service: 'catalog', environment: undefined, version: undefined, limit: 5 } as const;

async function search(backend: ReturnType<typeof connect>, query: string, range = lately()) {
  const pages = [];
  for await (const page of backend.search({ query: parseQuery(query), range, limit: 50 }, never))
    pages.push(page);
  return { pages, ids: pages.flatMap((page) => page.traces.map((t) => t.traceId)) };
}

test('Tempo 3: tenants, and what its cutoff hides', async () => {
  const server = await startServer('tempo-3.0.3', { tenancy: true, cutoff: '30s' });
  whenDone(() => server.stop());
  const samples = allSamples(BigInt(now() - 10_000) * 1_000_000n).all;
  await sendOtlp(server, samples, { 'x-scope-orgid': 'acme' });
  const acme = connect(server.url, 'acme');
  assert.equal((await acme.trace(CHECKOUT_ID, {}, never)).trace.count, 7);
  await fails(connect(server.url, 'other').trace(CHECKOUT_ID, {}, never), 'not-found');
  await fails(connect(server.url).services(lately(), never), 'unauthorized', /no org id|credentials/);
  const { pages } = await search(acme, '{ }');
  assert.match(pages[0]?.provenance.notes.join() ?? '', /last 30 s may not be searchable/);
});

test('Tempo 3: windows longer than it takes are asked in pieces', async () => {
  const server = await startServer('tempo-3.0.3');
  whenDone(() => server.stop());
  await sendOtlp(server, allSamples(BigInt(now() - 60_000) * 1_000_000n).all);
  const backend = connect(server.url);
  const month = () => ({ fromMs: now() - 30 * DAY, toMs: now() });
  await until(
    () => 'finds in a month',
    async () => (await search(backend, '{ resource.service.name = "catalog" }', month())).ids.length === 30,
  );
  const { sites, provenance } = await backend.siteStats(
    { ...all, range: { fromMs: now() - 3 * DAY, toMs: now() } },
    never,
  );
  assert.equal(sites[0]?.stats.count, 30);
  assert.match(provenance.notes.join(), /approximate/);
  const long = await backend.siteStats({ ...all, range: month() }, never);
  assert.match(long.provenance.notes.join(), /only the newest 8 d/);
});

test('Tempo: a query that it does not take is checked here, and says so', async () => {
  const server = await startServer('tempo-2.10.8');
  whenDone(() => server.stop());
  await sendOtlp(server, allSamples(BigInt(now() - 60_000) * 1_000_000n).all);
  const backend = connect(server.url);
  await until(
    () => 'is searchable',
    async () => (await search(backend, '{ name = "reserve stock" }')).ids.length === 1,
  );
  // It knows no attributes of the parent by bare name.
  const { ids, pages } = await search(backend, '{ parent.rpc.system = "grpc" && name = "reserve stock" }');
  assert.deepEqual(ids, [CHECKOUT_ID]);
  assert.match(pages.at(-1)?.provenance.notes.join() ?? '', /checked here/);
});

test('Tempo 2 without local blocks: figures are sampled, and why', async () => {
  const server = await startServer('tempo-2.10.8', { localBlocks: false });
  whenDone(() => server.stop());
  await sendOtlp(server, allSamples(BigInt(now() - 60_000) * 1_000_000n).all);
  const backend = connect(server.url);
  await until(
    () => 'is searchable',
    async () => (await search(backend, '{ }')).ids.length === 33,
  );
  const info = await backend.describe(never);
  assert.equal(info.capabilities.functionStats, 'client-side');
  assert.match(info.notes.join(' '), /local-blocks/);
  const { sites, provenance } = await backend.siteStats({ ...all, range: lately() }, never);
  assert.equal(sites[0]?.stats.count, 30);
  assert.match(provenance.notes.join(' '), /sampled|every trace of the window/);
  assert.match(provenance.notes.join(' '), /local-blocks/);
});

test('Tempo before 2.6: traces by the older API', async () => {
  const server = await startServer('tempo-2.10.8');
  whenDone(() => server.stop());
  await sendOtlp(server, allSamples(BigInt(now() - 60_000) * 1_000_000n).all);
  const proxy = await faultProxy(server.url, (path) => path.startsWith('/api/v2/traces/'));
  const backend = connect(proxy.url);
  const { trace } = await backend.trace(CHECKOUT_ID, {}, never);
  assert.equal(trace.count, 7);
  await fails(backend.trace('e'.repeat(32), {}, never), 'not-found', /has no trace/);
});
