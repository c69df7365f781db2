import type { Context } from './context.ts';

/** What part of the request a span stands for, each 0 to 1 (more for what outlives it). */
export type Share = {
  /** While it ran. */
  readonly duration: number;
  /** While it worked itself. */
  readonly self: number;
  /** While the request waited for it or for what lies beneath it. */
  readonly critical: number;
};

export function shareOf({ times, self, criticalBelow, requestNs }: Context, span: number): Share {
  const of = (ns: number | undefined) => (requestNs > 0 ? (ns ?? 0) / requestNs : 0);
  return {
    duration: of((times.end[span] ?? 0) - (times.start[span] ?? 0)),
    self: of(self[span]),
    critical: of(criticalBelow[span]),
  };
}
