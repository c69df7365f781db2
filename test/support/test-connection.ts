import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { BackendError, type BackendErrorCode, type Logger } from '../../src/core/ports.ts';
import { HttpClient } from '../../src/engine/backends/http.ts';
import type { ConnectionConfig } from '../../src/protocol/engine-backends.ts';

/** Ended when the test file is. */
const cleanup: (() => unknown)[] = [];
after(() => Promise.all(cleanup.map((end) => end())));
export const whenDone = (end: () => unknown): void => void cleanup.push(end);

export const never: AbortSignal = new AbortController().signal;

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
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  cleanup.push(close);
  return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, requests, close };
}

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

export function connection(url: string, more: Partial<ConnectionConfig> = {}): ConnectionConfig {
  return { id: 'c1', name: 'Test', kind: 'jaeger', url, auth: { type: 'none' }, ...more };
}

/** Retries at once, so that no test waits. */
export function client(url: string, more: Partial<ConnectionConfig> = {}, log: Logger = silent): HttpClient {
  const http = new HttpClient(connection(url, more), log, {}, { retryBaseMs: 1, random: () => 0.5 });
  cleanup.push(() => http.close());
  return http;
}

/** Holds a failure to its code and words, and to what every message must be: sentences that name the connection. */
export async function fails(
  promise: Promise<unknown>,
  code: BackendErrorCode,
  ...words: RegExp[]
): Promise<string> {
  const failure = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(failure instanceof BackendError, `expected a BackendError, got ${failure}`);
  assert.equal(failure.code, code, failure.message);
  for (const word of words) assert.match(failure.message, word);
  assert.match(failure.message, code === 'cancelled' ? /^Cancelled\.$/ : /^Test\b.*[.)]$/s);
  return failure.message;
}
