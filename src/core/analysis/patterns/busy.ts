import type { SpanTimes } from '../span-times.ts';

/** How spans, given by start, lie in time. */
export type Busy = {
  /** ns during which at least one of them ran. */
  readonly union: number;
  /** Sum of their durations. */
  readonly sum: number;
  /** From the first start to the last end. */
  readonly elapsed: number;
  /** How many ran at once on average: 1 when they ran one after the other. */
  readonly concurrency: number;
};

export function busyOf(times: SpanTimes, spans: Uint32Array): Busy {
  let [union, sum, until] = [0, 0, Number.NEGATIVE_INFINITY];
  const first = times.start[spans[0] ?? 0] ?? 0;
  for (const span of spans) {
    const [start, end] = [times.start[span] ?? 0, times.end[span] ?? 0];
    sum += end - start;
    if (end > until) {
      union += end - Math.max(start, until);
      until = end;
    }
  }
  return { union, sum, elapsed: until - first, concurrency: union > 0 ? sum / union : 1 };
}

/** Most that ran at the same moment. */
export function peakOf(times: SpanTimes, spans: Uint32Array): number {
  const starts = Float64Array.from(spans, (s) => times.start[s] ?? 0).sort();
  const ends = Float64Array.from(spans, (s) => times.end[s] ?? 0).sort();
  let [peak, ended] = [0, 0];
  for (let k = 0; k < starts.length; k++) {
    while ((ends[ended] ?? 0) <= (starts[k] ?? 0) && ended < k) ended++;
    peak = Math.max(peak, k + 1 - ended);
  }
  return peak;
}
