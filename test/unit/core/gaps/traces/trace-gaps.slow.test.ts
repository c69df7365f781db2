// Gaps that traces show: the fixtures of the research (T01 to T14), and how observation overrides what files say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../../../../src/core/gaps/model.ts';
import { TraceFactsCollector } from '../../../../../src/core/gaps/traces/collect-facts.ts';
import type { TraceFacts } from '../../../../../src/core/gaps/traces/trace-facts.ts';
import { type Files, gapsOf, npm } from '../../../../support/gap-workspace.ts';
import { type SpanSpec, traceOf } from '../../../../support/trace-fixture.ts';

const MS = 1e6;
const hex = (n: number): string => n.toString(16).padStart(16, '0');

/** The same spans in `n` traces, each with ids of its own. */
function repeat(n: number, spans: (i: number) => readonly SpanSpec[]): TraceFacts {
  const collector = new TraceFactsCollector();
  for (let i = 0; i < n; i++)
    collector.add(traceOf(...spans(i).map((s) => ({ ...s, trace: (i + 1).toString(16).padStart(32, '0') }))));
  return collector.facts('test');
}

const SDK = '@opentelemetry/instrumentation-http';
const AUTO = '@opentelemetry/auto-instrumentations-node@0.79.0';
const shop = (code: string, deps: readonly string[] = [], more: Files = {}): Files => ({
  'package.json': npm(['express@4.18.0', AUTO, ...deps], {
    name: 'shop',
    scripts: { start: 'node --require @opentelemetry/auto-instrumentations-node/register src/app.js' },
  }),
  'src/app.ts': code,
  ...more,
});
const CODE = `import express from 'express';
const app = express();
app.get('/orders/:id', async (req, res) => {
  const order = await readOrder(req.params.id);
  const priced = await applyDiscounts(order);
  await chargeCard(priced);
  res.json(priced);
});
app.post('/orders', async (req, res) => {
  res.json(await save(req.body));
});
`;
const of = (findings: readonly Finding[], rule: string) => findings.filter((f) => f.rule === rule);
const server = (name: string, route: string, extra: Partial<SpanSpec> = {}): SpanSpec => ({
  id: hex(1),
  name,
  service: 'shop',
  kind: 'server',
  scope: SDK,
  start: 0,
  end: 500 * MS,
  attributes: { 'http.route': route, 'http.request.method': name.split(' ')[0] ?? '' },
  ...extra,
});
const child = (
  id: number,
  name: string,
  from: number,
  to: number,
  extra: Partial<SpanSpec> = {},
): SpanSpec => ({
  id: hex(id),
  parent: hex(1),
  name,
  service: 'shop',
  start: from * MS,
  end: to * MS,
  ...extra,
});

test('T01: a hole between two children is told with what is called there', async () => {
  const traces = repeat(30, () => [
    server('GET /orders/:id', '/orders/:id'),
    child(2, 'readOrder', 0, 100),
    child(3, 'chargeCard', 400, 500),
  ]);
  const [gap, ...others] = of((await gapsOf(shop(CODE), {}, traces)).findings, 'trace.self-time-gap');
  assert.deepEqual(others, []);
  assert.equal(gap?.title, '300 ms of GET /orders/:id have no span');
  assert.equal(`${gap?.file}:${gap?.line}`, 'src/app.ts:5');
  assert.match(
    gap?.why.join('\n') ?? '',
    /Between readOrder and chargeCard: 300 ms on average, 60 % of its time/,
  );
  assert.match(gap?.why.join('\n') ?? '', /applyDiscounts \(line 5\)\./);
});

test('T01, in too few traces, is no finding', async () => {
  const traces = repeat(19, () => [
    server('GET /orders/:id', '/orders/:id'),
    child(2, 'readOrder', 0, 100),
    child(3, 'chargeCard', 400, 500),
  ]);
  assert.deepEqual(of((await gapsOf(shop(CODE), {}, traces)).findings, 'trace.self-time-gap'), []);
});

test('T03: a child that outlives its parent leaves no hole', async () => {
  const traces = repeat(30, () => [
    server('GET /orders/:id', '/orders/:id', { end: 100 * MS }),
    child(2, 'publish', 90, 400),
  ]);
  assert.deepEqual(of((await gapsOf(shop(CODE), {}, traces)).findings, 'trace.self-time-gap'), []);
});

