import type { AuthKind, ConnectionSetting } from './connection-setting.ts';
import { originOf } from './connection-setting.ts';

/** What is kept in the system's secret storage, and only there. */
export type ConnectionSecret = {
  /**
   * What the secret was given for. Settings of a workspace can name any address under the id of a connection: a secret
   * is sent to no other origin than this.
   */
  readonly origin: string;
  /** Bearer token, password or header value. */
  readonly value?: string;
  /** PEM texts. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
};

export function readSecret(stored: string | undefined): ConnectionSecret | undefined {
  if (stored === undefined) return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(stored);
  } catch {
    return undefined;
  }
  if (typeof raw !== 'object' || raw === null) return undefined;
  const entries = Object.entries(raw).filter(([key, v]) => KEYS.has(key) && typeof v === 'string');
  const secret = Object.fromEntries(entries) as Partial<ConnectionSecret>;
  return secret.origin === undefined ? undefined : { ...secret, origin: secret.origin };
}

const KEYS: ReadonlySet<string> = new Set(['origin', 'value', 'ca', 'cert', 'key', 'passphrase']);

/** The secret, if it may go to where the connection points. */
export function usableSecret(
  setting: Pick<ConnectionSetting, 'url'>,
  secret: ConnectionSecret | undefined,
): ConnectionSecret | undefined {
  return secret !== undefined && secret.origin === originOf(setting.url) ? secret : undefined;
}

/** Why a connection cannot prove who it is, or undefined. */
export function missingSecret(
  setting: Pick<ConnectionSetting, 'auth' | 'url'>,
  secret: ConnectionSecret | undefined,
): string | undefined {
  const what = WHAT[setting.auth];
  const usable = usableSecret(setting, secret);
  const there = setting.auth === 'certificate' ? usable?.cert && usable.key : usable?.value;
  if (what === undefined || there) return undefined;
  const host = new URL(originOf(setting.url) ?? 'http://-').host;
  return `Its ${what} for ${host} is not stored on this machine: edit the connection to give it.`;
}

const WHAT: Readonly<Record<AuthKind, string | undefined>> = {
  none: undefined,
  bearer: 'token',
  basic: 'password',
  header: "header's value",
  certificate: 'client certificate',
};
