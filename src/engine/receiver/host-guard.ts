import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { forbidden } from './http-problem.ts';

/** Names by which containers reach the host; no attacker can own them. */
const CONTAINER_NAMES = new Set([
  'host.docker.internal',
  'gateway.docker.internal',
  'host.containers.internal',
]);

export type GuardOptions = {
  /** Host names taken beside addresses, localhost and this machine's own. */
  readonly hosts: readonly string[];
  /** Which web pages may send: none, those served from localhost, or these origins as well. */
  readonly origins: 'none' | 'localhost' | readonly string[];
};

/**
 * Against DNS rebinding: a page of evil.example whose name is made to point here still says `Host: evil.example`. An
 * address can't be rebound, and neither can localhost.
 */
export function checkHost(host: string | undefined, { hosts }: GuardOptions): void {
  const name = hostName(host ?? '');
  if (isIP(name) !== 0 || isLocalhost(name) || CONTAINER_NAMES.has(name)) return;
  if (name !== '' && (name === hostname().toLowerCase() || hosts.some((h) => h.toLowerCase() === name)))
    return;
  throw forbidden(
    `The host "${name}" is not one that Spanlight answers to. Send to localhost or 127.0.0.1, or allow the name in the settings.`,
  );
}

/** The CORS headers of the answer; undefined when the request does not come from a web page. */
export function checkOrigin(
  origin: string | undefined,
  { origins }: GuardOptions,
): Readonly<Record<string, string>> | undefined {
  if (origin === undefined) return undefined;
  if (!originAllowed(origin, origins))
    throw forbidden(
      `Pages of ${origin} may not send traces to Spanlight. Allow the origin in the settings to let them.`,
    );
  return { 'access-control-allow-origin': origin, vary: 'Origin' };
}

function originAllowed(origin: string, origins: GuardOptions['origins']): boolean {
  if (origins === 'none') return false;
  if (typeof origins !== 'string' && origins.includes(origin)) return true;
  try {
    const { protocol, hostname: name } = new URL(origin);
    return /^https?:$/.test(protocol) && (isLocalhost(name) || name === '127.0.0.1' || name === '[::1]');
  } catch {
    // "null": a sandboxed page or a file.
    return false;
  }
}

const isLocalhost = (name: string) => name === 'localhost' || name.endsWith('.localhost');

/** Without port, brackets and the root's dot. */
function hostName(host: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(host);
  const name = bracketed ? (bracketed[1] ?? '') : host.replace(/:\d*$/, '');
  return name.toLowerCase().replace(/\.$/, '');
}
