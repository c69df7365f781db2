import { FLAG, type Timeline } from '../trace/columns.ts';

/** When each span is taken to run, ns from the trace's epoch; `end` is never before `start`. */
export type SpanTimes = { readonly start: Float64Array; readonly end: Float64Array };

/**
 * The times every analysis works with. A span that ends before it starts is taken to be instantaneous. A span without
 * an end runs at least until the last thing seen beneath it ends, so that the work below an unfinished request counts.
 * `start` may be the skew-adjusted column (clock-skew.ts). O(n).
 */
export function spanTimes(timeline: Timeline, start: Float64Array = timeline.start): SpanTimes {
  const { count, duration, flags, parent } = timeline;
  const end = new Float64Array(count);
  // Latest end in the subtree below each span.
  const below = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (let i = count - 1; i >= 0; i--) {
    const from = start[i] ?? 0;
    const last = below[i] ?? 0;
    end[i] = (flags[i] ?? 0) & FLAG.missingEnd ? Math.max(from, last) : from + Math.max(0, duration[i] ?? 0);
    const p = parent[i] ?? -1;
    if (p >= 0) below[p] = Math.max(below[p] ?? 0, last, end[i] ?? 0);
  }
  return { start, end };
}

/**
 * Span indexes such that siblings come by start. Display order is that already for raw times (undefined is returned);
 * adjusted times may swap siblings. O(n), O(n log n) where there was a swap.
 */
export function siblingOrder(timeline: Timeline, start: Float64Array): Uint32Array | undefined {
  if (start === timeline.start) return undefined;
  const latest = new Float64Array(timeline.count + 1).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < timeline.count; i++) {
    const p = (timeline.parent[i] ?? -1) + 1;
    if ((start[i] ?? 0) < (latest[p] ?? 0)) return byStart(timeline.count, start);
    latest[p] = start[i] ?? 0;
  }
  return undefined;
}

function byStart(count: number, start: Float64Array): Uint32Array {
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  return order.sort((a, b) => (start[a] ?? 0) - (start[b] ?? 0) || a - b);
}
