import { formatFactor } from '../../src/core/trace/units.ts';
import type { UsualTimes } from '../../src/protocol/waterfall.ts';

/** Slower than its usual median by this factor, and beyond its p95, is said. */
const FACTOR = 1.5;
/** Fewer calls say nothing about what is usual. */
const ENOUGH = 20;

/** "▲ 12x its p50" for a span that was slow for its own function; undefined for any other. */
export function slowText(duration: number, usual: UsualTimes | undefined): string | undefined {
  if (!usual || usual.p50 <= 0 || usual.count < ENOUGH) return undefined;
  if (duration <= usual.p95 || duration <= usual.p50 * FACTOR) return undefined;
  return `▲ ${formatFactor(duration / usual.p50)} its p50`;
}
