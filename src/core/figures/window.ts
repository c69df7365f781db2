import type { TimeRange } from '../ports.ts';

/** What figures are of: the last minutes, a fixed stretch of time, or everything since the program was last started. */
export type Window =
  | { readonly kind: 'last'; readonly minutes: number }
  | { readonly kind: 'between'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'run' };

const MINUTE_MS = 60_000;
const MAX_MINUTES = 366 * 24 * 60;

/** Offered first; anything else is custom. */
export const WINDOW_MINUTES = [15, 60, 24 * 60, 7 * 24 * 60] as const;

/** Used for "since last run" until a run was seen. */
const NO_RUN_MINUTES = 15;

export function rangeOf(window: Window, nowMs: number, lastRunMs: number | undefined): TimeRange {
  if (window.kind === 'between') return { fromMs: window.fromMs, toMs: window.toMs };
  const fromMs =
    window.kind === 'last'
      ? nowMs - window.minutes * MINUTE_MS
      : Math.min(nowMs, lastRunMs ?? nowMs - NO_RUN_MINUTES * MINUTE_MS);
  return { fromMs, toMs: nowMs };
}

/** As long as the window and right before it: what "before" means wherever figures are compared. */
export function rangeBefore({ fromMs, toMs }: TimeRange): TimeRange {
  const length = Math.max(MINUTE_MS, toMs - fromMs);
  return { fromMs: fromMs - length, toMs: fromMs };
}

/** `parts` stretches of equal length that make up the range, oldest first. */
export function splitRange({ fromMs, toMs }: TimeRange, parts: number): TimeRange[] {
  const at = (i: number) => Math.round(fromMs + ((toMs - fromMs) * i) / parts);
  return Array.from({ length: parts }, (_, i) => ({ fromMs: at(i), toMs: at(i + 1) }));
}

/** "15 min", "24 h", "7 d", "90 min": the largest unit that is whole. */
export function lengthText(minutes: number): string {
  const day = 24 * 60;
  if (minutes % day === 0 && minutes > day) return `${minutes / day} d`;
  if (minutes % 60 === 0) return `${minutes / 60} h`;
  return `${minutes} min`;
}

/** Reads "90 min", "3 h", "2d", "1w", "45" (minutes). */
export function parseLength(text: string): number | undefined {
  const match = /^\s*(\d{1,6})\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)?\s*$/i.exec(text);
  if (!match) return undefined;
  const unit = (match[2] ?? 'm').charAt(0).toLowerCase();
  const minutes = Number(match[1]) * ({ m: 1, h: 60, d: 24 * 60, w: 7 * 24 * 60 }[unit] ?? 1);
  return minutes > 0 && minutes <= MAX_MINUTES ? minutes : undefined;
}

/** A window that was stored or came from elsewhere; undefined when it is none. */
export function readWindow(value: unknown): Window | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, minutes, fromMs, toMs } = value as Record<string, unknown>;
  if (kind === 'run') return { kind };
  if (kind === 'last' && typeof minutes === 'number' && Number.isInteger(minutes))
    return minutes > 0 && minutes <= MAX_MINUTES ? { kind, minutes } : undefined;
  if (kind === 'between' && typeof fromMs === 'number' && typeof toMs === 'number')
    return Number.isFinite(fromMs) && Number.isFinite(toMs) && toMs > fromMs
      ? { kind, fromMs, toMs }
      : undefined;
  return undefined;
}
