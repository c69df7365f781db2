import { LatencySketch } from '../../core/analysis/latency-sketch.ts';
import { selfTimes } from '../../core/analysis/self-time.ts';
import { spanTimes } from '../../core/analysis/span-times.ts';
import { fingerprint } from '../../core/mapping/fingerprint.ts';
import { siteReader } from '../../core/mapping/site-of-span.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { FunctionStats } from '../../core/ports.ts';
import { FLAG, STATUS, type Trace } from '../../core/trace/columns.ts';

/** What is known of the calls of one site. Durations in ns. */
export type SiteTotals = {
  readonly site: SpanSite;
  readonly durations: LatencySketch;
  readonly self: LatencySketch;
  count: number;
  errors: number;
  lastSeenMs: number | undefined;
  lastErrorMs: number | undefined;
};

export function emptyTotals(site: SpanSite): SiteTotals {
  return {
    site,
    durations: new LatencySketch(),
    self: new LatencySketch(),
    count: 0,
    errors: 0,
    lastSeenMs: undefined,
    lastErrorMs: undefined,
  };
}

/** Adds every span of a trace that `wanted` accepts to the totals of its site, by fingerprint. */
export function addTrace(
  totals: Map<string, SiteTotals>,
  trace: Trace,
  wanted: (trace: Trace, span: number) => boolean,
): void {
  const read = siteReader(trace);
  const self = selfTimes(trace, spanTimes(trace));
  const epochMs = Number(trace.epoch / 1000n) / 1000;
  for (let i = 0; i < trace.count; i++) {
    if (!wanted(trace, i)) continue;
    const site = read(i);
    const key = fingerprint(site);
    const of = totals.get(key) ?? emptyTotals(site);
    totals.set(key, of);
    const startMs = epochMs + (trace.start[i] ?? 0) / 1e6;
    of.count++;
    of.lastSeenMs = later(of.lastSeenMs, startMs);
    if (((trace.flags[i] ?? 0) & FLAG.missingEnd) === 0) {
      of.durations.add(Math.max(0, trace.duration[i] ?? 0));
      of.self.add(Math.max(0, self[i] ?? 0));
    }
    if (trace.status[i] !== STATUS.error) continue;
    of.errors++;
    of.lastErrorMs = later(of.lastErrorMs, startMs);
  }
}

/** Sums; the site of the first stands for all. */
export function mergeTotals(all: readonly SiteTotals[]): SiteTotals | undefined {
  const [first, ...rest] = all;
  if (!first || rest.length === 0) return first;
  const sum = emptyTotals(first.site);
  for (const one of all) {
    sum.count += one.count;
    sum.errors += one.errors;
    sum.durations.merge(one.durations);
    sum.self.merge(one.self);
    sum.lastSeenMs = later(sum.lastSeenMs, one.lastSeenMs);
    sum.lastErrorMs = later(sum.lastErrorMs, one.lastErrorMs);
  }
  return sum;
}

export function toFunctionStats(totals: SiteTotals): FunctionStats {
  const { durations, self } = totals;
  return {
    count: totals.count,
    errors: totals.errors,
    p50: durations.quantile(0.5) ?? 0,
    p95: durations.quantile(0.95) ?? 0,
    p99: durations.quantile(0.99) ?? 0,
    max: durations.count > 0 ? durations.max : 0,
    selfP50: self.quantile(0.5),
    lastSeenMs: totals.lastSeenMs,
    lastErrorMs: totals.lastErrorMs,
    sketch: durations.count > 0 ? durations.toBytes() : undefined,
  };
}

function later(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined) return b;
  return b === undefined || a > b ? a : b;
}
