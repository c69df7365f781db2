import assert from 'node:assert/strict';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { JSON_TYPE, PROTOBUF, spanJson, testReceiver } from '../../../support/receiver-fixture.ts';

const good = spanJson('5b8efff798038103d269b633813fc60c');

/** ExportTraceServiceRequest { resource_spans (1) { scope_spans (2) { spans (2) { trace_id (1), span_id (2), name (5) } } } } */
const protobuf = (() => {
  const field = (n: number, bytes: readonly number[]) => [(n << 3) | 2, bytes.length, ...bytes];
  const id = (length: number) => Array.from({ length }, (_, i) => i + 1);
  const name = [...Buffer.from('GET /')];
  return Uint8Array.from(
    field(1, field(2, field(2, [...field(1, id(16)), ...field(2, id(8)), ...field(5, name)]))),
  );
})();

test('protobuf and JSON are taken, and answered in kind', async (t) => {
  const { send, batches } = await testReceiver(t);
  const json = await send({ headers: { 'content-type': 'application/json; charset=utf-8' }, body: good });
  assert.deepEqual(
    [json.status, json.headers['content-type'], String(json.body)],
    [200, 'application/json', '{}'],
  );
  const binary = await send({ headers: PROTOBUF, body: protobuf });
  // An empty ExportTraceServiceResponse has no bytes.
  assert.deepEqual(
    [binary.status, binary.headers['content-type'], binary.body.length],
    [200, 'application/x-protobuf', 0],
  );
  const ids = batches.map((b) => b.strings.get(b.traceId.at(0)));
  assert.deepEqual(ids, ['5b8efff798038103d269b633813fc60c', '0102030405060708090a0b0c0d0e0f10']);
});

test('a request without data is a success', async (t) => {
  const { send } = await testReceiver(t);
  assert.equal((await send({ headers: PROTOBUF })).status, 200);
  assert.equal((await send({ headers: JSON_TYPE, body: '{}' })).status, 200);
  assert.equal((await send({ headers: JSON_TYPE, body: '{"resourceSpans":[]}' })).status, 200);
});

test('refused spans are a partial success', async (t) => {
  const { send, batches } = await testReceiver(t);
  const bad = spanJson('0'.repeat(32));
  const answer = await send({ headers: JSON_TYPE, body: bad });
  assert.equal(answer.status, 200);
  const { partialSuccess } = JSON.parse(String(answer.body));
  assert.equal(partialSuccess.rejectedSpans, '1');
  assert.match(partialSuccess.errorMessage, /no valid trace id/);
  assert.equal(batches[0]?.count, 0);
  // partial_success (1) { rejected_spans (1) = 1, error_message (2) = ... }
  const zeros = Uint8Array.from(protobuf);
  zeros.fill(0, 8, 24);
  const binary = await send({ headers: PROTOBUF, body: zeros });
  assert.equal(binary.status, 200);
  assert.deepEqual([binary.body[0], binary.body[2], binary.body[3], binary.body[4]], [0x0a, 0x08, 1, 0x12]);
});

for (const [encoding, pack] of [
  ['gzip', zlib.gzipSync],
  ['deflate', zlib.deflateSync],
  ['deflate', zlib.deflateRawSync],
  ['zstd', zlib.zstdCompressSync],
  ['identity', (text: string) => Buffer.from(text)],
] as const)
  test(`a body is unpacked: ${encoding} by ${pack.name || 'nothing'}`, async (t) => {
    const { send, batches } = await testReceiver(t);
    const headers = { ...JSON_TYPE, 'content-encoding': encoding };
    assert.equal((await send({ headers, body: pack(good) })).status, 200);
    assert.equal(batches[0]?.count, 1);
  });

test('logs and metrics are taken, so that SDKs do not complain', async (t) => {
  const { send } = await testReceiver(t);
  for (const path of ['/v1/logs', '/v1/metrics'])
    for (const headers of [PROTOBUF, JSON_TYPE]) {
      const body = headers === JSON_TYPE ? '{}' : '';
      const answer = await send({ path, headers, body });
      assert.deepEqual([answer.status, answer.headers['content-type']], [200, headers['content-type']]);
    }
});

