import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RemoteKind } from '../core/ports.ts';
import { readUiAddress } from '../engine/backends/ui-address.ts';
import type { ConnectionAuth, ConnectionConfig, ConnectionTls } from '../protocol/engine-backends.ts';
import { type CommandIo, UsageError } from './command.ts';
import { proxyOfEnvironment } from './proxy-of-environment.ts';

const KINDS: readonly RemoteKind[] = ['jaeger', 'tempo', 'zipkin', 'victoriatraces', 'grafana'];

/** How `--backend` gets in where a password has no business on a command line; for `--help`. */
export const BACKEND_HELP = `URL is the server's address, or that of any page of its UI; grafana=URL#UID names the data source.
Credentials come from the environment, as other users see command lines: SPANLIGHT_TOKEN (bearer), SPANLIGHT_BASIC
("user:password") or SPANLIGHT_HEADER ("Name: value"). SPANLIGHT_TENANT names the tenant; SPANLIGHT_CA, SPANLIGHT_CERT
and SPANLIGHT_KEY are PEM files; https_proxy, http_proxy and no_proxy mean what they mean elsewhere.`;

/** The connection that `--backend KIND=URL` names. */
export function backendArgument(
  argument: string,
  env: CommandIo['env'],
  cwd: string = process.cwd(),
): ConnectionConfig {
  const at = argument.indexOf('=');
  const kind = KINDS.find((k) => k === argument.slice(0, at).toLowerCase());
  if (at < 0 || !kind)
    throw new UsageError(
      `--backend takes KIND=URL with one of ${KINDS.join(', ')} as the kind, such as jaeger=http://localhost:16686.`,
    );
  const address = argument.slice(at + 1);
  if (!URL.canParse(address) || !/^https?:/.test(address))
    throw new UsageError(`"${address}" is not an address of a server: http:// or https:// is expected.`);
  const url = new URL(address);
  if (url.username !== '' || url.password !== '')
    throw new UsageError(
      'Other users see command lines: put "user:password" into the environment as SPANLIGHT_BASIC instead of the address.',
    );
  const { bases, datasource } = readUiAddress(address);
  return {
    id: 'command-line',
    name: `${kind} at ${url.host}`,
    kind,
    url: bases[0] ?? url.origin,
    datasource: kind === 'grafana' ? decodeURIComponent(url.hash.slice(1)) || datasource : undefined,
    auth: authOf(env),
    tenant: env.SPANLIGHT_TENANT,
    tls: tlsOf(env, cwd),
    proxy: proxyOfEnvironment(url, env),
  };
}

function authOf(env: CommandIo['env']): ConnectionAuth {
  if (env.SPANLIGHT_TOKEN) return { type: 'bearer', token: env.SPANLIGHT_TOKEN };
  const basic = /^([^:]*):(.*)$/s.exec(env.SPANLIGHT_BASIC ?? '');
  if (basic) return { type: 'basic', user: basic[1] ?? '', password: basic[2] ?? '' };
  const header = /^([^:\s]+):\s*(.+)$/.exec(env.SPANLIGHT_HEADER ?? '');
  if (header?.[1] && header[2]) return { type: 'header', name: header[1], value: header[2] };
  return { type: 'none' };
}

function tlsOf(env: CommandIo['env'], cwd: string): ConnectionTls | undefined {
  const read = (name: string) => {
    const file = env[name];
    if (!file) return undefined;
    try {
      return readFileSync(path.resolve(cwd, file), 'utf8');
    } catch (error) {
      throw new UsageError(`${name}: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
    }
  };
  const tls = { ca: read('SPANLIGHT_CA'), cert: read('SPANLIGHT_CERT'), key: read('SPANLIGHT_KEY') };
  return Object.values(tls).every((pem) => pem === undefined) ? undefined : tls;
}
