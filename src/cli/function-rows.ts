import { LatencySketch } from '../core/analysis/latency-sketch.ts';
import type { CodeLocation, Resolution, Role } from '../core/mapping/resolution.ts';
import type { FunctionStats } from '../core/ports.ts';

/** One element of the output of `spanlight stats`, the contract of the command line. */
export type FunctionRow = {
  readonly folder: string;
  readonly file: string;
  readonly line: number;
  readonly symbol: string;
  readonly count: number;
  readonly errors: number;
  readonly p50Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  /** The figures rest on some of the calls only. */
  readonly sampled: boolean;
};

export type ResolvedStats = { readonly stats: FunctionStats; readonly resolution: Resolution };

/** What a span that was measured there is the span of; the other roles only lead to its code. */
const OWN: ReadonlySet<Role> = new Set<Role>(['code', 'registration', 'definition']);

/** Statistics of sites put together by function, most calls first. Guesses are left out: a wrong figure misleads. */
export function functionRows(resolved: readonly ResolvedStats[], sampled: boolean): FunctionRow[] {
  const functions = new Map<string, { place: CodeLocation; all: FunctionStats[] }>();
  for (const { stats, resolution } of resolved) {
    const { result } = resolution;
    if (!result || result.confidence === 'guess' || !OWN.has(result.role)) continue;
    const key = JSON.stringify([result.folder, result.file, result.symbol || result.line]);
    const known = functions.get(key);
    if (!known) functions.set(key, { place: result, all: [stats] });
    else {
      known.all.push(stats);
      if (result.line < known.place.line) known.place = result;
    }
  }
  return [...functions.values()]
    .map(({ place, all }) => row(place, all, sampled))
    .sort((a, b) => b.count - a.count || (a.file < b.file ? -1 : 1));
}

function row(
  { folder, file, line, symbol }: CodeLocation,
  all: readonly FunctionStats[],
  sampled: boolean,
): FunctionRow {
  const sketch = new LatencySketch();
  let whole = true;
  for (const stats of all)
    if (stats.sketch) sketch.mergeBytes(stats.sketch);
    else whole = false;
  // Quantiles do not add up: where a backend keeps no distribution, those of the most called site stand for all.
  const main = all.reduce((most, stats) => (stats.count > most.count ? stats : most));
  const quantile = (q: number, own: number) => Math.round(whole ? (sketch.quantile(q) ?? own) : own);
  return {
    folder,
    file,
    line,
    symbol,
    count: all.reduce((n, stats) => n + stats.count, 0),
    errors: all.reduce((n, stats) => n + stats.errors, 0),
    p50Ns: quantile(0.5, main.p50),
    p95Ns: quantile(0.95, main.p95),
    p99Ns: quantile(0.99, main.p99),
    sampled: sampled || (!whole && all.length > 1),
  };
}