test('the path may have a slash too many', async (t) => {
  const { send, batches } = await testReceiver(t);
  assert.equal((await send({ path: '//v1/traces', headers: JSON_TYPE, body: good })).status, 200);
  assert.equal((await send({ path: '/v1/traces/', headers: JSON_TYPE, body: good })).status, 200);
  assert.equal(batches.length, 2);
});

const refusals: readonly [
  string,
  Parameters<Awaited<ReturnType<typeof testReceiver>>['send']>[0],
  number,
  number,
  RegExp,
][] = [
  ['another path', { path: '/v1/spans', headers: JSON_TYPE, body: good }, 404, 5, /POST \/v1\/traces/],
  ['another method', { method: 'PUT', headers: JSON_TYPE, body: good }, 405, 12, /takes POST only/],
  [
    'another type',
    { headers: { 'content-type': 'text/plain' }, body: good },
    415,
    3,
    /"text\/plain" is not OTLP/,
  ],
  ['no type', { body: good }, 415, 3, /application\/x-protobuf or application\/json/],
  [
    'another compression',
    { headers: { ...JSON_TYPE, 'content-encoding': 'br' }, body: good },
    415,
    3,
    /"br" .*gzip/,
  ],
  ['no JSON', { headers: JSON_TYPE, body: 'spans please' }, 400, 3, /./],
  ['cut JSON', { headers: JSON_TYPE, body: good.slice(0, -9) }, 400, 3, /./],
  ['an empty body as JSON', { headers: JSON_TYPE }, 400, 3, /./],
  [
    'no gzip',
    { headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: good },
    400,
    3,
    /not valid gzip/,
  ],
  [
    'a foreign host',
    { headers: { ...JSON_TYPE, host: 'evil.example:4318' }, body: good },
    403,
    7,
    /"evil.example"/,
  ],
  [
    'a web page',
    { headers: { ...JSON_TYPE, origin: 'https://evil.example' }, body: good },
    403,
    7,
    /may not send/,
  ],
  ['a sandboxed page', { headers: { ...JSON_TYPE, origin: 'null' }, body: good }, 403, 7, /may not send/],
];
for (const [what, sent, status, code, message] of refusals)
  test(`${what} is refused with ${status}, and says why`, async (t) => {
    const { send, batches } = await testReceiver(t);
    const answer = await send(sent);
    assert.equal(answer.status, status);
    assert.equal(answer.headers['content-type'], 'application/json');
    const body = JSON.parse(String(answer.body));
    assert.equal(body.code, code);
    assert.match(body.message, message);
    assert.equal(batches.length, 0);
  });

test('a refusal of protobuf is a google.rpc.Status in protobuf', async (t) => {
  const { send } = await testReceiver(t);
  const answer = await send({ headers: PROTOBUF, body: Buffer.from([0x0a, 0x7f, 1]) });
  assert.deepEqual([answer.status, answer.headers['content-type']], [400, 'application/x-protobuf']);
  // code (1) = 3, message (2)
  assert.deepEqual([...answer.body.subarray(0, 3)], [0x08, 3, 0x12]);
  assert.equal(answer.body[3], answer.body.length - 4);
});

test('what is allowed and what is supported stands in the headers', async (t) => {
  const { send } = await testReceiver(t);
  assert.equal((await send({ method: 'GET' })).headers.allow, 'POST');
  const coded = await send({ headers: { ...JSON_TYPE, 'content-encoding': 'br' }, body: good });
  assert.match(String(coded.headers['accept-encoding']), /gzip, deflate/);
});

test('the receiver says what it is', async (t) => {
  const { send } = await testReceiver(t);
  const identity = await send({ method: 'GET', path: '/spanlight' });
  assert.deepEqual(JSON.parse(String(identity.body)), {
    program: 'spanlight',
    store: '/s',
    pid: 1,
  });
  const root = await send({ method: 'GET', path: '/' });
  assert.match(String(root.body), /POST \/v1\/traces/);
});
