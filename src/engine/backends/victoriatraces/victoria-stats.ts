import { LatencySketch } from '../../../core/analysis/latency-sketch.ts';
import { SPAN_KEYS, VOLATILE_KEYS } from '../../../core/mapping/site-keys.ts';
import type { SpanSite } from '../../../core/mapping/span-site.ts';
import type {
  FunctionStats,
  SiteStatsRequest,
  SiteStatsResult,
  StatsRequest,
  StatsResult,
} from '../../../core/ports.ts';
import type { Http } from '../http.ts';
import { siteMatcher } from '../match-site.ts';
import { listValues, logsQlRequest, numberOf, queryRows, type Row, timeMs } from './logsql.ts';
import { quoted, resourceField, spanField } from './to-logsql.ts';

/** More fields make groups that nobody tells apart. */
const MOST_KEYS = 16;
const MOST_GROUPS = 5000;

type Group = { readonly site: SpanSite; readonly stats: FunctionStats };

/** Figures by LogsQL: over every span of the window. */
export async function victoriaFunctionStats(
  http: Http,
  request: StatsRequest,
  signal: AbortSignal,
): Promise<StatsResult> {
  const services = [...new Set(request.sites.map((site) => site.service))];
  const groups = await groupsOf(http, services.includes('') ? [] : services, request, MOST_GROUPS, signal);
  return {
    stats: request.sites.map((site) => {
      const matches = siteMatcher(site);
      const of = groups.filter((group) => matches(group.site));
      return of.length > 0 ? merge(of.map(({ stats }) => stats)) : undefined;
    }),
    provenance: { exact: groups.length < MOST_GROUPS, notes: notesOf(groups.length) },
  };
}

export async function victoriaSiteStats(
  http: Http,
  request: SiteStatsRequest,
  signal: AbortSignal,
): Promise<SiteStatsResult> {
  const services = request.service === undefined ? [] : [request.service];
  const groups = await groupsOf(http, services, request, request.limit, signal);
  return { sites: groups, provenance: { exact: true, notes: [] } };
}

const notesOf = (groups: number) =>
  groups < MOST_GROUPS ? [] : [`only the ${MOST_GROUPS} busiest groups of spans were looked at`];

async function groupsOf(
  http: Http,
  services: readonly string[],
  { range, environment, version }: Pick<StatsRequest, 'range' | 'environment' | 'version'>,
  limit: number,
  signal: AbortSignal,
): Promise<Group[]> {
  const service = resourceField('service.name');
  const filter = [
    'span_id:*',
    ...(services.length > 0 ? [`${service}:in(${services.map(quoted).join(', ')})`] : []),
    ...(environment === undefined ? [] : [environmentFilter(environment)]),
    ...(version === undefined ? [] : [`${resourceField('service.version')}:=${quoted(version)}`]),
  ].join(' ');
  const present = new Set(await listValues(http, 'field_names', filter, range, undefined, signal));
  const keys = SPAN_KEYS.filter((key) => !VOLATILE_KEYS.has(key) && present.has(`span_attr:${key}`)).slice(
    0,
    MOST_KEYS,
  );
  const language = resourceField('telemetry.sdk.language');
  const by = [service, language, 'scope_name', 'name', 'kind', ...keys.map(spanField)].join(', ');
  const query =
    `${filter} | stats by (${by}) count() calls, count() if (status_code:=2) errors, quantile(0.5, duration) p50, ` +
    'quantile(0.95, duration) p95, quantile(0.99, duration) p99, max(duration) longest, max(_time) last_seen, ' +
    `max(_time) if (status_code:=2) last_error, histogram(duration) buckets | sort by (calls desc) | limit ${limit}`;
  const rows = await queryRows(http, logsQlRequest(query, range, signal));
  return rows.map((row) => ({ site: siteOf(row, keys), stats: statsOf(row) }));
}

function environmentFilter(environment: string): string {
  const is = `:=${quoted(environment)}`;
  return `(${resourceField('deployment.environment.name')}${is} or ${resourceField('deployment.environment')}${is})`;
}

function siteOf(row: Row, keys: readonly string[]): SpanSite {
  const attributes: Record<string, string> = {};
  for (const key of keys) {
    const value = row[`span_attr:${key}`];
    if (value !== undefined && value !== '') attributes[key] = value;
  }
  return {
    service: row['resource_attr:service.name'] ?? '',
    language: row['resource_attr:telemetry.sdk.language'] ?? '',
    kind: numberOf(row.kind),
    name: row.name ?? '',
    scope: row.scope_name ?? '',
    revisions: [],
    attributes,
    resource: {},
    stack: '',
    callStack: '',
  };
}

function statsOf(row: Row): FunctionStats {
  return {
    count: numberOf(row.calls),
    errors: numberOf(row.errors),
    p50: numberOf(row.p50),
    p95: numberOf(row.p95),
    p99: numberOf(row.p99),
    max: numberOf(row.longest),
    selfP50: undefined,
    lastSeenMs: timeMs(row.last_seen),
    lastErrorMs: timeMs(row.last_error),
    sketch: sketchOf(row.buckets)?.toBytes(),
  };
}

/** `[{"vmrange":"8.799e+06...1.000e+07","hits":1}]`: buckets 14 % wide, each counted at its middle. */
function sketchOf(text: string | undefined): LatencySketch | undefined {
  const sketch = new LatencySketch();
  try {
    const buckets: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(buckets)) return undefined;
    for (const { vmrange, hits } of buckets as { vmrange?: unknown; hits?: unknown }[]) {
      const [from, to] = String(vmrange).split('...').map(Number);
      const middle = Math.sqrt((from || to || 0) * (to || 0));
      if (Number.isFinite(middle) && typeof hits === 'number') sketch.add(middle, hits);
    }
  } catch {
    return undefined;
  }
  return sketch.count > 0 ? sketch : undefined;
}

/** Of several groups the quantiles come from the joined buckets; one alone keeps its exact ones. */
function merge(all: readonly FunctionStats[]): FunctionStats | undefined {
  const [first, ...rest] = all;
  if (!first || rest.length === 0) return first;
  const sketch = new LatencySketch();
  for (const { sketch: bytes } of all) if (bytes) sketch.merge(LatencySketch.fromBytes(bytes));
  const sum = (of: (s: FunctionStats) => number) => all.reduce((total, s) => total + of(s), 0);
  const latest = (of: (s: FunctionStats) => number | undefined) => {
    const known = all.map(of).filter((ms) => ms !== undefined);
    return known.length > 0 ? Math.max(...known) : undefined;
  };
  return {
    count: sum((s) => s.count),
    errors: sum((s) => s.errors),
    p50: sketch.quantile(0.5) ?? 0,
    p95: sketch.quantile(0.95) ?? 0,
    p99: sketch.quantile(0.99) ?? 0,
    max: latest((s) => s.max),
    selfP50: undefined,
    lastSeenMs: latest((s) => s.lastSeenMs),
    lastErrorMs: latest((s) => s.lastErrorMs),
    sketch: sketch.count > 0 ? sketch.toBytes() : undefined,
  };
}
