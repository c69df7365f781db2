import { type FoundId, type FoundText, found, type UiKind } from './found-id.ts';
import { grafanaLink } from './grafana-link.ts';
import { baseBefore, decoded, spanIdIn, traceIdIn, type UrlFields, urlFields } from './url-fields.ts';

/** What a page's URL says. */
export type PageIds = {
  readonly traceId: string | undefined;
  readonly spanId?: string | undefined;
  readonly baseUrl: string;
  readonly dataSource?: string | undefined;
};

type Page = {
  readonly ui: UiKind;
  readonly is: (f: UrlFields) => boolean;
  readonly read: (f: UrlFields) => PageIds;
};

const onHost = (pattern: RegExp) => (f: UrlFields) => pattern.test(f.host);
const onPath = (pattern: RegExp) => (f: UrlFields) => pattern.test(f.url.pathname);

/** Names under which pages keep ids in their queries; separators and case do not count. */
const traceField = ({ fields }: UrlFields) =>
  traceIdIn(
    ['traceid', 'tid', 'trace']
      .map((name) => fields.get(name))
      .find((value) => traceIdIn(value) !== undefined),
  );
const spanField = ({ fields }: UrlFields) =>
  spanIdIn(
    ['spanid', 'span', 'uifind', 'transactionid']
      .map((name) => fields.get(name))
      .find((value) => spanIdIn(value) !== undefined),
  );

/** The segment after the first of these words. */
function after(path: readonly string[], ...words: readonly string[]): string | undefined {
  const at = path.findIndex((part, i) => words.includes(part) && traceIdIn(path[i + 1]) !== undefined);
  return at < 0 ? undefined : path[at + 1];
}

const inQuery = (f: UrlFields, baseUrl = f.url.origin): PageIds => ({
  traceId: traceField(f),
  spanId: spanField(f),
  baseUrl,
});

