import type { Context } from '../context.ts';

/** Children of one parent that are the same operation, by start. */
export type SiblingGroup = {
  readonly parent: number;
  readonly operation: number;
  /** Valid during the visit only. */
  readonly spans: Uint32Array;
};

/** Visits each group of at least `least` siblings that are the same operation. O(n). */
export function eachSiblingGroup(
  context: Context,
  least: number,
  visit: (group: SiblingGroup) => void,
): void {
  const { children, operations, trace } = context;
  // Of the parent being read: how many children each operation has, and where they go.
  const counts = new Uint32Array(operations.count);
  const cursors = new Uint32Array(operations.count);
  let sorted = new Uint32Array(64);
  for (let parent = 0; parent < trace.count; parent++) {
    const from = children.first[parent] ?? 0;
    const to = children.first[parent + 1] ?? 0;
    if (to - from < least) continue;
    const seen: number[] = [];
    for (let k = from; k < to; k++) {
      const operation = operations.of[children.list[k] ?? 0] ?? 0;
      if ((counts[operation] ?? 0) === 0) seen.push(operation);
      counts[operation] = (counts[operation] ?? 0) + 1;
    }
    if (to - from > sorted.length) sorted = new Uint32Array((to - from) * 2);
    let at = 0;
    for (const operation of seen) {
      cursors[operation] = at;
      at += counts[operation] ?? 0;
    }
    for (let k = from; k < to; k++) {
      const child = children.list[k] ?? 0;
      const operation = operations.of[child] ?? 0;
      const place = cursors[operation] ?? 0;
      sorted[place] = child;
      cursors[operation] = place + 1;
    }
    for (const operation of seen) {
      const size = counts[operation] ?? 0;
      const end = cursors[operation] ?? 0;
      counts[operation] = 0;
      if (size >= least) visit({ parent, operation, spans: sorted.subarray(end - size, end) });
    }
  }
}
