import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';
import * as v from 'valibot';
import type { BackendErrorCode, Logger } from '../../../../src/core/ports.ts';
import { client, fails, never, serve, silent, whenDone } from '../../../support/test-connection.ts';

test('500 is not tried again', async () => {
  const s = await serve((_, response) => {
    response.statusCode = 500;
    response.end('{"errors":[{"code":500,"msg":"plugin error: disk full"}]}');
  });
  await fails(
    client(s.url).send({ path: '/', signal: never }),
    'bad-response',
    /failed \(500\): plugin error: disk full\./,
  );
  assert.equal(s.requests.length, 1);
});

const statuses: [number, BackendErrorCode, RegExp][] = [
  [400, 'bad-request', /does not take this request \(400\): no such tag\./],
  [401, 'unauthorized', /asks for credentials/],
  [403, 'forbidden', /does not allow this/],
  [404, 'not-found', /has no \/api\/x/],
  [413, 'too-large', /request too long/],
  [501, 'not-found', /has no \/api\/x/],
];
for (const [status, code, words] of statuses)
  test(`${status} is ${code}`, async () => {
    const s = await serve((_, response) => {
      response.statusCode = status;
      response.end('{"message":"no such tag"}');
    });
    await fails(client(s.url).send({ path: '/api/x', signal: never }), code, words);
  });

test('401 with credentials says that these are not accepted', async () => {
  const s = await serve((_, response) => {
    response.statusCode = 401;
    response.end();
  });
  const c = client(s.url, { auth: { type: 'bearer', token: 'glsa_abcdef' } });
  await fails(c.send({ path: '/', signal: never }), 'unauthorized', /does not accept the credentials/);
});

test('a status that was allowed is handed back', async () => {
  const s = await serve((_, response) => {
    response.statusCode = 404;
    response.end();
  });
  assert.equal((await client(s.url).send({ path: '/', signal: never, allow: [404] })).status, 404);
});

test('a web page instead of JSON: a UI, or a login page', async () => {
  const s = await serve((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      request.url === '/ui'
        ? '<!doctype html><title>Jaeger UI</title>'
        : '<html><form>Password</form></html>',
    );
  });
  const c = client(s.url);
  await fails(c.send({ path: '/ui', signal: never }), 'bad-response', /web page instead of JSON/, /address/);
  await fails(c.send({ path: '/other', signal: never }), 'bad-response', /login page/, /credentials/);
});

test('a redirect is not followed: credentials stay with the server they are for', async () => {
  const s = await serve((_, response) => {
    response.writeHead(302, { location: 'https://login.example.com/authorize?x=1' });
    response.end();
  });
  const c = client(s.url, { auth: { type: 'bearer', token: 'glsa_abcdef' } });
  await fails(c.send({ path: '/', signal: never }), 'unauthorized', /login\.example\.com/);
});

test('JSON of another shape names what was missing', async () => {
  const s = await serve((request, response) =>
    response.end(request.url === '/cut' ? '{"data":["a"' : '{"data":3}'),
  );
  const c = client(s.url);
  const shape = v.object({ data: v.array(v.string()) });
  await fails(c.json({ path: '/x', signal: never }, shape), 'bad-response', /another shape/, /data/);
  await fails(c.json({ path: '/cut', signal: never }, shape), 'bad-response', /not JSON/);
});

test('nothing listening, an unknown host, and a server that is not HTTP', async () => {
  const s = await serve((_, response) => response.end());
  await s.close();
  await fails(
    client(s.url).send({ path: '/', signal: never }),
    'unreachable',
    /nothing listens at 127\.0\.0\.1:\d+/,
  );
  await fails(
    client('http://no-such-host.invalid').send({ path: '/', signal: never }),
    'unreachable',
    /host name of no-such-host\.invalid is not known/,
  );
  const raw = net.createServer((socket) => socket.end('\0\0\x18\x04not http')).listen(0, '127.0.0.1');
  await once(raw, 'listening');
  whenDone(() => new Promise((resolve) => raw.close(resolve)));
  const { port } = raw.address() as net.AddressInfo;
  await fails(
    client(`http://127.0.0.1:${port}`).send({ path: '/', signal: never }),
    'bad-response',
    /does not speak HTTP\/1\.1/,
    /16686/,
  );
});

test('secrets stay out of errors and logs, even when the server echoes them', async () => {
  const lines: string[] = [];
  const log: Logger = { ...silent, debug: (line) => lines.push(line) };
  const s = await serve((request, response) => {
    response.statusCode = 400;
    response.end(`bad header ${request.headers.authorization} in ${request.url}`);
  });
  for (const auth of [
    { type: 'bearer', token: 'glsa_topsecret' },
    { type: 'basic', user: 'me', password: 'glsa_topsecret' },
    { type: 'header', name: 'Authorization', value: 'Token glsa_topsecret' },
  ] as const) {
    const c = client(s.url, { auth }, log);
    const message = await fails(
      c.send({ path: '/x', query: [['t', 'glsa_topsecret']], signal: never }),
      'bad-request',
    );
    for (const text of [message, ...lines]) {
      assert.ok(!text.includes('topsecret'), text);
      assert.ok(!text.includes(Buffer.from('me:glsa_topsecret').toString('base64')), text);
    }
  }
  assert.equal(lines.length, 3);
});

test('control and direction characters of a server never reach the user', async () => {
  const s = await serve((_, response) => {
    response.statusCode = 500;
    response.end('a\u001b[31mb\u202ec\nd');
  });
  await fails(client(s.url).send({ path: '/', signal: never }), 'bad-response', /a \[31mb c d/);
});
