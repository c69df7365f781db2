import type { TimeRange } from '../core/ports.ts';
import { durationNs } from '../core/query/durations.ts';
import { UsageError } from './command.ts';

const DURATION = /^(?:\d+(?:\.\d+)?(?:s|m|h|d|w))+$/;

/** `--since 1h`: from so long ago until now. */
export function windowSince(text: string, nowMs: number): TimeRange {
  if (!DURATION.test(text))
    throw new UsageError(`--since takes a length of time such as 30m, 1h or 7d, not "${text}".`);
  // Clocks of other machines may be a little ahead.
  return { fromMs: nowMs - durationNs(text) / 1e6, toMs: nowMs + 60_000 };
}

export function countArgument(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^[1-9]\d*$/.test(text)) throw new UsageError(`--${name} takes a number from 1 on, not "${text}".`);
  return Number(text);
}
