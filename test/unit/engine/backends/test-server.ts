import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Logger } from '../../../../src/core/ports.ts';
import { HttpClient } from '../../../../src/engine/backends/http.ts';
import type { ConnectionConfig } from '../../../../src/protocol/engine-backends.ts';

export type TestServer = {
  readonly url: string;
  readonly requests: http.IncomingMessage[];
  close(): Promise<void>;
};

export async function serve(listener: http.RequestListener, tls?: https.ServerOptions): Promise<TestServer> {
  const requests: http.IncomingMessage[] = [];
  const handle: http.RequestListener = (request, response) => {
    requests.push(request);
    listener(request, response);
  };
  const server = tls ? https.createServer(tls, handle) : http.createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

export function connection(url: string, more: Partial<ConnectionConfig> = {}): ConnectionConfig {
  return { id: 'c1', name: 'Test', kind: 'jaeger', url, auth: { type: 'none' }, ...more };
}

/** Retries at once, so that no test waits. */
export function client(url: string, more: Partial<ConnectionConfig> = {}, log: Logger = silent): HttpClient {
  return new HttpClient(connection(url, more), log, {}, { retryBaseMs: 1, random: () => 0.5 });
}
