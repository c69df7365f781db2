import type { Timeline } from '../trace/columns.ts';
import { type SpanTimes, siblingOrder } from './span-times.ts';

/**
 * Self time of each span in ns: its own time during which none of its direct children runs, that is, its duration
 * less the length of the union of its children clipped to it.
 *
 *     parent   |--------------------|        20
 *     child       |-----|                     6
 *     child           |------|                7, 2 of them shared with the first
 *     child                      |-----|      async: only 3 lie within the parent
 *     self     |==|          |==|             20 - (6 + 7 - 2) - 3 = 6
 *
 * One pass over siblings in order of start: each adds what reaches beyond those before it. O(n).
 */
export function selfTimes(timeline: Timeline, times: SpanTimes): Float64Array {
  const { count, parent } = timeline;
  const { start, end } = times;
  const self = new Float64Array(count);
  for (let i = 0; i < count; i++) self[i] = (end[i] ?? 0) - (start[i] ?? 0);
  // Until when the children seen so far cover their parent.
  const covered = Float64Array.from(start);
  const order = siblingOrder(timeline, start);
  for (let k = 0; k < count; k++) {
    const i = order ? (order[k] ?? 0) : k;
    const p = parent[i] ?? -1;
    if (p < 0) continue;
    const from = Math.max(start[i] ?? 0, covered[p] ?? 0);
    const to = Math.min(end[i] ?? 0, end[p] ?? 0);
    if (to <= from) continue;
    self[p] = (self[p] ?? 0) - (to - from);
    covered[p] = to;
  }
  return self;
}
