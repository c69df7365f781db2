import { LatencySketch } from '../analysis/latency-sketch.ts';
import type { FunctionStats } from '../ports.ts';

export type MergedStats = FunctionStats & {
  /** Percentiles are a weighted mean of percentiles: some part had no sketch. */
  readonly approximate: boolean;
};

/** Figures of several sites as if they were one; of one site as they are. */
export function mergeStats(parts: readonly FunctionStats[]): MergedStats {
  const [only] = parts;
  if (only && parts.length === 1) return { ...only, approximate: false };
  const count = sum(parts, (p) => p.count);
  const sketch = mergedSketch(parts);
  const mean = (pick: (p: FunctionStats) => number) =>
    sketch || count === 0 ? 0 : sum(parts, (p) => pick(p) * p.count) / count;
  return {
    count,
    errors: sum(parts, (p) => p.errors),
    p50: sketch?.quantile(0.5) ?? mean((p) => p.p50),
    p95: sketch?.quantile(0.95) ?? mean((p) => p.p95),
    p99: sketch?.quantile(0.99) ?? mean((p) => p.p99),
    max: largest(parts.map((p) => p.max)),
    selfP50: meanSelf(parts),
    lastSeenMs: largest(parts.map((p) => p.lastSeenMs)),
    lastErrorMs: largest(parts.map((p) => p.lastErrorMs)),
    sketch: sketch?.toBytes(),
    approximate: sketch === undefined && parts.length > 0,
  };
}

/** Undefined unless every part that has calls has a sketch that can be read. */
function mergedSketch(parts: readonly FunctionStats[]): LatencySketch | undefined {
  const merged = new LatencySketch();
  for (const { sketch, count } of parts) {
    if (count === 0) continue;
    if (!sketch) return undefined;
    try {
      merged.mergeBytes(sketch);
    } catch (error) {
      // Bytes of another version: what was merged so far is of no use.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }
  return merged.count > 0 ? merged : undefined;
}

/** Weighted by calls; undefined where no part knows. A median of medians is not exact, and is not shown as such. */
function meanSelf(parts: readonly FunctionStats[]): number | undefined {
  const known = parts.filter((p) => p.selfP50 !== undefined && p.count > 0);
  const count = sum(known, (p) => p.count);
  return count === 0 ? undefined : sum(known, (p) => (p.selfP50 ?? 0) * p.count) / count;
}

function largest(values: readonly (number | undefined)[]): number | undefined {
  let most: number | undefined;
  for (const value of values) if (value !== undefined && (most === undefined || value > most)) most = value;
  return most;
}

const sum = <T>(items: readonly T[], pick: (item: T) => number) =>
  items.reduce((total, item) => total + pick(item), 0);
