const pad = (n: number) => String(n).padStart(2, '0');

/** "14:05" on the day of `nowMs`, "2026-11-20 14:05" else; the user's own clock. */
export function shortTime(ms: number, nowMs: number): string {
  const d = new Date(ms);
  const time = `${pad(d.getHours())}:${pad(d.getMinutes())}`;
  const day = `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`;
  return new Date(nowMs).toDateString() === d.toDateString() ? time : `${day} ${time}`;
}

/**
 * Reads "14:05" (today), "2026-11-20" and "2026-11-20 14:05", also with seconds or a `T`, in the user's own time;
 * undefined for anything else.
 */
export function parseLocalTime(text: string, nowMs: number): number | undefined {
  const match = /^(?:(\d{4})-(\d\d?)-(\d\d?))?[T ]*(?:(\d\d?):(\d\d)(?::(\d\d))?)?$/.exec(text.trim());
  if (!match || (match[1] === undefined && match[4] === undefined)) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0));
  const date = new Date(nowMs);
  if (match[1] !== undefined) date.setFullYear(year ?? 0, (month ?? 1) - 1, day ?? 1);
  date.setHours(hour ?? 0, minute ?? 0, second ?? 0, 0);
  const valid =
    (match[1] === undefined || (date.getMonth() === (month ?? 1) - 1 && date.getDate() === day)) &&
    (hour ?? 0) < 24 &&
    (minute ?? 0) < 60 &&
    (second ?? 0) < 60;
  return valid ? date.getTime() : undefined;
}

/** "a to b" or "a - b" (spaces around the dash), each as `parseLocalTime` reads them; an open end is now. */
export function parseStretch(text: string, nowMs: number): { fromMs: number; toMs: number } | undefined {
  const [first, second, ...more] = text.split(/\s+(?:to|-|–|\.\.)\s+/);
  if (first === undefined || more.length > 0) return undefined;
  const fromMs = parseLocalTime(first, nowMs);
  const toMs = second === undefined || second.trim() === 'now' ? nowMs : parseLocalTime(second, nowMs);
  return fromMs !== undefined && toMs !== undefined && toMs > fromMs ? { fromMs, toMs } : undefined;
}
