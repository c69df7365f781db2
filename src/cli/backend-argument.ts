import type { RemoteKind } from '../core/ports.ts';
import type { ConnectionAuth, ConnectionConfig } from '../protocol/engine-backends.ts';
import { type CommandIo, UsageError } from './command.ts';

const KINDS: readonly RemoteKind[] = ['jaeger', 'tempo', 'zipkin', 'victoriatraces', 'grafana'];

/** How `--backend` gets in where a password has no business on a command line; for `--help`. */
export const BACKEND_HELP = `Credentials come from the environment: SPANLIGHT_TOKEN (bearer), or SPANLIGHT_HEADER ("Name: value"); from the URL
(https://user:password@host) where nothing else will do. SPANLIGHT_TENANT names the tenant.`;

/** The connection that `--backend KIND=URL` names. */
export function backendArgument(argument: string, env: CommandIo['env']): ConnectionConfig {
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
  const auth = authOf(url, env);
  url.username = '';
  url.password = '';
  return {
    id: 'command-line',
    name: `${kind} at ${url.host}`,
    kind,
    url: url.href.replace(/\/$/, ''),
    auth,
    tenant: env.SPANLIGHT_TENANT,
  };
}

function authOf(url: URL, env: CommandIo['env']): ConnectionAuth {
  if (env.SPANLIGHT_TOKEN) return { type: 'bearer', token: env.SPANLIGHT_TOKEN };
  const header = /^([^:\s]+):\s*(.+)$/.exec(env.SPANLIGHT_HEADER ?? '');
  if (header?.[1] && header[2]) return { type: 'header', name: header[1], value: header[2] };
  if (url.username !== '' || url.password !== '')
    return {
      type: 'basic',
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    };
  return { type: 'none' };
}
