/** What VS Code's settings and the environment say about proxies. */
export type ProxySettings = {
  /** `http.proxy` */
  readonly proxy: string;
  /** `http.noProxy` */
  readonly noProxy: readonly string[];
  /** `http.proxySupport` */
  readonly support: string;
  /** HTTP_PROXY, HTTPS_PROXY, NO_PROXY in either case; used where VS Code's setting is empty, as VS Code does. */
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** The proxy that requests to an address go through, or undefined for none. Never for addresses of this machine. */
export function proxyFor(url: string, { proxy, noProxy, support, env }: ProxySettings): string | undefined {
  if (support === 'off' || !URL.canParse(url)) return undefined;
  const { protocol, hostname, port } = new URL(url);
  if (isLocal(hostname)) return undefined;
  const named = (name: string) => env[name] || env[name.toLowerCase()] || undefined;
  const from = proxy.trim() || named(protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (!from) return undefined;
  const exempt = [...noProxy, ...(named('NO_PROXY') ?? '').split(',')];
  const number = port || (protocol === 'https:' ? '443' : '80');
  return exempt.some((rule) => matches(rule.trim().toLowerCase(), hostname.toLowerCase(), number))
    ? undefined
    : from;
}

/** `*`, `host`, `host:port`, `.domain`, `*.domain`; a bare domain stands for what is below it too. */
function matches(rule: string, host: string, port: string): boolean {
  if (rule === '') return false;
  if (rule === '*') return true;
  const [, name = rule, rulePort] = /^(.*?)(?::(\d+))?$/.exec(rule) ?? [];
  if (rulePort !== undefined && rulePort !== port) return false;
  const domain = name.replace(/^\*?\.?/, '');
  return host === domain || host.endsWith(`.${domain}`);
}

const isLocal = (host: string) =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