const call = (attributes: SpanSpec['attributes']) =>
  repeat(30, () => [
    server('GET /orders/:id', '/orders/:id', { end: 20 * MS }),
    child(2, 'GET', 1, 19, { kind: 'client', scope: SDK, attributes: attributes ?? {} }),
  ]);

test('T04: calls to a service of the workspace that never answers', async () => {
  const files = shop(CODE, [], {
    'cart/package.json': npm(['express@4.18.0'], { name: 'cart' }),
    'cart/a.ts': 'export {};',
  });
  const report = await gapsOf(files, {}, call({ 'server.address': 'cart', 'server.port': 8080 }));
  const [found] = of(report.findings, 'trace.client-without-server');
  assert.equal(found?.title, 'cart:8080 makes no span of the calls of shop');
  assert.equal(found?.severity, 'warning');
  assert.equal(found?.file, 'cart/package.json');
});

test('T05: databases make no server spans, and neither do other people’s services', async () => {
  for (const attributes of [
    { 'server.address': 'pg', 'db.system.name': 'postgresql' },
    { 'server.address': 'api.stripe.com' },
    { 'server.address': 'localhost' },
  ])
    assert.deepEqual(
      of((await gapsOf(shop(CODE), {}, call(attributes))).findings, 'trace.client-without-server'),
      [],
      JSON.stringify(attributes),
    );
});

test('a call that is answered in the same trace is fine', async () => {
  const traces = repeat(30, () => [
    server('GET /orders/:id', '/orders/:id', { end: 20 * MS }),
    child(2, 'GET', 1, 19, { kind: 'client', scope: SDK, attributes: { 'server.address': 'cart' } }),
    {
      id: hex(3),
      parent: hex(2),
      name: 'GET /c',
      service: 'cart',
      kind: 'server',
      start: 2 * MS,
      end: 18 * MS,
    },
  ]);
  assert.deepEqual(of((await gapsOf(shop(CODE), {}, traces)).findings, 'trace.client-without-server'), []);
});

test('T07: browsers begin traces with a call', async () => {
  const traces = repeat(30, () => [
    {
      id: hex(1),
      name: 'GET',
      service: 'shop',
      kind: 'client',
      resource: { 'telemetry.sdk.language': 'webjs' },
    },
  ]);
  assert.deepEqual(of((await gapsOf(shop(CODE), {}, traces)).findings, 'trace.client-root'), []);
});

test('T08: a trace that begins with a call leads to the job without a span', async () => {
  const code =
    "import cron from 'node-cron';\ncron.schedule('* * * * *', async () => {\n  await fetch('http://a/');\n});\n";
  const traces = repeat(30, () => [
    {
      id: hex(1),
      name: 'GET',
      service: 'shop',
      kind: 'client',
      scope: '@opentelemetry/instrumentation-undici',
    },
  ]);
  const report = await gapsOf(shop(code, ['node-cron@3.0.0']), {}, traces);
  const [found] = of(report.findings, 'trace.client-root');
  assert.equal(`${found?.file}:${found?.line} ${found?.confidence}`, 'src/app.ts:2 high');
});

test('T10: orphans of one process hint at a parent that is never ended', async () => {
  const traces = repeat(50, () => [
    { id: hex(2), parent: hex(99), name: 'work', service: 'shop', start: 0, end: MS },
    { id: hex(3), parent: hex(99), name: 'work', service: 'shop', start: 0, end: MS },
  ]);
  const [found] = of((await gapsOf(shop(CODE), {}, traces)).findings, 'trace.orphan');
  assert.match(found?.why.join('\n') ?? '', /started and never ended/);
});

const PG = "import pg from 'pg';\nexport const pool = new pg.Pool({});\n";

test('T12: an instrumentation that is on and makes no span', async () => {
  const files = shop(CODE, ['pg@8.11.0'], { 'src/db.ts': PG });
  const quiet = repeat(250, () => [server('GET /orders/:id', '/orders/:id', { end: 9 * MS })]);
  const [found] = of((await gapsOf(files, {}, quiet)).findings, 'trace.scope-missing');
  assert.equal(found?.title, 'No span of pg, though its instrumentation is on');
  assert.equal(`${found?.file}:${found?.line}`, 'src/db.ts:2');
  const heard = repeat(250, () => [
    server('GET /orders/:id', '/orders/:id', { end: 9 * MS }),
    child(2, 'pg.query', 1, 3, { kind: 'client', scope: '@opentelemetry/instrumentation-pg' }),
  ]);
  assert.deepEqual(of((await gapsOf(files, {}, heard)).findings, 'trace.scope-missing'), []);
});