/** Names what stands in text that is not taken apart further: state in JSON, a query of a portal. */
function named(text: string): string | undefined {
  const match = /(?:trace_?id|operation_?id)[\s"'\\:=]{1,12}([0-9a-f]{32}|[0-9a-f]{16})(?![\w-])/i.exec(text);
  return traceIdIn(match?.[1]);
}

/** Hosted products by their hosts first, then what anybody runs, by its paths. */
const PAGES: readonly Page[] = [
  {
    ui: 'datadog',
    is: onHost(/(^|\.)(datadoghq\.(com|eu)|ddog-gov\.com)$/),
    read: (f) => ({ ...inQuery(f), traceId: traceIdIn(after(f.path, 'trace')) ?? traceField(f) }),
  },
  {
    ui: 'newrelic',
    is: onHost(/(^|\.)newrelic\.com$/),
    read: (f) => ({
      ...inQuery(f),
      traceId: traceIdIn(f.path.findLast((part) => isFullId(part))) ?? traceField(f) ?? inState(f),
    }),
  },
  {
    ui: 'dynatrace',
    is: onHost(/(^|\.)(dynatrace\.com|dynatracelabs\.com|dynatrace-managed\.com)$/),
    read: (f) => inQuery(f),
  },
  { ui: 'honeycomb', is: onHost(/(^|\.)honeycomb\.io$/), read: (f) => inQuery(f) },
  {
    ui: 'xray',
    is: onHost(/(^|\.)console\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)$/),
    read: (f) => ({
      traceId: traceIdIn(/(?<![\w-])1-[0-9a-f]{8}-[0-9a-f]{24}(?![\w-])/i.exec(decoded(f.url.href))?.[0]),
      baseUrl: f.url.origin,
    }),
  },
  {
    ui: 'azure',
    is: onHost(/(^|\.)portal\.azure\.(com|us|cn)$/),
    read: (f) => ({ traceId: inPortal(f), baseUrl: f.url.origin }),
  },
  { ui: 'google', is: onHost(/^console\.cloud\.google\.com$/), read: (f) => inQuery(f) },
  {
    ui: 'grafana',
    is: (f) => onPath(/\/(explore|a\/grafana-exploretraces-app(\/.*)?|d\/.*)$/)(f),
    read: grafanaLink,
  },
  {
    ui: 'elastic',
    is: onPath(/\/app\/(apm|observability|discover|observabilityTraces)(\/|$)/),
    read: (f) => ({
      ...inQuery(f, baseBefore(f, '/app/')),
      traceId: traceIdIn(after(f.path, 'trace')) ?? traceField(f) ?? named(decoded(f.url.href)),
    }),
  },
  {
    ui: 'openobserve',
    is: onPath(/\/web\/traces/),
    read: (f) => inQuery(f, baseBefore(f, '/web/traces')),
  },
  {
    ui: 'victoriatraces',
    is: onPath(/\/select\/(jaeger|tempo|vmui|logsql)(\/|$)/),
    read: (f) => ({
      ...inQuery(f, baseBefore(f, '/select/')),
      traceId:
        traceIdIn(after(f.path, 'traces', 'trace')) ??
        traceIdIn(after(f.hashPath, 'traces', 'trace')) ??
        traceField(f),
    }),
  },
  {
    ui: 'zipkin',
    is: (f) => onPath(/\/zipkin\/(traces|api\/v2\/trace)\//)(f) || onPath(/\/api\/v2\/trace\/[0-9a-f]+$/)(f),
    read: (f) => ({
      ...inQuery(f, baseBefore(f, f.url.pathname.includes('/zipkin/') ? '/zipkin/' : '/api/v2/')),
      traceId: traceIdIn(after(f.path, 'traces', 'trace')),
    }),
  },
  {
    ui: 'signoz',
    is: (f) =>
      onPath(/\/trace\/[0-9a-f]+$/i)(f) &&
      (/(^|\.)signoz\.(cloud|io)$/.test(f.host) ||
        f.fields.has('levelup') ||
        f.fields.has('spanid') ||
        f.url.port === '3301'),
    read: (f) => ({ ...inQuery(f, baseBefore(f, '/trace/')), traceId: traceIdIn(after(f.path, 'trace')) }),
  },
  {
    ui: 'tempo',
    is: (f) =>
      onPath(/\/api\/(v2\/)?traces\/[0-9a-f]+$/i)(f) && (f.url.port === '3200' || onPath(/\/tempo\//)(f)),
    read: (f) => ({ ...inQuery(f, baseBefore(f, '/api/')), traceId: traceIdIn(after(f.path, 'traces')) }),
  },
  {
    ui: 'jaeger',
    is: onPath(/\/(trace|api\/traces|api\/v3\/traces)\/[0-9a-f]+(\.\.\.[0-9a-f]+)?$/i),
    read: (f) => ({
      ...inQuery(f, baseBefore(f, f.url.pathname.includes('/api/') ? '/api/' : '/trace/')),
      traceId: traceIdIn((f.path.at(-1) ?? '').split('...')[0]),
    }),
  },
  {
    ui: 'other',
    is: () => true,
    read: (f) => ({
      ...inQuery(f),
      traceId: traceIdIn(after(f.path, 'trace', 'traces', 'detail')) ?? traceField(f),
    }),
  },
];

const isFullId = (text: string) =>
  /^(?:[0-9a-f]{32}|[0-9a-f]{16})$/i.test(text) && /\d/.test(text) && /[a-f]/i.test(text);

/** New Relic keeps its pages' state as JSON in base64. */
function inState({ fields }: UrlFields): string | undefined {
  for (const value of fields.values()) {
    if (value.length < 16 || value.length > 8192 || !/^[\w+/-]+=*$/.test(value)) continue;
    try {
      const id = named(atob(value.replaceAll('-', '+').replaceAll('_', '/')));
      if (id) return id;
    } catch {
      // Not base64.
    }
  }
  return undefined;
}

/** Blades carry JSON and queries, encoded up to twice; subscription and resource ids have dashes. */
function inPortal({ url }: UrlFields): string | undefined {
  const text = decoded(decoded(url.hash));
  return named(text) ?? traceIdIn(/(?<![\w-])[0-9a-f]{32}(?![\w-])/i.exec(text)?.[0]);
}

const URLS = /\bhttps?:\/\/[^\s"'<>`]{4,}/gi;
/** A longer address is cut; no interface makes one. */
const MAX_URL = 16_384;

/** The addresses in a text, each whether it names a trace or not: what stands in others is no id either. */
export function uiLinks(text: string): FoundText {
  const ids: FoundId[] = [];
  const ranges: FoundId['range'][] = [];
  for (const match of text.matchAll(URLS)) {
    const address = trimmed(match[0].slice(0, MAX_URL));
    const range = { start: match.index, end: match.index + address.length };
    ranges.push(range);
    const fields = urlFields(address);
    const page = fields && PAGES.find((p) => p.is(fields));
    if (!fields || !page) continue;
    const { traceId, spanId, baseUrl, dataSource } = page.read(fields);
    if (!traceId) continue;
    const link = { ui: page.ui, baseUrl, dataSource };
    const confidence = page.ui === 'other' ? 'likely' : 'certain';
    ids.push(found({ traceId, spanId, kind: 'url', confidence, range, link }));
  }
  return { ids, ranges };
}

const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** A sentence's full stop and a closing bracket without its opening one are not the address's. */
function trimmed(address: string): string {
  const counts = new Map<string, number>();
  for (const char of address) if (/[()[\]{}]/.test(char)) counts.set(char, (counts.get(char) ?? 0) + 1);
  let end = address.length;
  for (; end > 0; end--) {
    const char = address[end - 1] ?? '';
    const opening = OPENING[char];
    if (opening !== undefined && (counts.get(opening) ?? 0) < (counts.get(char) ?? 0))
      counts.set(char, (counts.get(char) ?? 0) - 1);
    else if (!/[.,;:!?*]/.test(char)) break;
  }
  return address.slice(0, end);
}
