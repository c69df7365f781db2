import { normaliseSpanId, normaliseTraceId } from '../ids.ts';
import { decimalToHex } from './id-forms.ts';

/** A URL taken apart: interfaces keep ids in the path, the query, or behind the #. */
export type UrlFields = {
  readonly url: URL;
  readonly host: string;
  /** Decoded, without empty ones. */
  readonly path: readonly string[];
  /** Path behind the #, without its query. */
  readonly hashPath: readonly string[];
  /** Of the query, of the query behind the #, and `;key=value`. Names in lower case without separators. */
  readonly fields: ReadonlyMap<string, string>;
};

export function urlFields(text: string): UrlFields | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  const fields = new Map<string, string>();
  const add = (name: string, value: string) => {
    const key = name.toLowerCase().replaceAll(/[^a-z\d]/g, '');
    if (!fields.has(key)) fields.set(key, value);
  };
  const addAll = (query: string) => {
    for (const [name, value] of new URLSearchParams(query)) add(name, value);
  };
  addAll(url.search);
  const hash = url.hash.slice(1);
  const mark = hash.indexOf('?');
  addAll(mark < 0 ? '' : hash.slice(mark + 1));
  const hashPath = mark < 0 ? hash : hash.slice(0, mark);
  for (const part of [...url.pathname.split(';').slice(1), ...hashPath.split(';').slice(1)]) {
    const equals = part.indexOf('=');
    if (equals > 0) add(part.slice(0, equals), decoded(part.slice(equals + 1)));
  }
  return {
    url,
    host: url.hostname.toLowerCase(),
    path: segments(url.pathname),
    hashPath: segments(hashPath),
    fields,
  };
}

const segments = (path: string) =>
  path
    .split('/')
    .map((part) => decoded(part.split(';')[0] ?? ''))
    .filter(Boolean);

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Hex of any usual length, X-Ray's form, or Datadog's decimal. */
export function traceIdIn(text: string | undefined): string | undefined {
  const id = text?.trim() ?? '';
  const xray = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/i.exec(id);
  if (xray) return normaliseTraceId(`${xray[1]}${xray[2]}`);
  if (/^\d{17,20}$/.test(id)) return decimalToHex(id, 32);
  // Jaeger leaves leading zeros away.
  return /^[0-9a-f]{8,32}$/i.test(id) ? normaliseTraceId(id) : undefined;
}

export function spanIdIn(text: string | undefined): string | undefined {
  const id = text?.trim() ?? '';
  if (/^\d{17,20}$/.test(id)) return decimalToHex(id, 16);
  return /^[0-9a-f]{8,16}$/i.test(id) ? normaliseSpanId(id) : undefined;
}

/** Where an interface begins: the origin and the path up to `marker`, without the slash. */
export function baseBefore({ url }: UrlFields, marker: string): string {
  const at = url.pathname.indexOf(marker);
  const path = at < 0 ? url.pathname : url.pathname.slice(0, at);
  return `${url.origin}${path.replace(/\/+$/, '')}`;
}
