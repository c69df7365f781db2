import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../../../support/root.ts';
import { client, fails, never, serve, whenDone } from '../../../support/test-connection.ts';

const pem = (name: string) => readFileSync(path.join(root, 'test/fixtures/backends/tls', name), 'utf8');
const ca = pem('ca.crt');
const identity = (name: string) => ({ cert: pem(`${name}.crt`), key: pem(`${name}.key`) });
const ok: http.RequestListener = (_, response) => response.end('{}');
const send = (c: ReturnType<typeof client>) => c.send({ path: '/', signal: never });

test('a certificate of an authority that the connection names is trusted', async () => {
  const s = await serve(ok, identity('server'));
  assert.equal((await send(client(s.url, { tls: { ca } }))).status, 200);
});

test('an unknown authority, an expired certificate and another name each have their sentence', async () => {
  const s = await serve(ok, identity('server'));
  await fails(send(client(s.url)), 'unreachable', /not trusted here/, /authority's certificate/);
  const old = await serve(ok, identity('expired'));
  await fails(send(client(old.url, { tls: { ca } })), 'unreachable', /has expired/);
  const other = await serve(ok, identity('other'));
  await fails(send(client(other.url, { tls: { ca } })), 'unreachable', /made out to another name/);
});

test('a server that signed its own certificate is told apart', async () => {
  const s = await serve(ok, { cert: pem('self-signed.crt'), key: pem('self-signed.key') });
  await fails(send(client(s.url)), 'unreachable', /signed itself/);
});

test('client certificates: asked for, wrong, right', async () => {
  const s = await serve(ok, { ...identity('server'), ca, requestCert: true, rejectUnauthorized: true });
  await fails(send(client(s.url, { tls: { ca } })), 'unreachable', /client certificate/);
  assert.equal((await send(client(s.url, { tls: { ca, ...identity('client') } }))).status, 200);
});

test('https:// to a plain server and http:// to a TLS one name the right scheme', async () => {
  const plain = await serve(ok);
  await fails(send(client(plain.url.replace('http:', 'https:'))), 'unreachable', /Use http:\/\//);
  const secure = await serve(ok, identity('server'));
  await fails(send(client(secure.url.replace('https:', 'http:'))), 'unreachable', /use https:\/\//);
});

/** A forward proxy that sends everything to one place, whatever host was asked for. */
async function proxy(target: string, credentials?: string) {
  const seen: string[] = [];
  const to = new URL(target);
  const refused = (request: http.IncomingMessage) =>
    credentials !== undefined &&
    request.headers['proxy-authorization'] !== `Basic ${Buffer.from(credentials).toString('base64')}`;
  const server = http.createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    if (refused(request)) return response.writeHead(407).end();
    const path = new URL(request.url ?? '').pathname;
    const out = http.request({ host: to.hostname, port: to.port, path }, (answer) => answer.pipe(response));
    return request.pipe(out);
  });
  server.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    if (refused(request)) return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const out = net.connect(Number(to.port), to.hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      out.pipe(socket).pipe(out);
    });
    out.on('error', () => socket.destroy());
    socket.on('error', () => out.destroy());
    return out;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  whenDone(() => {
    server.close();
    server.closeAllConnections();
  });
  return { seen, host: `127.0.0.1:${(server.address() as net.AddressInfo).port}` };
}

test('through a proxy, plain', async () => {
  const s = await serve(ok);
  const p = await proxy(s.url, 'me:secret');
  const c = client('http://tempo.test', { proxy: `http://me:secret@${p.host}` });
  assert.equal((await send(c)).status, 200);
  assert.equal(p.seen.length, 1);
});

test('through a proxy by tunnel, with TLS to the server', async () => {
  const s = await serve(ok, identity('server'));
  const p = await proxy(s.url);
  const c = client('https://tempo.test', { proxy: `http://${p.host}`, tls: { ca } });
  await fails(send(c), 'unreachable', /made out to another name/);
  assert.deepEqual(p.seen, ['CONNECT tempo.test:443']);
});

test('a proxy that wants credentials says so, without ours in the message', async () => {
  const s = await serve(ok, identity('server'));
  const p = await proxy(s.url, 'me:other');
  for (const url of ['https://tempo.test', 'http://tempo.test']) {
    const c = client(url, { proxy: `http://me:topsecret@${p.host}` });
    const message = await fails(send(c), 'unauthorized', /the proxy .* asks for credentials/);
    assert.ok(!message.includes('topsecret'));
  }
});

test('loopback never goes through the proxy', async () => {
  const s = await serve(ok);
  const p = await proxy(s.url);
  assert.equal((await send(client(s.url, { proxy: `http://${p.host}` }))).status, 200);
  assert.equal(p.seen.length, 0);
});

test('a proxy that is not there is named', async () => {
  const gone = await serve(ok);
  await gone.close();
  const host = new URL(gone.url).host;
  await fails(send(client('http://tempo.test', { proxy: gone.url })), 'unreachable', new RegExp(host));
});
