import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BackendError } from '../../../../src/core/ports.ts';
import { parseAddress } from '../../../../src/engine/backends/address.ts';
import { readUiAddress } from '../../../../src/engine/backends/ui-address.ts';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';

test('addresses of APIs', () => {
  assert.equal(parseAddress('localhost:16686').base, 'http://localhost:16686');
  assert.equal(parseAddress(' https://a.io/jaeger// ').base, 'https://a.io/jaeger');
  assert.deepEqual(
    ['localhost', '127.0.0.9', '[::1]', 'x.localhost', 'localhost.io', '12.7.0.1'].map(
      (host) => parseAddress(`http://${host}:1`).loopback,
    ),
    [true, true, true, true, false, false],
  );
});

for (const [text, words] of [
  ['grpc://localhost:16685', /start with http:\/\/ or https:\/\/.*gRPC/],
  ['http://', /is not an address/],
  ['', /is not an address/],
] as const)
  test(`not an address: "${text}"`, () => {
    assert.throws(
      () => parseAddress(text),
      (error) => error instanceof BackendError && error.code === 'bad-request' && words.test(error.message),
    );
  });

for (const [url, base, traceId, datasource] of [
  ['http://localhost:16686', 'http://localhost:16686', undefined, undefined],
  [`https://a.io/ui/trace/${ID}?uiFind=x`, 'https://a.io/ui', ID, undefined],
  ['http://localhost:16686/search?service=x', 'http://localhost:16686', undefined, undefined],
  [
    'http://z:9411/zipkin/traces/5af7183fb1d4cf5f',
    'http://z:9411',
    '00000000000000005af7183fb1d4cf5f',
    undefined,
  ],
  [`http://t:3200/api/traces/${ID}`, 'http://t:3200', ID, undefined],
  ['http://v:10428/select/vmui/#/?query=x', 'http://v:10428', undefined, undefined],
  ['https://g.io/grafana/connections/datasources/edit/abc-1', 'https://g.io/grafana', undefined, 'abc-1'],
  [
    `https://g.io/explore?schemaVersion=1&panes=${encodeURIComponent(`{"x":{"datasource":"uid1","queries":[{"refId":"A","query":"${ID}"}]}}`)}`,
    'https://g.io',
    ID,
    'uid1',
  ],
  ['https://tempo.example/tempo', 'https://tempo.example/tempo', undefined, undefined],
] as const)
  test(`taken from a browser: ${url.slice(0, 60)}`, () => {
    const found = readUiAddress(url);
    assert.deepEqual([found.bases[0], found.traceId, found.datasource], [base, traceId, datasource]);
    assert.ok(found.bases.includes(new URL(url).origin));
  });
