import type { SpanSite } from '../../../core/mapping/span-site.ts';
import type {
  SiteStatsRequest,
  SiteStatsResult,
  StatsRequest,
  StatsResult,
  TimeRange,
} from '../../../core/ports.ts';
import { KIND } from '../../../core/trace/columns.ts';
import { attributeKeyText } from '../attribute-key.ts';
import { mapLimited } from '../backend-context.ts';
import type { Http } from '../http.ts';
import { groupMatcher } from '../match-site.ts';
import { emptyTotals, mergeTotals, type SiteTotals, toFunctionStats } from '../site-totals.ts';
import { listTags, listTagValues, quoted, tagSeconds, valueText } from './tempo-api.ts';
import { queryInstant, type Series } from './tempo-metrics.ts';

/** The most that tells code apart goes first; two fit beside name and kind: Tempo groups by four here. */
const GROUP_KEYS: readonly string[] = [
  'code.function.name',
  'code.function',
  'code.namespace',
  'code.file.path',
  'code.filepath',
  'http.route',
  'rpc.method',
  'db.query.text',
  'messaging.destination.name',
  'code.line.number',
  'code.lineno',
];
const ATTRIBUTES = 2;
const MOST_SERVICES = 8;

export type Filter = Pick<StatsRequest, 'environment' | 'version' | 'range'>;

export type TempoStats = {
  functionStats(request: StatsRequest, signal: AbortSignal): Promise<StatsResult>;
  siteStats(request: SiteStatsRequest, signal: AbortSignal): Promise<SiteStatsResult>;
};

/** The longest window it has taken so far; it says so when asked for more. */
const UNLIMITED = { maxMs: Number.POSITIVE_INFINITY };

/** Figures by TraceQL metrics: over every span of the window, from latency buckets a factor of two wide. */
export function createTempoStats(http: Http): TempoStats {
  const limits = { ...UNLIMITED };

  const groups = async (service: string, filter: Filter, signal: AbortSignal) => {
    const present = await presentKeys(http, service, filter.range, signal);
    const keys = groupKeys(present);
    const by = `by (${['name', 'kind', ...keys.map((key) => attributeKeyText({ scope: 'span', key }))].join(', ')})`;
    const where = conditions(service, filter);
    const language = await languageOf(http, service, filter.range, signal);
    const totals = new Map<string, SiteTotals>();
    const each = (use: (of: SiteTotals, series: Series) => void) => (all: readonly Series[]) => {
      for (const series of all) {
        const site = siteOf(service, language, keys, series);
        const id = JSON.stringify([site.name, site.kind, site.attributes]);
        const of = totals.get(id) ?? emptyTotals(site);
        totals.set(id, of);
        use(of, series);
      }
    };
    const maxima = new Map<SiteTotals, number>();
    const ask = (q: string, use: (of: SiteTotals, series: Series) => void) =>
      queryInstant(http, q, filter.range, limits, each(use), signal);
    const notes = await mapLimited(
      [
        () =>
          ask(`{ ${where} } | histogram_over_time(duration) ${by}`, (of, { labels, value }) => {
            of.count += value;
            addBucket(of, Number(labels.get('__bucket')?.doubleValue ?? 0) * 1e9, value);
          }),
        () =>
          ask(`{ ${where} && status = error } | count_over_time() ${by}`, (of, { value }) => {
            of.errors += value;
          }),
        () =>
          ask(`{ ${where} } | max_over_time(duration) ${by}`, (of, { value }) => {
            maxima.set(of, Math.max(maxima.get(of) ?? 0, value * 1e9));
          }),
      ],
      2,
      (run) => run(),
    );
    return {
      keys,
      present,
      totals: [...totals.values()].filter((t) => t.count > 0),
      maxima,
      notes: notes.flat(),
    };
  };

  const provenance = (notes: readonly string[]) => ({
    exact: false,
    notes: ['latencies are approximate: Tempo keeps buckets a factor of two wide', ...new Set(notes)],
  });

  return {
    functionStats: async (request, signal) => {
      const named = [...new Set(request.sites.map((site) => site.service))];
      const services = named.includes('')
        ? await busiest(http, request, limits, signal)
        : named.slice(0, MOST_SERVICES);
      const found = await mapLimited(services, 2, (service) => groups(service, request, signal));
      const stats = request.sites.map((site) => {
        const of = found.flatMap(({ keys, present, totals, maxima }) => {
          const matches = groupMatcher(site, keys, present);
          return totals.filter((t) => matches(t.site)).map((t) => ({ t, max: maxima.get(t) }));
        });
        const sum = mergeTotals(of.map(({ t }) => t));
        return (
          sum &&
          withMax(
            sum,
            of.map(({ max }) => max),
          )
        );
      });
      return { stats, provenance: provenance(found.flatMap(({ notes }) => notes)) };
    },
    siteStats: async (request, signal) => {
      const services =
        request.service === undefined ? await busiest(http, request, limits, signal) : [request.service];
      const found = await mapLimited(services, 2, (service) => groups(service, request, signal));
      const sites = found
        .flatMap(({ totals, maxima }) => totals.map((t) => ({ t, max: maxima.get(t) })))
        .sort((a, b) => b.t.count - a.t.count)
        .slice(0, request.limit)
        .map(({ t, max }) => ({ site: t.site, stats: withMax(t, [max]) }));
      const notes = found.flatMap((f) => f.notes);
      if (request.service === undefined && services.length === MOST_SERVICES)
        notes.push(`the ${MOST_SERVICES} busiest services`);
      return { sites, provenance: provenance(notes) };
    },
  };
}

