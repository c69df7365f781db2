import type { Timeline } from '../trace/columns.ts';
import { type SpanTimes, siblingOrder } from './span-times.ts';

/** Direct children of span i: `list` from first[i] to first[i + 1], by start. Roots are not in it. */
export type Children = { readonly first: Uint32Array; readonly list: Uint32Array };

/** Counting sort by parent. O(n), or as siblingOrder. */
export function childrenOf(timeline: Timeline, times: SpanTimes): Children {
  const { count, parent } = timeline;
  const first = new Uint32Array(count + 1);
  for (let i = 0; i < count; i++) {
    const p = parent[i] ?? -1;
    if (p >= 0) first[p + 1] = (first[p + 1] ?? 0) + 1;
  }
  for (let i = 0; i < count; i++) first[i + 1] = (first[i + 1] ?? 0) + (first[i] ?? 0);
  const list = new Uint32Array(first[count] ?? 0);
  const next = first.slice();
  const order = siblingOrder(timeline, times.start);
  for (let k = 0; k < count; k++) {
    const i = order ? (order[k] ?? 0) : k;
    const p = parent[i] ?? -1;
    if (p < 0) continue;
    const at = next[p] ?? 0;
    list[at] = i;
    next[p] = at + 1;
  }
  return { first, list };
}
