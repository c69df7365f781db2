import type { ConnectionSecret } from '../core/connections/connection-secret.ts';
import type { ConnectionSetting } from '../core/connections/connection-setting.ts';
import { type ProxySettings, proxyFor } from '../core/connections/proxy-for.ts';
import type { ConnectionAuth, ConnectionConfig, ConnectionTls } from '../protocol/engine-backends.ts';

/** A connection as the engine takes it: settings, secret and proxy put together. */
export function connectionConfig(
  setting: ConnectionSetting,
  secret: ConnectionSecret | undefined,
  proxy: ProxySettings,
): ConnectionConfig {
  const { id, name, kind, url, datasource, tenant, headers, timeoutSeconds } = setting;
  return {
    id,
    name,
    kind,
    url,
    datasource,
    tenant,
    headers,
    timeoutMs: timeoutSeconds === undefined ? undefined : timeoutSeconds * 1000,
    auth: connectionAuth(setting, secret),
    tls: connectionTls(secret),
    proxy: proxyFor(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`, proxy),
  };
}

/** Without its secret a connection asks as nobody: the server's refusal says the rest. */
export function connectionAuth(
  { auth, user = '', header = '' }: Pick<ConnectionSetting, 'auth' | 'user' | 'header'>,
  secret: Pick<ConnectionSecret, 'value'> | undefined,
): ConnectionAuth {
  const value = secret?.value;
  if (value === undefined) return { type: 'none' };
  switch (auth) {
    case 'bearer':
      return { type: 'bearer', token: value };
    case 'basic':
      return { type: 'basic', user, password: value };
    case 'header':
      return { type: 'header', name: header, value };
    default:
      return { type: 'none' };
  }
}

export function connectionTls(
  secret: Omit<ConnectionSecret, 'origin'> | undefined,
): ConnectionTls | undefined {
  if (!secret) return undefined;
  const { ca, cert, key, passphrase } = secret;
  return ca === undefined && cert === undefined ? undefined : { ca, cert, key, passphrase };
}
