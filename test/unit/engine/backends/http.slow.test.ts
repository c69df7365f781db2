import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import zlib from 'node:zlib';
import * as v from 'valibot';
import { client, fails, never, serve, whenDone } from '../../../support/test-connection.ts';

test('sends the path below the base path, the query, the credentials and the headers', async () => {
  const s = await serve((_, response) => response.end('{"ok":true}'));
  const c = client(`${s.url}/jaeger/`, {
    auth: { type: 'bearer', token: 'secret-token' },
    headers: { 'x-tenant': 'acme' },
  });
  const value = await c.json(
    {
      path: '/api/x',
      query: [
        ['a', 'b c&d'],
        ['n', 5],
        ['none', undefined],
      ],
      signal: never,
    },
    v.object({ ok: v.boolean() }),
  );
  assert.deepEqual(value, { ok: true });
  const [request] = s.requests;
  assert.equal(request?.url, '/jaeger/api/x?a=b+c%26d&n=5');
  assert.equal(request?.headers.authorization, 'Bearer secret-token');
  assert.equal(request?.headers['x-tenant'], 'acme');
});

test('user and password of an address become basic authentication and leave the address', async () => {
  const s = await serve((_, response) => response.end('{}'));
  const c = client(s.url.replace('//', '//me:p%40ss@'));
  await c.send({ path: '/', signal: never });
  assert.equal(s.requests[0]?.headers.authorization, `Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  assert.equal(c.address.base, s.url);
});

test('keeps the socket between requests', async () => {
  const s = await serve((_, response) => response.end('{}'));
  const c = client(s.url);
  for (let i = 0; i < 8; i++) await c.send({ path: '/', signal: never });
  // A second one may be opened while the first is just being freed.
  assert.ok(new Set(s.requests.map((r) => r.socket)).size <= 2);
});

for (const [encoding, pack] of [
  ['gzip', zlib.gzipSync],
  ['deflate', zlib.deflateSync],
  ['br', zlib.brotliCompressSync],
] as const)
  test(`unpacks ${encoding}`, async () => {
    const s = await serve((_, response) => {
      response.setHeader('content-encoding', encoding);
      response.end(pack(Buffer.from('{"a":1}')));
    });
    const answer = await client(s.url).send({ path: '/', signal: never });
    assert.equal(Buffer.from(answer.body).toString(), '{"a":1}');
  });

test('a body over the limit is refused, plain and compressed alike', async () => {
  const big = Buffer.alloc(3_000_000, 32);
  const s = await serve((request, response) => {
    if (request.url === '/plain') return response.end(big);
    response.setHeader('content-encoding', 'gzip');
    return response.end(zlib.gzipSync(big));
  });
  const c = client(s.url, { maxBytes: 2_000_000 });
  for (const path of ['/plain', '/gzip'])
    await fails(c.send({ path, signal: never }), 'too-large', /larger than 2 MB/, /raise the limit/);
});

test('a gzip bomb is stopped while it unpacks', async () => {
  // 1 GB of zeros in 1 MB: would not fit the limit a hundred times over.
  const gzip = zlib.createGzip();
  const packed: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => packed.push(chunk));
  const block = Buffer.alloc(1 << 22);
  for (let i = 0; i < 64; i++) if (!gzip.write(block)) await once(gzip, 'drain');
  gzip.end();
  await once(gzip, 'end');
  const s = await serve((_, response) => {
    response.setHeader('content-encoding', 'gzip');
    response.end(Buffer.concat(packed));
  });
  const before = process.memoryUsage().arrayBuffers;
  await fails(client(s.url, { maxBytes: 8_000_000 }).send({ path: '/', signal: never }), 'too-large');
  assert.ok(process.memoryUsage().arrayBuffers - before < 64_000_000);
});

test('cut-off and corrupt compression is said to be so', async () => {
  const packed = zlib.gzipSync(Buffer.from(JSON.stringify(Array.from({ length: 1000 }, (_, i) => i))));
  const s = await serve((request, response) => {
    response.setHeader('content-encoding', 'gzip');
    response.end(request.url === '/cut' ? packed.subarray(0, 200) : Buffer.from('not gzip at all'));
  });
  const c = client(s.url);
  await fails(c.send({ path: '/cut', signal: never }), 'unreachable', /broke before the answer was whole/);
  await fails(c.send({ path: '/corrupt', signal: never }), 'bad-response', /cannot be unpacked/);
});

test('tries again on 503 and answers with what comes then', async () => {
  let n = 0;
  const s = await serve((_, response) => {
    response.statusCode = n++ < 2 ? 503 : 200;
    response.end('{}');
  });
  assert.equal((await client(s.url).send({ path: '/', signal: never })).status, 200);
  assert.equal(s.requests.length, 3);
});

test('gives up after three retries', async () => {
  const s = await serve((_, response) => {
    response.statusCode = 504;
    response.end('upstream');
  });
  await fails(
    client(s.url).send({ path: '/', signal: never }),
    'unreachable',
    /not ready to answer \(504\): upstream\./,
  );
  assert.equal(s.requests.length, 4);
});

test('waits as long as Retry-After says, but not past the time limit', async () => {
  let after = '1';
  const s = await serve((_, response) => {
    response.statusCode = s.requests.length === 2 ? 200 : 429;
    response.setHeader('retry-after', after);
    response.end('{}');
  });
  const started = performance.now();
  await client(s.url).send({ path: '/', signal: never });
  assert.ok(performance.now() - started >= 990);
  after = '3600';
  await fails(client(s.url).send({ path: '/', signal: never }), 'rate-limited', /asks to wait 3600 s/);
  assert.equal(s.requests.length, 3);
});

test('a reset in the middle of the body shows nothing, after one more try', async () => {
  const s = await serve((request, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"a":');
    setImmediate(() => request.socket.resetAndDestroy());
  });
  await fails(
    client(s.url).send({ path: '/', signal: never }),
    'unreachable',
    /broke before the answer was whole/,
  );
  assert.equal(s.requests.length, 2);
});

test('a socket that the server closed under a request is replaced', async () => {
  const s = await serve((request, response) => {
    if (s.requests.length === 2) request.socket.destroy();
    else response.end('{}');
  });
  const c = client(s.url);
  await c.send({ path: '/', signal: never });
  assert.equal((await c.send({ path: '/', signal: never })).status, 200);
});

for (const [what, drip] of [
  ['never answers', false],
  ['drips', true],
] as const)
  test(`a server that ${what} is left at the time limit`, async () => {
    const timers: NodeJS.Timeout[] = [];
    whenDone(async () => timers.forEach(clearInterval));
    const s = await serve((_, response) => {
      if (!drip) return;
      response.writeHead(200);
      timers.push(setInterval(() => response.write(' '), 20));
    });
    const started = performance.now();
    await fails(
      client(s.url, { timeoutMs: 300 }).send({ path: '/', signal: never }),
      'unreachable',
      /within 0\.3 s/,
    );
    assert.ok(performance.now() - started < 3000);
  });

test('a cancelled request is cancelled, whatever it was doing', async () => {
  const s = await serve((request, response) => {
    if (request.url !== '/retry') return;
    response.writeHead(503, { 'retry-after': '5' });
    response.end();
  });
  for (const path of ['/wait', '/retry']) {
    const abort = new AbortController();
    const sent = client(s.url).send({ path, signal: abort.signal });
    while (!s.requests.some((r) => r.url === path)) await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    await fails(sent, 'cancelled');
  }
  await fails(client(s.url).send({ path: '/', signal: AbortSignal.abort() }), 'cancelled');
});
