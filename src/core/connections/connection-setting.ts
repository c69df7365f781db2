import type { RemoteKind } from '../ports.ts';

export type AuthKind = 'none' | 'bearer' | 'basic' | 'header' | 'certificate';

/** A connection as settings hold it: everything but its secrets. */
export type ConnectionSetting = {
  readonly id: string;
  readonly name: string;
  readonly kind: RemoteKind;
  readonly url: string;
  /** Grafana: uid of the data source behind it. */
  readonly datasource?: string;
  readonly auth: AuthKind;
  /** For `basic`. */
  readonly user?: string;
  /** For `header`: its name. */
  readonly header?: string;
  readonly tenant?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
  /** Chosen with the connection: figures of other environments would only mislead. */
  readonly environment?: string;
  /** What services of this backend are called elsewhere, by what they are called there. */
  readonly services?: Readonly<Record<string, string>>;
};

export const REMOTE_KINDS: readonly RemoteKind[] = ['jaeger', 'tempo', 'zipkin', 'victoriatraces', 'grafana'];
export const AUTH_KINDS: readonly AuthKind[] = ['none', 'bearer', 'basic', 'header', 'certificate'];

export const KIND_TITLES: Readonly<Record<RemoteKind, string>> = {
  jaeger: 'Jaeger',
  tempo: 'Tempo',
  zipkin: 'Zipkin',
  victoriatraces: 'VictoriaTraces',
  grafana: 'Grafana',
};

export type ReadSettings = {
  readonly connections: readonly ConnectionSetting[];
  /** A sentence for each entry that cannot be used, with what to do. */
  readonly problems: readonly string[];
};

/** Settings are typed by hand: what is wrong is said, and the rest is used. */
export function readConnectionSettings(raw: readonly unknown[]): ReadSettings {
  const connections: ConnectionSetting[] = [];
  const problems: string[] = [];
  for (const [i, entry] of raw.entries()) {
    const read = readOne(entry);
    if (typeof read === 'string') problems.push(`Connection ${i + 1} in the settings is left out: ${read}`);
    else if (connections.some((c) => c.id === read.id))
      problems.push(`Connection ${i + 1} in the settings is left out: another one has the id "${read.id}".`);
    else connections.push(read);
  }
  return { connections, problems };
}

function readOne(entry: unknown): ConnectionSetting | string {
  if (!isRecord(entry)) return 'it is no object.';
  const id = text(entry.id);
  const kind = REMOTE_KINDS.find((k) => k === entry.kind);
  const url = text(entry.url);
  if (!id || id === 'local') return 'it needs an "id" of its own, such as "staging".';
  if (!kind) return `its "kind" must be one of ${REMOTE_KINDS.join(', ')}.`;
  const origin = originOf(url ?? '');
  if (!url || !origin) return 'its "url" must be an address such as http://localhost:16686.';
  if (/^[a-z]+:\/\/[^/?#]*@/i.test(url))
    return 'its "url" holds a user or password, which settings are no place for. Take it out and edit the connection.';
  const auth = AUTH_KINDS.find((a) => a === (entry.auth ?? 'none'));
  if (!auth) return `its "auth" must be one of ${AUTH_KINDS.join(', ')}.`;
  const timeout = entry.timeoutSeconds;
  return {
    id,
    name: text(entry.name) ?? `${KIND_TITLES[kind]} (${new URL(origin).host})`,
    kind,
    url,
    auth,
    ...optional('datasource', text(entry.datasource)),
    ...optional('user', text(entry.user)),
    ...optional('header', text(entry.header)),
    ...optional('tenant', text(entry.tenant)),
    ...optional('environment', text(entry.environment)),
    ...optional('headers', texts(entry.headers)),
    ...optional('services', texts(entry.services)),
    ...optional('timeoutSeconds', typeof timeout === 'number' && timeout > 0 ? timeout : undefined),
  };
}

/** Scheme, host and port: what a secret is given to. */
export function originOf(url: string): string | undefined {
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
  if (!URL.canParse(full)) return undefined;
  const { protocol, origin } = new URL(full);
  return protocol === 'http:' || protocol === 'https:' ? origin : undefined;
}

/** A short id that nobody has yet: settings are read by people. */
export function newConnectionId(name: string, taken: readonly string[]): string {
  const base =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 40) || 'backend';
  const used = new Set([...taken, 'local']);
  if (!used.has(base)) return base;
  let n = 2;
  while (used.has(`${base}-${n}`)) n++;
  return `${base}-${n}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' && value.length <= 4096 ? value.trim() : undefined;

function texts(value: unknown): Record<string, string> | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value).flatMap(([key, v]) => (typeof v === 'string' ? [[key, v]] : []));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const optional = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
