import type { Children } from '../../analysis/children.ts';
import type { SpanTimes } from '../../analysis/span-times.ts';

/** Shorter ones are not worth a finding (spec/gaps.md 2.6). */
const MIN_NS = 100e6;
const MIN_SHARE = 0.2;

/** `after` and `before` are the neighbouring children, -1 for the span's own start and end. */
export type Hole = {
  readonly after: number;
  readonly before: number;
  readonly ns: number;
  readonly parentNs: number;
};

/**
 * The longest part of a span during which none of its children runs; undefined where it has no children, or the part
 * is short. Children are clipped to the span: one that outlives it leaves no hole.
 */
export function largestHole(times: SpanTimes, children: Children, span: number): Hole | undefined {
  const from = children.first[span] ?? 0;
  const to = children.first[span + 1] ?? 0;
  if (from === to) return undefined;
  const start = times.start[span] ?? 0;
  const end = times.end[span] ?? 0;
  const parentNs = end - start;
  const least = Math.max(MIN_NS, parentNs * MIN_SHARE);
  if (parentNs < least) return undefined;
  let best: Hole | undefined;
  let covered = start;
  let after = -1;
  const consider = (until: number, before: number) => {
    const ns = until - covered;
    if (ns >= least && ns > (best?.ns ?? 0)) best = { after, before, ns, parentNs };
  };
  for (let k = from; k < to; k++) {
    const child = children.list[k] ?? -1;
    const begins = Math.min(Math.max(times.start[child] ?? 0, start), end);
    const ends = Math.min(times.end[child] ?? 0, end);
    consider(begins, child);
    if (ends >= covered) {
      covered = Math.max(covered, ends);
      after = child;
    }
  }
  consider(end, -1);
  return best;
}
