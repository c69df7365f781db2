import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { probe } from '../../src/engine/backends/probe.ts';
import { createBackend } from '../../src/engine/backends/registry.ts';
import { connection, fails, never, silent, type TestServer, whenDone } from '../support/test-connection.ts';
import { contract } from './contract.ts';
import { KEEPS } from './keeps.ts';
import { allSamples, CHECKOUT_ID } from './samples.ts';
import { GRAFANA_QUERY_TOKEN, GRAFANA_TOKEN, grafanaStandIn } from './servers/grafana-stand-in.ts';
import { post, sendOtlp, startServer } from './servers/start.ts';
import { subject } from './subject.ts';
import { toZipkin } from './zipkin-format.ts';

const bearer = (token: string) => ({ type: 'bearer', token }) as const;

contract('Tempo through Grafana', async () => {
  const server = await startServer('tempo-3.0.3');
  const grafana = await grafanaStandIn([{ uid: 'tempo-1', name: 'Traces', type: 'tempo', url: server.url }]);
  return subject(
    { ...server, url: grafana.url },
    { kind: 'grafana', datasource: 'tempo-1', auth: bearer(GRAFANA_TOKEN) },
    {
      keeps: KEEPS.Tempo,
      title: /^Tempo through Grafana$/,
      version: /^3\.0\.3$/,
      latencyError: 0.45,
      functionStats: 'native',
    },
  );
});

const now = Math.floor(Date.now() / 1000) * 1000;
const range = { fromMs: now - 120_000, toMs: now };
let grafana: TestServer;
let onlyOne: TestServer;

before(async () => {
  const [jaeger, zipkin] = [await startServer('jaeger-2.20.0'), await startServer('zipkin-3.6.1')];
  whenDone(() => Promise.all([jaeger.stop(), zipkin.stop()]));
  const samples = allSamples(BigInt(now - 60_000) * 1_000_000n).all;
  await sendOtlp(jaeger, samples);
  for (const sample of samples) await post(zipkin.zipkin ?? '', 'application/json', toZipkin(sample));
  const sources = [
    { uid: 'j', name: 'Jaeger', type: 'jaeger', url: jaeger.url },
    { uid: 'z/1', name: 'Zipkin', type: 'zipkin', url: zipkin.url },
    { uid: 'p', name: 'Prometheus', type: 'prometheus', url: 'http://127.0.0.1:9' },
  ];
  grafana = await grafanaStandIn(sources);
  onlyOne = await grafanaStandIn(sources.slice(0, 1));
});

const connect = (url: string, datasource: string | undefined, token = GRAFANA_TOKEN) => {
  const backend = createBackend(
    connection(url, { kind: 'grafana', datasource, auth: bearer(token) }),
    silent,
  );
  whenDone(() => backend.close());
  return backend;
};

for (const [uid, title, spans] of [
  ['j', 'Jaeger', 7],
  ['z/1', 'Zipkin', 7],
] as const)
  for (const token of [GRAFANA_TOKEN, GRAFANA_QUERY_TOKEN])
    test(`${title} through Grafana, with a token that may ${token === GRAFANA_TOKEN ? 'list' : 'only query'}`, async () => {
      const backend = connect(grafana.url, uid, token);
      const info = await backend.describe(never);
      assert.equal(info.title, `${title} through Grafana`);
      assert.match(info.notes.join(' '), /Grafana 12\.1\.0/);
      const { trace, url } = await backend.trace(CHECKOUT_ID, {}, never);
      assert.equal(trace.count, spans);
      assert.ok(url);
      const link = new URL(url);
      assert.equal(link.pathname, '/explore');
      assert.match(
        link.searchParams.get('panes') ?? '',
        new RegExp(`"uid":"${uid}".*"query":"${CHECKOUT_ID}"`),
      );
      assert.ok((await backend.services(range, never)).includes('payment'));
    });

test('Grafana: the only data source needs no naming, several do', async () => {
  assert.equal((await connect(onlyOne.url, undefined).describe(never)).title, 'Jaeger through Grafana');
  await fails(
    connect(grafana.url, undefined).describe(never),
    'bad-request',
    /choose one: Jaeger \(jaeger, uid j\), Zipkin/,
  );
  await fails(
    connect(grafana.url, undefined, GRAFANA_QUERY_TOKEN).describe(never),
    'forbidden',
    /datasources:read.*uid/,
  );
});

test('Grafana: a wrong token, a wrong uid, a data source of another type', async () => {
  await fails(
    connect(grafana.url, 'j', 'glsa_wrong').describe(never),
    'unauthorized',
    /does not accept the credentials/,
  );
  await fails(
    connect(grafana.url, 'nope').describe(never),
    'not-found',
    /no data source with the uid "nope"/,
  );
  await fails(connect(grafana.url, 'p').describe(never), 'unsupported', /of type prometheus/);
});

test('Grafana is recognised from any of its pages, and its data sources are listed', async () => {
  const panes = JSON.stringify({ a: { datasource: 'j', queries: [{ query: CHECKOUT_ID }] } });
  const url = `${grafana.url}/explore?schemaVersion=1&panes=${encodeURIComponent(panes)}`;
  const found = await probe({ url, auth: bearer(GRAFANA_TOKEN) }, silent, never);
  assert.equal(found.kind, 'grafana');
  assert.equal(found.url, grafana.url);
  assert.equal(found.traceId, CHECKOUT_ID);
  assert.deepEqual(
    found.datasources.map(({ uid }) => uid),
    ['j', 'z/1'],
  );
  assert.match(
    found.sentence,
    /Grafana 12\.1\.0 .* 2 data sources for traces: Jaeger \(jaeger\), Zipkin \(zipkin\)/,
  );
  const without = await probe({ url, auth: { type: 'none' } }, silent, never);
  assert.equal(without.kind, 'grafana');
  assert.match(without.sentence, /service account token/);
});
