// A proxy that does to a backend's answers what networks, gateways and overloaded servers do to them.
import http from 'node:http';
import zlib from 'node:zlib';
import { serve, type TestServer } from './test-connection.ts';

export type Fault =
  | 'none'
  /** Longer than the connection's time limit. */
  | 'latency'
  | 'reset in the body'
  | 'slow drip'
  | 'wrong content type'
  | '500 storm'
  | '503 storm'
  | 'every other request 503'
  | 'huge body'
  | 'gzip bomb'
  | 'cut off'
  | 'garbage';

export type FaultProxy = TestServer & { fault: Fault };

/** `hides`: paths that the backend shall seem not to have. */
export async function faultProxy(
  target: string,
  hides: (path: string) => boolean = () => false,
): Promise<FaultProxy> {
  const to = new URL(target);
  let count = 0;
  const server = await serve((request, response) => {
    if (hides(request.url ?? '')) return void response.writeHead(404).end('404 page not found');
    const spoil = () => spoiled(proxy.fault, ++count, response, request);
    if (spoil()) return;
    const out = http.request(
      {
        host: to.hostname,
        port: to.port,
        path: request.url,
        method: request.method,
        headers: { ...request.headers, host: to.host },
      },
      (answer) => {
        if (proxy.fault !== 'reset in the body' && proxy.fault !== 'slow drip' && proxy.fault !== 'cut off') {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          return void answer.pipe(response);
        }
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => tear(proxy.fault, answer, Buffer.concat(chunks), response));
      },
    );
    out.on('error', () => response.destroy());
    request.pipe(out);
  });
  const proxy: FaultProxy = { ...server, fault: 'none' };
  return proxy;
}

/** Faults that need no answer of the server. */
function spoiled(
  fault: Fault,
  count: number,
  response: http.ServerResponse,
  request: http.IncomingMessage,
): boolean {
  switch (fault) {
    case 'latency':
      setTimeout(() => response.end('{}'), 20_000).unref();
      return true;
    case 'wrong content type':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><html><title>Gateway</title></html>');
      return true;
    case '500 storm':
    case '503 storm':
      response.writeHead(fault === '500 storm' ? 500 : 503);
      response.end('upstream connect error');
      return true;
    case 'every other request 503':
      if (count % 2 === 0) return false;
      response.writeHead(503);
      response.end();
      return true;
    case 'huge body':
      response.writeHead(200, { 'content-type': 'application/json' });
      flood(response, request);
      return true;
    case 'gzip bomb':
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(bomb());
      return true;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(Buffer.from('{"data":[{"traceID":\u0000\ufffd'));
      return true;
    default:
      return false;
  }
}

function tear(fault: Fault, answer: http.IncomingMessage, body: Buffer, response: http.ServerResponse): void {
  const headers = { ...answer.headers };
  delete headers['content-length'];
  delete headers['transfer-encoding'];
  const half = body.subarray(0, Math.floor(body.length / 2));
  if (fault === 'cut off') {
    // As if it were all: the length fits.
    response.writeHead(answer.statusCode ?? 200, headers);
    response.end(half);
  } else if (fault === 'reset in the body') {
    response.writeHead(answer.statusCode ?? 200, { ...headers, 'content-length': body.length });
    response.write(half, () => response.socket?.resetAndDestroy());
  } else {
    response.writeHead(answer.statusCode ?? 200, headers);
    let at = 0;
    const drip = setInterval(() => {
      if (at >= body.length || response.destroyed) return clearInterval(drip);
      response.write(body.subarray(at, ++at));
    }, 50);
  }
}

/** Writes for as long as somebody reads. */
function flood(response: http.ServerResponse, request: http.IncomingMessage): void {
  const block = Buffer.alloc(1 << 20, 32);
  const more = () => {
    while (!request.socket.destroyed && response.write(block));
    if (!request.socket.destroyed) response.once('drain', more);
  };
  more();
}

let packed: Buffer | undefined;

/** 256 MB of spaces in 256 kB. */
function bomb(): Buffer {
  if (packed) return packed;
  const part = zlib.gzipSync(Buffer.alloc(1 << 24, 32));
  // Members of a gzip stream follow one another.
  packed = Buffer.concat(Array.from({ length: 16 }, () => part));
  return packed;
}
