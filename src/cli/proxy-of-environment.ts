import type { CommandIo } from './command.ts';

/** The proxy that curl and most tools would take for an address; undefined for none. */
export function proxyOfEnvironment(address: URL, env: CommandIo['env']): string | undefined {
  const read = (name: string) => env[name.toLowerCase()] || env[name];
  const proxy =
    // Upper-case HTTP_PROXY is a request header in CGI, so only the lower-case one is trusted by convention.
    (address.protocol === 'https:' ? read('HTTPS_PROXY') : env.http_proxy) || read('ALL_PROXY');
  if (!proxy || exempt(address, read('NO_PROXY') ?? '')) return undefined;
  return /^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

/** `NO_PROXY=localhost,.corp.example,10.0.0.5:3200` or `*`. */
function exempt({ hostname, port, protocol }: URL, list: string): boolean {
  const ownPort = port || (protocol === 'https:' ? '443' : '80');
  return list.split(',').some((entry) => {
    const [, host = '', entryPort] = /^\s*\*?\.?([^\s:]*)(?::(\d+))?\s*$/.exec(entry) ?? [];
    if (entry.trim() === '*') return true;
    if (host === '' || (entryPort !== undefined && entryPort !== ownPort)) return false;
    return hostname === host || hostname.endsWith(`.${host}`);
  });
}
