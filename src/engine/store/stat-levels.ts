import type { TimeRange } from '../../core/ports.ts';

/** Widths of the buckets statistics are kept in (minutes); each is a multiple of the one before. */
export const LEVELS = [1, 10, 60, 360, 1440] as const;

/** How long each level is kept (ms): an old window starts on a coarser boundary. */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const KEEP_MS = [6 * HOUR_MS, 48 * HOUR_MS] as const;

export type BucketRange = { readonly level: number; readonly from: number; readonly to: number };

/**
 * The fewest buckets that make up a window of minutes [from, to]. Its start is rounded down to ten minutes from a
 * window of 3 hours on, to an hour from 2 days on: 200 functions over a week are then 3,000 rows, not two million.
 * Where the window ends now, buckets may reach beyond: nothing lies there yet.
 */
export function bucketsOf(range: TimeRange, nowMs: number): BucketRange[] {
  // A window may be open at both ends; nothing was before 1970.
  const fromMs = Math.max(0, range.fromMs);
  const lengthMs = range.toMs - fromMs;
  const ageMs = nowMs - fromMs;
  const start =
    lengthMs >= 48 * HOUR_MS || ageMs > KEEP_MS[1]
      ? 2
      : lengthMs >= 3 * HOUR_MS || ageMs > KEEP_MS[0]
        ? 1
        : 0;
  const openEnd = range.toMs >= nowMs - MINUTE_MS;
  const width = LEVELS[start] ?? 1;
  let from = Math.floor(fromMs / MINUTE_MS / width) * width;
  const last = Math.floor(range.toMs / MINUTE_MS);
  const end = openEnd ? Number.POSITIVE_INFINITY : Math.floor(last / width) * width + width;
  const out: BucketRange[] = [];
  const put = (level: number, to: number) => {
    const own = LEVELS[level] ?? 1;
    if (to > from) out.push({ level, from: from / own, to: Number.isFinite(to) ? to / own - 1 : MAX_BUCKET });
    from = Math.max(from, to);
  };
  // Up: narrow buckets to where a wider one begins, as long as the end is not before that ...
  let level = start;
  for (; level < LEVELS.length - 1; level++) {
    const next = LEVELS[level + 1] ?? 1;
    const boundary = Math.ceil(from / next) * next;
    if (boundary > end) break;
    put(level, boundary);
  }
  // ... and down again to the end.
  for (; level >= start; level--) {
    const own = LEVELS[level] ?? 1;
    put(level, Number.isFinite(end) ? Math.floor(end / own) * own : end);
  }
  return out;
}

const MAX_BUCKET = 2 ** 31;
