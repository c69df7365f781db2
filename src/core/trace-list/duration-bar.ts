const CELLS = 8;

/** Length as text: heavy for the share, light for the rest. What took any time at all has a mark. */
export function durationBar(ns: number, longestNs: number): string {
  const share = longestNs > 0 && Number.isFinite(ns) ? Math.min(1, Math.max(0, ns / longestNs)) : 0;
  const heavy = ns > 0 ? Math.max(1, Math.round(share * CELLS)) : 0;
  return '━'.repeat(heavy) + '─'.repeat(CELLS - heavy);
}
