import type { ConnectionAuth, ConnectionConfig } from '../../protocol/engine-backends.ts';
import { basicToken } from './dispatcher.ts';

/** Shorter ones would hit innocent words; no real secret is that short. */
const SHORTEST = 4;

/** Takes a connection's secrets out of text: servers and proxies echo headers and addresses into their errors. */
export function redactor(config: ConnectionConfig, auth: ConnectionAuth): (text: string) => string {
  const secrets = new Set<string>();
  const add = (text: string | undefined) => {
    if (text === undefined || text.length < SHORTEST) return;
    secrets.add(text);
    secrets.add(encodeURIComponent(text));
  };
  if (auth.type === 'bearer') add(auth.token);
  // "Token abc": a server may echo the second word alone.
  if (auth.type === 'header') for (const part of [auth.value, ...auth.value.split(/\s+/)]) add(part);
  if (auth.type === 'basic') {
    add(auth.password);
    add(basicToken(auth.user, auth.password).slice('Basic '.length));
  }
  for (const value of Object.values(config.headers ?? {})) add(value);
  add(config.tls?.passphrase);
  for (const address of [config.url, config.proxy])
    if (address !== undefined && URL.canParse(address)) {
      const { username, password } = new URL(address);
      add(password);
      add(decodeURIComponent(password));
      if (password !== '')
        add(basicToken(decodeURIComponent(username), decodeURIComponent(password)).slice(6));
    }
  const all = [...secrets].sort((a, b) => b.length - a.length);
  return (text) => all.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}
