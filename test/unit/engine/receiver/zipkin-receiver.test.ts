import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ZIPKIN_NOT_FOUND, zipkinRoutes } from '../../../../src/engine/receiver/zipkin-routes.ts';
import { JSON_TYPE, testReceiver } from '../../../support/receiver-fixture.ts';

const SPANS = JSON.stringify([
  {
    traceId: '463ac35c9f6413ad48485a3953bb6124',
    id: 'a2fb4a1d1a96d312',
    kind: 'CLIENT',
    name: 'get /',
    timestamp: 1_700_000_000_000_000,
    duration: 1500,
    localEndpoint: { serviceName: 'frontend' },
  },
]);

test('Zipkin v2 JSON is taken with 202, empty lists too', async (t) => {
  const { send, batches } = await testReceiver(t, { routes: zipkinRoutes, notFound: ZIPKIN_NOT_FOUND });
  const path = '/api/v2/spans';
  const answer = await send({ path, headers: JSON_TYPE, body: SPANS });
  assert.deepEqual([answer.status, answer.body.length], [202, 0]);
  assert.equal((await send({ path, body: SPANS })).status, 202);
  assert.equal((await send({ path, headers: JSON_TYPE, body: '[]' })).status, 202);
  assert.deepEqual(
    batches.map((b) => b.count),
    [1, 1, 0],
  );
  assert.equal(
    (await send({ path, headers: { 'content-type': 'application/x-thrift' }, body: 'x' })).status,
    415,
  );
  assert.equal((await send({ path, headers: JSON_TYPE, body: '[{]' })).status, 400);
  assert.equal((await send({ path: '/api/v1/spans', headers: JSON_TYPE, body: '[]' })).status, 404);
  assert.equal((await send({ path: '/health', method: 'GET' })).status, 200);
});
