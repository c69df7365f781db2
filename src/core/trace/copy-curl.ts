import type { ShownAttribute } from './span-details.ts';

/**
 * The HTTP request of a span as a curl command, as far as its attributes tell it; undefined where they name no URL.
 * Values are quoted for a POSIX shell: span data is untrusted. Secret headers stay out.
 */
export function curlOf(attributes: readonly ShownAttribute[]): string | undefined {
  const text = (...keys: string[]) => {
    for (const key of keys) {
      const found = attributes.find((a) => a.key === key && !a.secret && a.text !== '');
      if (found) return found.text;
    }
    return undefined;
  };
  const url = text('url.full', 'http.url') ?? composed(text);
  if (!url || !/^https?:\/\//i.test(url)) return undefined;
  const parts = ['curl'];
  const method = text('http.request.method', 'http.method');
  if (method && method !== 'GET' && /^[A-Z_]{1,20}$/.test(method)) parts.push('-X', method);
  for (const { key, text: value, secret } of attributes) {
    const header = /^http\.request\.header\.(.+)$/.exec(key)?.[1]?.replaceAll('_', '-');
    if (header && !secret && /^[\w-]+$/.test(header))
      parts.push('-H', quoted(`${header}: ${unlisted(value)}`));
  }
  parts.push(quoted(url));
  return parts.join(' ');
}

function composed(text: (...keys: string[]) => string | undefined): string | undefined {
  const host = text('server.address', 'net.peer.name', 'http.host', 'net.host.name');
  const path = text('url.path', 'http.target');
  if (!host || !path) return undefined;
  const port = text('server.port', 'net.peer.port', 'net.host.port');
  const query = text('url.query');
  const address = port && !host.includes(':') ? `${host}:${port}` : host;
  return `${text('url.scheme', 'http.scheme') ?? 'http'}://${address}${path}${query ? `?${query}` : ''}`;
}

/** Header values are recorded as lists: `["a","b"]`, or in OTLP's form. */
function unlisted(value: string): string {
  const items = [...value.matchAll(/"stringValue":("(?:[^"\\]|\\.)*")/g)].map((m) => m[1] ?? '""');
  const list = items.length > 0 ? `[${items.join(',')}]` : value;
  try {
    const parsed: unknown = JSON.parse(list);
    return Array.isArray(parsed) ? parsed.join(', ') : value;
  } catch {
    return value;
  }
}

const quoted = (text: string) => `'${text.replace(/\p{Cc}+/gu, ' ').replaceAll("'", "'\\''")}'`;
