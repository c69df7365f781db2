import type {
  Provenance,
  ServiceGraphResult,
  SiteStatsRequest,
  SiteStatsResult,
  StatsRequest,
  StatsResult,
  TimeRange,
} from '../../core/ports.ts';
import { CallStats } from './call-stats.ts';
import { functionStatsOf, statsOf } from './query-stats.ts';
import type { ReaderState } from './store-reader.ts';

const EXACT: Provenance = { exact: true, notes: [] };

export function functionStats(state: ReaderState, request: StatsRequest, nowMs: number): StatsResult {
  const seriesOf = request.sites.map((site) =>
    state.resolver.resolve(site).flatMap((id) => state.sites.series(id, request)),
  );
  const all = [...new Set(seriesOf.flat())];
  const stats = statsOf(state.store, state.pending, all, request.range, nowMs);
  return {
    stats: seriesOf.map((series) => {
      const sum = sumOf(series, stats);
      return sum && functionStatsOf(sum);
    }),
    provenance: EXACT,
  };
}

export function siteStats(state: ReaderState, request: SiteStatsRequest, nowMs: number): SiteStatsResult {
  state.sites.refresh();
  const wanted = [...state.sites.sites()]
    .filter(({ site }) => request.service === undefined || site.service === request.service)
    .map(({ id, site }) => ({ site, series: state.sites.series(id, request) }));
  const stats = statsOf(
    state.store,
    state.pending,
    wanted.flatMap((w) => w.series),
    request.range,
    nowMs,
  );
  const found = wanted
    .flatMap(({ site, series }) => {
      const sum = sumOf(series, stats);
      return sum ? { site, sum } : [];
    })
    .sort((a, b) => b.sum.count - a.sum.count);
  const shown = found.slice(0, request.limit);
  return {
    sites: shown.map(({ site, sum }) => ({ site, stats: functionStatsOf(sum) })),
    provenance:
      shown.length === found.length
        ? EXACT
        : { exact: true, notes: [`the ${shown.length} most called of ${found.length} places`] },
  };
}

function sumOf(series: readonly number[], stats: ReadonlyMap<number, CallStats>): CallStats | undefined {
  const found = series.flatMap((id) => stats.get(id) ?? []);
  const [first] = found;
  if (!first || found.length === 1) return first;
  const sum = new CallStats();
  for (const one of found) sum.merge(one);
  return sum;
}

export function serviceGraph(state: ReaderState, range: TimeRange, nowMs: number): ServiceGraphResult {
  const edges = state.store.sql('SELECT id, caller, callee FROM edge').all();
  const stats = statsOf(
    state.store,
    state.pending,
    edges.map((edge) => -Number(edge.id)),
    range,
    nowMs,
  );
  const found = edges.flatMap((edge) => {
    const sum = stats.get(-Number(edge.id));
    if (!sum) return [];
    return {
      caller: String(edge.caller),
      callee: String(edge.callee),
      calls: sum.count,
      errors: sum.errors,
      p50Ns: sum.durations.quantile(0.5),
      p95Ns: sum.durations.quantile(0.95),
    };
  });
  return { edges: found.sort((a, b) => b.calls - a.calls), provenance: EXACT };
}
