import { normaliseTraceId } from '../../core/trace/ids.ts';
import { parseAddress } from './address.ts';

export type UiAddress = {
  /** Where an API may be, the most likely first: the address itself, then without its pages, up to the host alone. */
  readonly bases: readonly string[];
  readonly traceId: string | undefined;
  /** The uid in the address of a data source's page, or of one of Grafana's Explore. */
  readonly datasource: string | undefined;
};

/** Pages of the UIs, as their first segment below the base path. */
const PAGES: ReadonlySet<string> = new Set([
  // Jaeger
  'search',
  'trace',
  'dependencies',
  'system-architecture',
  'compare',
  'monitor',
  'quality-metrics',
  // Zipkin, VictoriaTraces, any API
  'zipkin',
  'select',
  'api',
  // Grafana
  'explore',
  'd',
  'a',
  'dashboards',
  'connections',
  'datasources',
  'login',
]);

/** Takes apart what somebody copied from a browser. */
export function readUiAddress(text: string): UiAddress {
  const { base } = parseAddress(text);
  const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim()) ? text.trim() : `http://${text.trim()}`);
  const segments = new URL(base).pathname.split('/').filter((part) => part !== '');
  const bases: string[] = [];
  const add = (count: number) => {
    const path = segments.slice(0, count).join('/');
    const candidate = url.origin + (path === '' ? '' : `/${path}`);
    if (!bases.includes(candidate)) bases.push(candidate);
  };
  const page = segments.findIndex((segment) => PAGES.has(segment));
  if (page >= 0) add(page);
  add(segments.length);
  for (let count = Math.min(segments.length, 5) - 1; count >= 0; count--) add(count);
  const panes = readPanes(url);
  return {
    bases,
    traceId: traceIdIn(segments) ?? panes.traceId,
    datasource: uidIn(segments) ?? panes.datasource,
  };
}

/** The last segment that can be nothing else; short hex words such as "face" can. */
function traceIdIn(segments: readonly string[]): string | undefined {
  const found = segments.findLast((segment) => /^([0-9a-f]{16}|[0-9a-f]{32})$/i.test(segment));
  return found === undefined ? undefined : normaliseTraceId(found);
}

function uidIn(segments: readonly string[]): string | undefined {
  const at = segments.findIndex(
    (s, i) => (s === 'edit' || s === 'uid') && segments.slice(0, i).includes('datasources'),
  );
  return at < 0 ? undefined : segments[at + 1];
}

/** Grafana keeps what Explore shows as JSON in the query: `panes` now, `left` before. */
function readPanes(url: URL): { traceId: string | undefined; datasource: string | undefined } {
  const text = url.searchParams.get('panes') ?? url.searchParams.get('left') ?? '';
  const query = /"query":"([0-9a-f]{16}|[0-9a-f]{32})"/i.exec(text)?.[1];
  const uid = /"datasource":(?:"([^"]+)"|\{[^}]*"uid":"([^"]+)")/.exec(text);
  return {
    traceId: query === undefined ? undefined : normaliseTraceId(query),
    datasource: uid?.[1] ?? uid?.[2],
  };
}