test('not run is told from not instrumented', async () => {
  const traces = repeat(250, () => [server('GET /orders/:id', '/orders/{id}', { end: 9 * MS })]);
  const report = await gapsOf(shop(CODE), {}, traces);
  assert.deepEqual(of(report.findings, 'entry.http'), []);
  const [found, ...others] = of(report.findings, 'trace.never-observed');
  assert.deepEqual(others, []);
  assert.equal(
    `${found?.file}:${found?.line} ${found?.title}`,
    'src/app.ts:9 POST /orders is not in these traces',
  );
  assert.equal(found?.severity, 'info');
  assert.match(found?.why.join('\n') ?? '', /did not run in this window/);
  assert.deepEqual(report.coverage.observed, { total: 2, covered: 1 });
});

test('T14: few spans say nothing about what was not seen', async () => {
  const traces = repeat(150, () => [server('GET /orders/:id', '/orders/:id', { end: 9 * MS })]);
  assert.deepEqual(of((await gapsOf(shop(CODE), {}, traces)).findings, 'trace.never-observed'), []);
});

test('an observed scope overrides what the files say, switches included', async () => {
  const plain: Files = { 'package.json': npm(['express@4.18.0'], { name: 'shop' }), 'src/app.ts': CODE };
  const files = {
    ...plain,
    Dockerfile: 'FROM node\nENV OTEL_SDK_DISABLED=true\nCMD ["node", "src/app.js"]\n',
  };
  assert.ok((await gapsOf(plain)).findings.some((f) => f.rule === 'entry.http'));
  const traces = repeat(30, () => [server('GET /orders/:id', '/orders/:id', { end: 9 * MS })]);
  for (const one of [plain, files]) {
    const report = await gapsOf(one, {}, traces);
    assert.deepEqual(
      report.findings.filter((f) => /^(?:entry|setup)\./.test(f.rule)),
      [],
    );
    assert.equal(report.services[0]?.instrumentations.find((i) => i.id === SDK)?.state, 'observed');
  }
});

test('findings are ranked by traffic and errors', async () => {
  const code = `${CODE}import { Worker } from 'bullmq';\nnew Worker('mail', async (job) => { await send(job); });\napp.get('/hot', (req, res) => {\n  new Redis();\n});\n`;
  const files = shop(`import { Client } from 'memjs';\n${code}`, ['bullmq@5.0.0']);
  const without = await gapsOf(files);
  assert.ok(without.findings.some((f) => f.rule === 'entry.queue' && f.observed === undefined));
  const cart: Files = { 'cart/package.json': npm(['express@4.18.0'], { name: 'cart' }), 'cart/a.ts': CODE };
  const calls = (n: number) =>
    repeat(n, () => [
      server('GET /orders/:id', '/orders/:id', { end: 20 * MS }),
      child(2, 'GET', 1, 19, { kind: 'client', scope: SDK, attributes: { 'server.address': 'cart' } }),
    ]);
  const few = of((await gapsOf({ ...shop(CODE), ...cart }, {}, calls(3))).findings, 'entry.http')[0];
  const many = of((await gapsOf({ ...shop(CODE), ...cart }, {}, calls(300))).findings, 'entry.http')[0];
  assert.equal(many?.observed?.calls, 300);
  assert.ok((many?.value ?? 0) > (few?.value ?? 0));
});

test('consumers that start traces of their own, while the producer makes spans', async () => {
  const queue = { 'messaging.destination.name': 'orders', 'messaging.system': 'kafka' };
  const collector = new TraceFactsCollector();
  for (let i = 0; i < 40; i++) {
    const trace = (i + 1).toString(16).padStart(32, '0');
    const kind = i % 2 === 0 ? 'producer' : 'consumer';
    collector.add(
      traceOf({ id: hex(1), trace, name: `orders ${kind}`, service: 'shop', kind, attributes: queue }),
    );
  }
  const report = await gapsOf(shop(CODE), {}, collector.facts('test'));
  assert.equal(
    of(report.findings, 'trace.broken-consume')[0]?.title,
    'Messages of orders start traces of their own',
  );
});
