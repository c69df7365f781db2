import { ServiceGraphBuilder } from '../../core/analysis/service-graph.ts';
import type {
  ServiceGraphResult,
  SiteStatsRequest,
  SiteStatsResult,
  StatsRequest,
  StatsResult,
  TimeRange,
} from '../../core/ports.ts';
import type { Trace } from '../../core/trace/columns.ts';
import { type BackendContext, mapLimited } from './backend-context.ts';
import { takeLess } from './candidate-search.ts';
import { sampleKeys, sampleValues } from './sample-attributes.ts';
import { type Sample, sampledSites, sampledStats, sampleProvenance } from './sampled.ts';

/** The newest whole traces of a window, of one service or of all. */
export type FetchTraces = (
  service: string | undefined,
  range: TimeRange,
  limit: number,
  signal: AbortSignal,
) => Promise<readonly Trace[]>;

/** Enough for a p95 that means something, few enough to fetch while somebody waits. */
const TRACES = 100;
const MOST_SERVICES = 8;
/** An editor asks file by file; the same traces answer for all of them. */
const KEEP_MS = 20_000;
const KEEP = 16;

/** What a backend can't work out itself, worked out here from a sample of whole traces and marked as such. */
type Options = {
  /** Traces to fetch at a time. */
  readonly size?: number;
  /** Traces that go from one service into another, where the backend can be asked for those. */
  readonly linked?: FetchTraces;
};

export function createSampling(context: BackendContext, fetch: FetchTraces, options: Options = {}) {
  const { size = TRACES, linked = fetch } = options;
  const kept = new Map<string, { readonly at: number; readonly sample: Sample }>();

  const take = async (
    service: string | undefined,
    range: TimeRange,
    signal: AbortSignal,
    from: FetchTraces = fetch,
  ): Promise<Sample> => {
    const step = 10_000;
    const when = `${Math.floor(range.fromMs / step)} ${Math.floor(range.toMs / step)}`;
    const key = `${when} ${from === fetch ? '' : 'linked'} ${service ?? ''}`;
    const known = kept.get(key);
    if (known && context.now() - known.at < KEEP_MS) return known.sample;
    const { found, limit } = await takeLess(size, (n) => from(service, range, n, signal));
    const sample: Sample = { traces: found, all: found.length < limit, notes: [] };
    kept.delete(key);
    kept.set(key, { at: context.now(), sample });
    for (const old of kept.keys()) if (kept.size > KEEP) kept.delete(old);
    return sample;
  };

  const takeEach = async (services: readonly string[], range: TimeRange, signal: AbortSignal) => {
    // Without a name there is no telling which services to look at.
    const unnamed = services.includes('');
    const named = unnamed ? [undefined] : services.slice(0, MOST_SERVICES);
    const samples = await mapLimited(named, 2, (service) => take(service, range, signal));
    return merge(samples, unnamed ? 0 : services.length - named.length);
  };

  return {
    functionStats: async (request: StatsRequest, signal: AbortSignal): Promise<StatsResult> => {
      const services = [...new Set(request.sites.map((site) => site.service))];
      return sampledStats(request, await takeEach(services, request.range, signal));
    },
    siteStats: async (request: SiteStatsRequest, signal: AbortSignal): Promise<SiteStatsResult> =>
      sampledSites(request, await take(request.service, request.range, signal)),
    serviceGraph: async (range: TimeRange, signal: AbortSignal): Promise<ServiceGraphResult> => {
      const sample = await take(undefined, range, signal, linked);
      const graph = new ServiceGraphBuilder();
      for (const trace of sample.traces) graph.add(trace);
      return { edges: graph.graph().edges, provenance: sampleProvenance(sample) };
    },
    attributeKeys: async (range: TimeRange, signal: AbortSignal): Promise<readonly string[]> =>
      sampleKeys((await take(undefined, range, signal)).traces),
    attributeValues: async (key: string, range: TimeRange, signal: AbortSignal): Promise<readonly string[]> =>
      sampleValues((await take(undefined, range, signal)).traces, key),
  };
}

/** One trace may be in the samples of several services. */
function merge(samples: readonly Sample[], leftOut: number): Sample {
  const traces = new Map(samples.flatMap((s) => s.traces.map((trace) => [trace.traceId, trace])));
  return {
    traces: [...traces.values()],
    all: samples.every((s) => s.all) && leftOut <= 0,
    notes: leftOut > 0 ? [`${leftOut} more services were not looked at`] : [],
  };
}
