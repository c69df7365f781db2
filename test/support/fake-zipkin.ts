import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ZipkinSpan = {
  readonly traceId: string;
  readonly id: string;
  readonly parentId?: string;
  readonly name: string;
  readonly kind?: string;
  /** Unix µs. */
  readonly timestamp: number;
  /** µs */
  readonly duration: number;
  readonly localEndpoint: { readonly serviceName: string };
  readonly tags?: Readonly<Record<string, string>>;
};

export type FakeZipkin = {
  readonly url: string;
  readonly requests: readonly IncomingMessage[];
  close(): void;
};

/** A server with the API of Zipkin and traces of one's own; with a token it lets nobody else in. */
export async function fakeZipkin(
  traces: () => readonly (readonly ZipkinSpan[])[],
  token?: string,
): Promise<FakeZipkin> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const json = (value: unknown, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
      return json({ error: 'who are you?' }, 401);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://zipkin');
    const all = traces();
    const services = new Set(all.flat().map((span) => span.localEndpoint.serviceName));
    if (pathname === '/api/v2/services') return json([...services]);
    if (pathname === '/api/v2/spans') return json([...new Set(all.flat().map((span) => span.name))]);
    if (pathname === '/info') return json({ zipkin: { version: '3.6.0' } });
    if (pathname === '/api/v2/traces') {
      const from = (Number(searchParams.get('endTs')) - Number(searchParams.get('lookback'))) * 1000;
      return json(all.filter(([root]) => root && root.timestamp >= from));
    }
    const id = /^\/api\/v2\/trace\/(\w+)$/.exec(pathname)?.[1];
    const found = id === undefined ? undefined : all.find(([root]) => root?.traceId === id);
    if (found) return json(found);
    response.writeHead(404, { 'content-type': 'text/plain' });
    response.end('no such page');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // It must not keep a test's process alive.
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A request with one call to a database, `ageMs` ago. */
export function zipkinTrace(n: number, more: Partial<ZipkinSpan> = {}, ageMs = 60_000): ZipkinSpan[] {
  const traceId = n.toString(16).padStart(32, 'c');
  const timestamp = (Date.now() - ageMs) * 1000;
  const root: ZipkinSpan = {
    traceId,
    id: '00000000000000a1',
    name: 'get /checkout',
    kind: 'SERVER',
    timestamp,
    duration: 120_000,
    localEndpoint: { serviceName: 'checkout' },
    ...more,
  };
  const child: ZipkinSpan = {
    ...root,
    id: '00000000000000a2',
    parentId: root.id,
    name: 'select orders',
    kind: 'CLIENT',
    timestamp: timestamp + 10_000,
    duration: 40_000,
    tags: { 'db.system': 'postgresql' },
  };
  return [root, child];
}