function withMax(totals: SiteTotals, maxima: readonly (number | undefined)[]) {
  const known = maxima.filter((max) => max !== undefined);
  const max = known.length > 0 ? Math.max(...known) : undefined;
  const stats = toFunctionStats(totals);
  // Of a single call the largest is all there is; beyond it lies nothing that a bucket may suggest.
  const below = (ns: number) => (max === undefined ? ns : totals.count === 1 ? max : Math.min(ns, max));
  return {
    ...stats,
    p50: below(stats.p50),
    p95: below(stats.p95),
    p99: below(stats.p99),
    max,
    selfP50: undefined,
  };
}

/** Spread evenly on the logarithm over (upper / 2, upper]: what interpolating within the bucket comes to. */
function addBucket(totals: SiteTotals, upperNs: number, count: number): void {
  const steps = Math.min(count, 8);
  for (let i = 0; i < steps; i++) {
    const share = Math.floor((count * (i + 1)) / steps) - Math.floor((count * i) / steps);
    totals.durations.add(upperNs * 2 ** ((i + 0.5) / steps - 1), share);
  }
}

function conditions(service: string, { environment, version }: Filter): string {
  const all = [`resource.service.name = ${quoted(service)}`];
  if (environment !== undefined) {
    const value = quoted(environment);
    all.push(
      `(resource.deployment.environment.name = ${value} || resource.deployment.environment = ${value})`,
    );
  }
  if (version !== undefined) all.push(`resource.service.version = ${quoted(version)}`);
  return all.join(' && ');
}

/** Attributes that the service's spans have. Tempo leaves out those it keeps in columns of their own. */
async function presentKeys(http: Http, service: string, range: TimeRange, signal: AbortSignal) {
  const q = `{ resource.service.name = ${quoted(service)} }`;
  const scopes = await listTags(http, [['scope', 'span'], ['q', q], ...tagSeconds(range)], signal);
  return new Set(scopes.flatMap(({ tags }) => tags));
}

function groupKeys(present: ReadonlySet<string>): string[] {
  const known = GROUP_KEYS.filter((key) => present.has(key)).slice(0, ATTRIBUTES);
  return known.length < ATTRIBUTES && !known.includes('http.route') ? [...known, 'http.route'] : known;
}

/** The same for all spans of nearly every service; unknown when it isn't. */
async function languageOf(
  http: Http,
  service: string,
  range: TimeRange,
  signal: AbortSignal,
): Promise<string> {
  const q = `{ resource.service.name = ${quoted(service)} }`;
  const found = await listTagValues(
    http,
    'resource.telemetry.sdk.language',
    [['q', q], ...tagSeconds(range)],
    signal,
  );
  return found.length === 1 ? (found[0] ?? '') : '';
}

async function busiest(
  http: Http,
  { range }: { range: TimeRange },
  limits: { maxMs: number },
  signal: AbortSignal,
) {
  const counts = new Map<string, number>();
  const add = (all: readonly Series[]) => {
    for (const { labels, value } of all) {
      const service = valueText(labels.get('resource.service.name') ?? {});
      if (service !== '') counts.set(service, (counts.get(service) ?? 0) + value);
    }
  };
  await queryInstant(http, '{ } | count_over_time() by (resource.service.name)', range, limits, add, signal);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_SERVICES)
    .map(([service]) => service);
}

function siteOf(service: string, language: string, keys: readonly string[], { labels }: Series): SpanSite {
  const attributes: Record<string, string> = {};
  for (const key of keys) {
    const value = valueText(
      labels.get(`span.${key}`) ?? labels.get(attributeKeyText({ scope: 'span', key })) ?? {},
    );
    if (value !== '') attributes[key] = value;
  }
  const kind = valueText(labels.get('kind') ?? {});
  return {
    service,
    language,
    kind: Object.hasOwn(KIND, kind) ? KIND[kind as keyof typeof KIND] : KIND.unspecified,
    name: valueText(labels.get('name') ?? {}),
    scope: '',
    revisions: [],
    attributes,
    resource: {},
    stack: '',
    callStack: '',
  };
}
