import tls from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { ConnectionTls } from '../../protocol/engine-backends.ts';
import type { Address } from './address.ts';

export type DispatcherOptions = {
  readonly address: Address;
  readonly tls: ConnectionTls | undefined;
  readonly proxy: string | undefined;
  readonly timeoutMs: number;
};

/** At most this many requests run at once against one server; others wait for a free socket. */
const CONNECTIONS = 6;
const CONNECT_TIMEOUT_MS = 10_000;

/** One a connection: sockets are kept alive between requests and closed with it. */
export function createDispatcher({ address, tls: own, proxy, timeoutMs }: DispatcherOptions): Dispatcher {
  const secure = address.https ? { ...identity(own), ca: authorities(own?.ca) } : {};
  const common = {
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    // The deadline of the whole request is kept by the caller; these free the socket where it has none.
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  };
  const timeout = Math.min(timeoutMs, CONNECT_TIMEOUT_MS);
  // A proxy is for the way out; it cannot reach this machine's own loopback.
  if (proxy === undefined || proxy === '' || address.loopback)
    return new Agent({ ...common, connect: { timeout, ...secure } });
  const url = new URL(proxy);
  const token =
    url.username === ''
      ? {}
      : { token: basicToken(decodeURIComponent(url.username), decodeURIComponent(url.password)) };
  url.username = '';
  url.password = '';
  return new ProxyAgent({
    ...common,
    ...token,
    uri: url.href,
    requestTls: { timeout, ...secure },
    proxyTls: { timeout, ca: authorities(own?.ca) },
  });
}

export const basicToken = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

function identity(own: ConnectionTls | undefined) {
  return {
    ...(own?.cert === undefined ? {} : { cert: own.cert }),
    ...(own?.key === undefined ? {} : { key: own.key }),
    ...(own?.passphrase === undefined ? {} : { passphrase: own.passphrase }),
  };
}

let known: readonly string[] | undefined;

/** Node's own authorities, the system's (company ones live there; Node >= 22.15 can read them) and the connection's. */
function authorities(custom: string | undefined): string[] {
  const read: ((type: 'default' | 'system') => string[]) | undefined = tls.getCACertificates;
  known ??= read ? [...new Set([...read('default'), ...read('system')])] : tls.rootCertificates;
  return custom === undefined || custom === '' ? [...known] : [...known, custom];
}
