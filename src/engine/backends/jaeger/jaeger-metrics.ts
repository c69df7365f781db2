import * as v from 'valibot';
import {
  BackendError,
  type FunctionStats,
  type StatsRequest,
  type StatsResult,
} from '../../../core/ports.ts';
import { mapLimited } from '../backend-context.ts';
import type { Http, QueryParameters } from '../http.ts';
import type { JaegerServer } from './detect-jaeger.ts';

/** No calls at all: "NaN". */
const number = v.nullish(v.pipe(v.union([v.number(), v.string()]), v.transform(Number)));
const family = v.object({
  metrics: v.nullish(
    v.array(
      v.object({
        labels: v.nullish(v.array(v.object({ name: v.string(), value: v.string() })), []),
        metricPoints: v.nullish(
          v.array(v.object({ gaugeValue: v.nullish(v.object({ doubleValue: number })) })),
          [],
        ),
      }),
    ),
    [],
  ),
});

const KINDS = ['internal', 'server', 'client', 'producer', 'consumer'] as const;
const QUANTILES = [0.5, 0.95, 0.99] as const;
const MOST_SERVICES = 5;

type Figures = { p50: number; p95: number; p99: number; rate: number; errors: number };

/**
 * Service performance monitoring: figures per operation from a metrics store, over all traces instead of a sample.
 * Undefined where there is none, or where it can't answer (an environment, a version, sites without a name).
 */
export async function jaegerStats(
  http: Http,
  server: JaegerServer,
  request: StatsRequest,
  signal: AbortSignal,
): Promise<StatsResult | undefined> {
  if (server.metrics === false || request.environment !== undefined || request.version !== undefined)
    return undefined;
  if (request.sites.some((site) => site.service === '' || site.name === '')) return undefined;
  const services = [...new Set(request.sites.map((site) => site.service))];
  if (services.length > MOST_SERVICES) return undefined;
  const lookback = wholeUnits(request.range.toMs - request.range.fromMs);
  try {
    const byService = new Map(
      await mapLimited(
        services,
        2,
        async (service) =>
          [service, await figuresOf(http, service, request.range.toMs, lookback, signal)] as const,
      ),
    );
    if ([...byService.values()].every((operations) => operations.size === 0)) return undefined;
    return {
      stats: request.sites.map((site) => {
        const figures = byService.get(site.service)?.get(site.name);
        return figures && toStats(figures, lookback);
      }),
      provenance: {
        exact: false,
        notes: [
          "from Jaeger's service performance metrics: per operation, not per function",
          'approximate: histogram buckets',
        ],
      },
    };
  } catch (error) {
    // 501: no metrics store. The sample stands in.
    if (error instanceof BackendError && (error.code === 'not-found' || error.code === 'bad-response'))
      return undefined;
    throw error;
  }
}

async function figuresOf(http: Http, service: string, endTs: number, lookback: number, signal: AbortSignal) {
  const ask = async (path: string, quantile?: number) => {
    const query: QueryParameters = [
      ['service', service],
      ['groupByOperation', true],
      ...KINDS.map((kind) => ['spanKind', kind] as const),
      ['endTs', Math.ceil(endTs)],
      ['lookback', lookback],
      // One point at the end, over the whole window.
      ['step', lookback],
      ['ratePer', lookback],
      ['quantile', quantile],
    ];
    return lastPoints(await http.json({ path: `/api/metrics/${path}`, query, signal }, family), service);
  };
  const [p50, p95, p99] = await mapLimited(QUANTILES, 3, (q) => ask('latencies', q));
  const [rate, errors] = await mapLimited(['calls', 'errors'], 2, (path) => ask(path));
  const all = new Map<string, Figures>();
  for (const [operation, value] of rate ?? [])
    all.set(operation, {
      rate: value,
      errors: errors?.get(operation) ?? 0,
      p50: p50?.get(operation) ?? 0,
      p95: p95?.get(operation) ?? 0,
      p99: p99?.get(operation) ?? 0,
    });
  return all;
}

/** Jaeger hands the metrics store the first unit of "1h30m0s" only, so the window is whole minutes or whole hours. */
function wholeUnits(ms: number): number {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  return minutes < 60 ? minutes * 60_000 : Math.ceil(minutes / 60) * 3_600_000;
}

/** By operation; NaN (no calls) is left out. The service is a regular expression to the store, so others may be in it. */
function lastPoints(answer: v.InferOutput<typeof family>, service: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const { labels, metricPoints } of answer.metrics ?? []) {
    const label = (name: string) => labels?.find((l) => l.name === name)?.value;
    if (label('service_name') !== service) continue;
    const operation = label('operation') ?? label('span_name');
    const value = metricPoints?.at(-1)?.gaugeValue?.doubleValue;
    if (operation !== undefined && typeof value === 'number' && Number.isFinite(value))
      found.set(operation, value);
  }
  return found;
}

/** Latencies are ms, calls a rate per second, errors a share of the calls. */
function toStats(figures: Figures, lookback: number): FunctionStats {
  const count = Math.round((figures.rate * lookback) / 1000);
  return {
    count,
    errors: Math.round(count * Math.min(1, figures.errors)),
    p50: figures.p50 * 1e6,
    p95: figures.p95 * 1e6,
    p99: figures.p99 * 1e6,
    max: undefined,
    selfP50: undefined,
    lastSeenMs: undefined,
    lastErrorMs: undefined,
    sketch: undefined,
  };
}
