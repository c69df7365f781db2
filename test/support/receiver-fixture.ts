import { request } from 'node:http';
import type { TestContext } from 'node:test';
import type { Logger } from '../../src/core/ports.ts';
import type { SpanBatch } from '../../src/core/trace/span-batch.ts';
import type { GuardOptions } from '../../src/engine/receiver/host-guard.ts';
import { httpListener, type Route } from '../../src/engine/receiver/http-listener.ts';
import { OTLP_NOT_FOUND, otlpRoutes } from '../../src/engine/receiver/http-routes.ts';
import type { Ingest } from '../../src/engine/receiver/ingest.ts';
import { DEFAULT_LIMITS, type Limits } from '../../src/engine/receiver/limits.ts';

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

export const JSON_TYPE = { 'content-type': 'application/json' };
export const PROTOBUF = { 'content-type': 'application/x-protobuf' };

/** A request with one span. */
export const spanJson = (traceId: string, spanId = '051581bf3cb55c13'): string =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'cart' } }] },
        scopeSpans: [
          { spans: [{ traceId, spanId, name: 'GET /', startTimeUnixNano: '1', endTimeUnixNano: '2' }] },
        ],
      },
    ],
  });

export type TestAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
};

export type Sent = {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
};

/** An HTTP receiver on a free port that keeps what it is sent. */
export async function testReceiver(
  t: TestContext,
  options: {
    guard?: Partial<GuardOptions>;
    limits?: Partial<Limits>;
    ingest?: Ingest;
    routes?: (ingest: Ingest) => Record<string, Route>;
    notFound?: string;
  } = {},
) {
  const batches: SpanBatch[] = [];
  const ingest: Ingest = options.ingest ?? { spans: (batch) => void batches.push(batch), logs: () => {} };
  const identity = { program: 'spanlight', store: '/s', pid: 1 } as const;
  const server = httpListener({
    routes: options.routes?.(ingest) ?? otlpRoutes(ingest, identity),
    notFound: options.notFound ?? OTLP_NOT_FOUND,
    guard: { hosts: [], origins: 'none', ...options.guard },
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    log: silent,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { port, batches, send: (sent: Sent) => send(port, sent) };
}

export function send(port: number, { method = 'POST', path = '/v1/traces', headers = {}, body = '' }: Sent) {
  return new Promise<TestAnswer>((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
      response.on('error', reject);
    });
    call.on('error', reject);
    call.end(body);
  });
}
