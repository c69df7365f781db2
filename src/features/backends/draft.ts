import type { ConnectionSecret } from '../../core/connections/connection-secret.ts';
import {
  type ConnectionSetting,
  KIND_TITLES,
  newConnectionId,
  originOf,
} from '../../core/connections/connection-setting.ts';
import { type ProxySettings, proxyFor } from '../../core/connections/proxy-for.ts';
import { connectionAuth, connectionTls } from '../../host/connection-config.ts';
import type { PlacedConnection } from '../../host/connections.ts';
import type { ProbeRequest } from '../../protocol/engine-backends.ts';

/** A connection while it is put together: what is not known yet is undefined. */
export type Draft = Partial<Omit<ConnectionSetting, 'url' | 'auth'>> &
  Pick<ConnectionSetting, 'url' | 'auth'> & { readonly secret: Omit<ConnectionSecret, 'origin'> };

/** `user:password@` in an address is taken out of it: settings hold no secret. */
export function newDraft(address: string): Draft {
  const trimmed = address.trim();
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  if (!URL.canParse(full)) return { url: trimmed, auth: 'none', secret: {} };
  const url = new URL(full);
  const { username, password } = url;
  if (username === '') return { url: full, auth: 'none', secret: {} };
  url.username = '';
  url.password = '';
  const user = decodeURIComponent(username);
  return { url: url.href, auth: 'basic', user, secret: { value: decodeURIComponent(password) } };
}

export function draftOf({ setting }: PlacedConnection, secret: ConnectionSecret | undefined): Draft {
  const { origin: _, ...values } = secret ?? { origin: '' };
  return { ...setting, secret: values };
}

export function probeRequest(draft: Draft, proxy: ProxySettings): ProbeRequest {
  const { url, auth, user = '', header = '', secret, tenant, headers } = draft;
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
  return {
    url,
    auth: connectionAuth({ auth, user, header }, secret),
    tls: connectionTls(secret),
    proxy: proxyFor(full, proxy),
    tenant,
    headers,
  };
}

/** What is stored. A draft of an existing connection keeps its id. */
export function finished(
  draft: Draft & Pick<ConnectionSetting, 'kind'>,
  taken: readonly string[],
): { setting: ConnectionSetting; secret: ConnectionSecret | undefined } {
  const { secret, ...rest } = draft;
  const name = draftName(draft);
  const setting = { ...rest, name, id: draft.id ?? newConnectionId(name, taken) };
  const values = Object.values(secret).some((value) => value !== undefined);
  return { setting, secret: values ? { ...secret, origin: originOf(draft.url) ?? '' } : undefined };
}

export function draftName({ name, kind, url, datasource }: Draft): string {
  if (name !== undefined) return name;
  const host = new URL(originOf(url) ?? 'http://-').host;
  const inside = datasource === undefined ? host : `${datasource}, ${host}`;
  return kind === undefined ? host : `${KIND_TITLES[kind]} (${inside})`;
}
