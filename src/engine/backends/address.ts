import { BackendError } from '../../core/ports.ts';
import type { ConnectionAuth } from '../../protocol/engine-backends.ts';

export type Address = {
  /** Origin and base path, without a slash at the end. */
  readonly base: string;
  readonly host: string;
  /** Whether the traffic stays on this machine. */
  readonly loopback: boolean;
  readonly https: boolean;
  /** What stood in the address as user:password@; an explicit authentication wins over it. */
  readonly auth: ConnectionAuth;
};

/** Reads the address of a connection; `localhost:16686` counts as http. */
export function parseAddress(text: string): Address {
  const trimmed = text.trim();
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  if (!URL.canParse(full))
    throw new BackendError(
      'bad-request',
      `"${shorten(trimmed)}" is not an address. Give one such as http://localhost:16686.`,
    );
  const url = new URL(full);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new BackendError(
      'bad-request',
      `Addresses start with http:// or https://; this one starts with ${url.protocol}//. ` +
        "gRPC ports are not used: give the address of the backend's HTTP API.",
    );
  const auth: ConnectionAuth =
    url.username === ''
      ? { type: 'none' }
      : { type: 'basic', user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  return {
    base: url.origin + url.pathname.replace(/\/+$/, ''),
    host: url.host,
    loopback: isLoopback(url.hostname),
    https: url.protocol === 'https:',
    auth,
  };
}

export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

const shorten = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}...` : text);
