const COLON = 58;
const SLASH = 47;
const AT = 64;

/** The address after `scheme://` and user info. Data never shows a password where only the host is asked for. */
export function withoutScheme(url: Uint8Array): Uint8Array {
  let from = 0;
  for (let at = 0; at + 2 < url.length && at < 16; at++)
    if (url[at] === COLON && url[at + 1] === SLASH && url[at + 2] === SLASH) {
      from = at + 3;
      break;
    }
  if (from === 0) return url;
  for (let at = from; at < url.length && url[at] !== SLASH; at++) if (url[at] === AT) from = at + 1;
  return url.subarray(from);
}

/** The host of a URL or of `host:port`, lower case; '' for a bare path. */
export function hostOf(address: string): string {
  const authority = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)/i.exec(address)?.[1] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  const v6 = /^\[([^\]]*)\]/.exec(host);
  return v6?.[1] ?? host.replace(/:\d*$/, '');
}
