import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BackendError, type TraceBackend } from '../../../../src/core/ports.ts';
import { backendHandlers } from '../../../../src/engine/backend-handlers.ts';
import { BackendRegistry, tenantHeaders } from '../../../../src/engine/backends/registry.ts';
import { connection, never, serve, silent, whenDone } from '../../../support/test-connection.ts';

test('connections that did not change stay as they are, others are closed', async () => {
  const registry = new BackendRegistry(silent);
  whenDone(() => registry.close());
  const [a, b] = [
    connection('http://localhost:1', { id: 'a' }),
    connection('http://localhost:2', { id: 'b' }),
  ];
  await registry.configure([a, b]);
  const [firstA, firstB] = [registry.get('a'), registry.get('b')];
  await registry.configure([a, { ...b, url: 'http://localhost:3' }]);
  assert.equal(registry.get('a'), firstA);
  assert.notEqual(registry.get('b'), firstB);
  await registry.configure([]);
  assert.throws(
    () => registry.get('a'),
    (error) => error instanceof BackendError && /no connection "a" any more/.test(error.message),
  );
  assert.throws(() => registry.get('local'), /local store is not open/);
});

test('an address that is none is refused when configured, with the reason', async () => {
  const registry = new BackendRegistry(silent);
  await assert.rejects(registry.configure([connection('ftp://x')]), /http:\/\/ or https:\/\//);
});

test('each kind has its header for the tenant', () => {
  const header = (kind: 'jaeger' | 'tempo' | 'victoriatraces' | 'grafana', tenant?: string) =>
    tenantHeaders(connection('http://x', { kind, ...(tenant === undefined ? {} : { tenant }) }));
  assert.deepEqual(header('jaeger', 'acme'), { 'x-tenant': 'acme' });
  assert.deepEqual(header('tempo', 'a|b'), { 'x-scope-orgid': 'a|b' });
  assert.deepEqual(header('victoriatraces', '12:3'), { accountid: '12', projectid: '3' });
  assert.deepEqual(header('grafana'), {});
});

const local = {
  kind: 'local',
  link: () => undefined,
  close: async () => {},
  async *search() {
    for (const done of [false, true])
      yield { traces: [{ traceId: String(done) }], sent: 'x', done, provenance: { exact: true, notes: [] } };
  },
} as unknown as TraceBackend;

test('the engine serves searches in parts, over the local store too', async () => {
  const registry = new BackendRegistry(silent, local);
  const handlers = backendHandlers(registry, silent);
  const parts: unknown[] = [];
  const context = { signal: never, part: (page: unknown) => void parts.push(page) };
  const params = { connection: 'local', query: 'error', range: { fromMs: 0, toMs: 1 }, limit: 5 };
  assert.deepEqual(await handlers['backend.search'](params, context), { found: 2 });
  assert.equal(parts.length, 2);
  assert.equal(await handlers['backend.link']({ connection: 'local', traceId: 'x' }, context), undefined);
});

test('a connection set to the wrong kind says so, even where the page asked for is missing anyway', async () => {
  const s = await serve((request, response) => {
    // Jaeger's answers to what others ask.
    const found = request.url === '/api/v3/services';
    response.writeHead(found ? 200 : 404, { 'content-type': found ? 'application/json' : 'text/plain' });
    response.end(found ? '{"services":[]}' : '404 page not found');
  });
  const registry = new BackendRegistry(silent);
  whenDone(() => registry.close());
  for (const kind of ['tempo', 'zipkin', 'victoriatraces'] as const) {
    await registry.configure([connection(s.url, { id: kind, kind })]);
    await assert.rejects(
      registry.get(kind).trace('a'.repeat(32), {}, never),
      /answers, but not as (Tempo|Zipkin|VictoriaTraces) does/,
    );
  }
});
