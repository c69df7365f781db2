// What the receiver refuses for its own sake: strangers, floods, bombs, sleepers.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { StoreError } from '../../../../src/engine/store/store-error.ts';
import { JSON_TYPE, spanJson, testReceiver } from '../../../support/receiver-fixture.ts';

const good = spanJson('5b8efff798038103d269b633813fc60c');

test('names that no attacker can own are hosts', async (t) => {
  const { send } = await testReceiver(t, { guard: { hosts: ['Traces.Lan'] } });
  const statusOf = async (host: string) =>
    (await send({ headers: { ...JSON_TYPE, host }, body: good })).status;
  for (const host of [
    'localhost:4318',
    '127.0.0.1',
    '[::1]:4318',
    '10.1.2.3:4318',
    'app.localhost',
    'localhost.',
  ])
    assert.equal(await statusOf(host), 200, host);
  assert.equal(await statusOf('host.docker.internal:4318'), 200);
  assert.equal(await statusOf('traces.lan:4318'), 200);
  for (const host of ['localhost.evil.example', 'evil.example', '127.0.0.1.evil.example'])
    assert.equal(await statusOf(host), 403, host);
});

test('pages of localhost may send where the setting says so, and learn it by a preflight', async (t) => {
  const { send, batches } = await testReceiver(t, { guard: { origins: 'localhost' } });
  const origin = 'http://localhost:5173';
  const asked = await send({
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-key',
    },
  });
  assert.equal(asked.status, 204);
  assert.equal(asked.headers['access-control-allow-origin'], origin);
  assert.equal(asked.headers['access-control-allow-methods'], 'POST');
  assert.equal(asked.headers['access-control-allow-headers'], 'content-type,x-key');
  const sent = await send({ headers: { ...JSON_TYPE, origin }, body: good });
  assert.deepEqual([sent.status, sent.headers['access-control-allow-origin']], [200, origin]);
  assert.equal(batches.length, 1);
  for (const foreign of ['https://evil.example', 'http://localhost.evil.example', 'null'])
    assert.equal(
      (await send({ headers: { ...JSON_TYPE, origin: foreign }, body: good })).status,
      403,
      foreign,
    );
});

test('too large a body is refused before and after unpacking', async (t) => {
  const { send, batches } = await testReceiver(t, { limits: { bodyBytes: 20_000, inflatedBytes: 50_000 } });
  const announced = await send({ headers: JSON_TYPE, body: 'x'.repeat(30_000) });
  assert.equal(announced.status, 413);
  const chunked = await send({
    headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' },
    body: 'x'.repeat(30_000),
  });
  assert.equal(chunked.status, 413);
  for (const [encoding, pack] of [
    ['gzip', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
    ['zstd', zlib.zstdCompressSync],
  ] as const) {
    const bomb = pack(Buffer.alloc(5_000_000, 32));
    assert.ok(bomb.length < 20_000);
    const answer = await send({ headers: { ...JSON_TYPE, 'content-encoding': encoding }, body: bomb });
    assert.equal(answer.status, 413, encoding);
    assert.match(JSON.parse(String(answer.body)).message, /unpacks to more than/);
  }
  assert.equal(batches.length, 0);
});

test('too much at once is told to come back, and the room is free afterwards', async (t) => {
  const { send, port } = await testReceiver(t, { limits: { heldBytes: 1000 } });
  const slow = connect(port, '127.0.0.1');
  slow.write(
    `POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 950\r\n\r\n`,
  );
  slow.write('x'.repeat(900));
  const body = `{"a":"${'x'.repeat(200)}"}`;
  let answer = await send({ headers: JSON_TYPE, body });
  while (answer.status === 200) answer = await send({ headers: JSON_TYPE, body });
  assert.deepEqual([answer.status, answer.headers['retry-after']], [429, '1']);
  slow.destroy();
  while (answer.status === 429) answer = await send({ headers: JSON_TYPE, body });
  assert.equal(answer.status, 200);
});

test('too many requests at once are told to come back', async (t) => {
  const { send, port } = await testReceiver(t, { limits: { requests: 1 } });
  const slow = connect(port, '127.0.0.1');
  slow.write(
    `POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n`,
  );
  let answer = await send({ headers: JSON_TYPE, body: good });
  while (answer.status === 200) answer = await send({ headers: JSON_TYPE, body: good });
  assert.equal(answer.status, 429);
  slow.destroy();
});

test('a store that can not take spans is told as 503 with a time to come back', async (t) => {
  const spans = () => {
    throw new StoreError('store-full', 'The disk is full.');
  };
  const { send } = await testReceiver(t, { ingest: { spans, logs: () => {} } });
  const answer = await send({ headers: JSON_TYPE, body: good });
  assert.deepEqual([answer.status, answer.headers['retry-after']], [503, '30']);
  assert.deepEqual(JSON.parse(String(answer.body)), { code: 14, message: 'The disk is full.' });
});

test('clients that send too slowly are cut off', async (t) => {
  const { port, send } = await testReceiver(t, { limits: { headersMs: 200, requestMs: 400 } });
  const closed = (first: string) =>
    new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(first));
      const drip = setInterval(() => socket.write('x'), 50);
      socket.on('error', () => {});
      socket.resume().on('close', () => {
        clearInterval(drip);
        resolve();
      });
    });
  await Promise.all([
    closed('POST /v1/traces HTTP/1.1\r\nhost: localhost\r\nx-slow: '),
    closed(
      'POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n',
    ),
  ]);
  assert.equal((await send({ headers: JSON_TYPE, body: good })).status, 200);
});
