import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from '../../core/ports.ts';
import { BodyPool } from './body-pool.ts';
import { checkHost, checkOrigin, type GuardOptions } from './host-guard.ts';
import { HttpProblem, RPC_CODE, tooMany } from './http-problem.ts';
import { INFLATING, type Limits } from './limits.ts';
import { CONTENT_TYPE, type Encoding, statusMessage } from './otlp-responses.ts';
import { type Gauge, inflateBody, readBody } from './read-body.ts';
import { refusalFor } from './refusal.ts';
import { Semaphore } from './semaphore.ts';

export type Answer = {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array | string;
};

export type Route = {
  readonly method: 'GET' | 'POST';
  /** What the answer, a refusal included, is written in; throws where the request's own type is not taken. */
  readonly encoding: (request: IncomingMessage) => Encoding;
  readonly handle: (body: Buffer, request: IncomingMessage) => Answer;
};

export type HttpListenerOptions = {
  /** By path without trailing or doubled slashes. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Answer to a path that is none of these. */
  readonly notFound: string;
  readonly guard: GuardOptions;
  readonly limits: Limits;
  readonly log: Logger;
};

/** An HTTP server that holds its clients to limits; not yet listening. */
export function httpListener(options: HttpListenerOptions): Server {
  const { limits, log } = options;
  const gauge: Gauge = { bytes: 0 };
  const pool = new BodyPool();
  const inflating = new Semaphore(INFLATING);
  let working = 0;

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    let encoding: Encoding = 'json';
    let cors: Readonly<Record<string, string>> | undefined;
    let release = () => {};
    working++;
    try {
      checkHost(request.headers.host, options.guard);
      cors = checkOrigin(request.headers.origin, options.guard);
      const path = pathOf(request.url);
      const route = Object.hasOwn(options.routes, path) ? options.routes[path] : undefined;
      if (!route) throw new HttpProblem(404, RPC_CODE.notFound, options.notFound);
      if (request.method === 'OPTIONS' && cors)
        return end(response, 204, preflight(request, route, cors), '');
      if (request.method !== route.method)
        throw new HttpProblem(405, RPC_CODE.unimplemented, `${path} takes ${route.method} only.`, {
          allow: route.method,
        });
      encoding = route.encoding(request);
      if (working > limits.requests) throw tooMany('Too many requests at once. Send again in a moment.', 1);
      const body = await readBody(request, limits, gauge, pool);
      release = body.release;
      const bytes = await inflateBody(body.bytes, request.headers['content-encoding'], limits, inflating);
      const answer = route.handle(bytes, request);
      end(response, answer.status, { ...cors, 'content-type': answer.type }, answer.body);
    } catch (error) {
      if (request.destroyed && !request.complete) return;
      const problem = refusalFor(error, log);
      const headers = { ...cors, ...problem.headers, 'content-type': CONTENT_TYPE[encoding] };
      const unread = !request.complete;
      const close = unread ? { connection: 'close' } : {};
      end(
        response,
        problem.status,
        { ...headers, ...close },
        statusMessage(encoding, problem.rpcCode, problem.message),
      );
      if (unread) discard(request);
    } finally {
      working--;
      release();
    }
  };

  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: 60_000,
      connectionsCheckingInterval: Math.min(2000, limits.headersMs),
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => void serve(request, response),
  );
  server.maxConnections = limits.connections;
  return server;
}

function end(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array | string,
): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** Lets the client finish writing, so that it reads the refusal instead of a reset, but not for long. */
function discard(request: IncomingMessage): void {
  const give = setTimeout(() => request.destroy(), 1000);
  request.once('close', () => clearTimeout(give)).resume();
}

function preflight(request: IncomingMessage, route: Route, cors: Readonly<Record<string, string>>) {
  const wanted = request.headers['access-control-request-headers'];
  return {
    ...cors,
    'access-control-allow-methods': route.method,
    'access-control-allow-headers': typeof wanted === 'string' ? wanted : 'content-type',
    'access-control-max-age': '600',
    // A page of a public site reaching into this machine asks for more; it was refused above.
    'access-control-allow-private-network': 'true',
  };
}

/** Endpoints are joined with and without a slash; both arrive. */
function pathOf(url: string | undefined): string {
  const path = (url ?? '/').split('?')[0] ?? '/';
  const tidy = path.replace(/\/{2,}/g, '/');
  return tidy.length > 1 ? tidy.replace(/\/$/, '') : tidy;
}
