import type { FunctionStats, TimeRange } from '../../core/ports.ts';
import { CallStats } from './call-stats.ts';
import type { PendingDeltas } from './pending-deltas.ts';
import { type BucketRange, bucketsOf, LEVELS } from './stat-levels.ts';
import type { StoreDb } from './store-db.ts';

/**
 * What is known of the series in the window, by series. One statement, whatever the number of series and spans: for
 * each series and each range of buckets one seek in the primary key.
 */
export function statsOf(
  store: StoreDb,
  pending: PendingDeltas,
  series: readonly number[],
  range: TimeRange,
  nowMs: number,
): Map<number, CallStats> {
  const sums = new Map<number, CallStats>();
  if (series.length === 0) return sums;
  const sumOf = (id: number) => {
    let sum = sums.get(id);
    if (!sum) {
      sum = new CallStats();
      sums.set(id, sum);
    }
    return sum;
  };
  const buckets = bucketsOf(range, nowMs);
  // One snapshot: a delta that is folded between two reads would be counted twice, or not at all.
  store.db.exec('BEGIN');
  try {
    const rows = store
      .sql(
        `SELECT stat.series AS series, stat.data AS data
         FROM json_each(?) AS wanted
         CROSS JOIN json_each(?) AS span
         CROSS JOIN stat ON stat.series = wanted.value AND stat.level = span.value ->> 0
           AND stat.bucket BETWEEN span.value ->> 1 AND span.value ->> 2`,
      )
      .all(JSON.stringify(series), JSON.stringify(buckets.map((b) => [b.level, b.from, b.to])));
    for (const row of rows) sumOf(Number(row.series)).mergeBytes(row.data as Uint8Array);
    addPending(pending, buckets, series, sumOf);
  } finally {
    store.db.exec('COMMIT');
  }
  return sums;
}

function addPending(
  pending: PendingDeltas,
  buckets: readonly BucketRange[],
  series: readonly number[],
  sumOf: (id: number) => CallStats,
): void {
  const spans = buckets.map(({ level, from, to }) => {
    const width = LEVELS[level] ?? 1;
    return { from: from * width, to: (to + 1) * width - 1 };
  });
  const [from, to] = [Math.min(...spans.map((s) => s.from)), Math.max(...spans.map((s) => s.to))];
  for (const { bySeries } of pending.between(from, to))
    for (const id of series)
      for (const { minute, stats } of bySeries.get(id) ?? [])
        if (minute >= from && minute <= to) sumOf(id).mergeBytes(stats);
}

export function functionStatsOf({
  count,
  errors,
  durations,
  selfTimes,
  lastMs,
  lastErrorMs,
}: CallStats): FunctionStats {
  return {
    count,
    errors,
    p50: durations.quantile(0.5) ?? 0,
    p95: durations.quantile(0.95) ?? 0,
    p99: durations.quantile(0.99) ?? 0,
    max: durations.count > 0 ? durations.max : 0,
    selfP50: selfTimes.quantile(0.5),
    lastSeenMs: lastMs || undefined,
    lastErrorMs: lastErrorMs || undefined,
    sketch: durations.count > 0 ? durations.toBytes() : undefined,
  };
}
