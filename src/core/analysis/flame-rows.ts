import type { Timeline } from '../trace/columns.ts';
import type { SpanTimes } from './span-times.ts';

/** Row of each span in a flame graph over time, and how many rows there are. */
export type FlameRows = { readonly row: Uint32Array; readonly rows: number };

/**
 * Lays spans out over time: each on the first row below its parent's where nothing else runs at its start. Spans of a
 * row never overlap. In order of start; the free row is found in a tree of the rows' ends. O(n log n).
 */
export function flameRows(timeline: Timeline, times: SpanTimes): FlameRows {
  const { count, parent, depth } = timeline;
  const { start, end } = times;
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  // A child that starts with its parent comes after it.
  order.sort((a, b) => (start[a] ?? 0) - (start[b] ?? 0) || (depth[a] ?? 0) - (depth[b] ?? 0) || a - b);
  const row = new Uint32Array(count);
  const placed = new Uint8Array(count);
  const ends = new RowEnds();
  let rows = 0;
  for (const i of order) {
    const p = parent[i] ?? -1;
    // A child that starts before its parent has nothing to lie below.
    const least = p >= 0 && placed[p] ? (row[p] ?? 0) + 1 : 0;
    const at = ends.firstFree(least, start[i] ?? 0);
    ends.occupy(at, end[i] ?? 0);
    row[i] = at;
    placed[i] = 1;
    rows = Math.max(rows, at + 1);
  }
  return { row, rows };
}

/** When each row becomes free, with the minimum of every power-of-two block: finds the first free row in O(log n). */
class RowEnds {
  #size = 16;
  /** Heap layout: node k has children 2k and 2k + 1; leaves start at #size. Unused rows are free since ever. */
  #least = new Float64Array(32).fill(Number.NEGATIVE_INFINITY);

  firstFree(from: number, at: number): number {
    while (from >= this.#size) this.#grow();
    let node = this.#size + from;
    // Up and to the right until a block has a free row, then down to the first one in it.
    while ((this.#least[node] ?? 0) > at) {
      while (node % 2 === 1) node >>= 1;
      if (node === 0) {
        this.#grow();
        return this.firstFree(from, at);
      }
      node++;
    }
    while (node < this.#size) node = (this.#least[2 * node] ?? 0) <= at ? 2 * node : 2 * node + 1;
    return node - this.#size;
  }

  occupy(row: number, until: number): void {
    let node = this.#size + row;
    this.#least[node] = until;
    for (node >>= 1; node > 0; node >>= 1)
      this.#least[node] = Math.min(this.#least[2 * node] ?? 0, this.#least[2 * node + 1] ?? 0);
  }

  #grow(): void {
    const leaves = this.#least.slice(this.#size);
    this.#size *= 2;
    this.#least = new Float64Array(this.#size * 2).fill(Number.NEGATIVE_INFINITY);
    this.#least.set(leaves, this.#size);
    for (let node = this.#size - 1; node > 0; node--)
      this.#least[node] = Math.min(this.#least[2 * node] ?? 0, this.#least[2 * node + 1] ?? 0);
  }
}
