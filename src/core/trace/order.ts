import { rowOrder } from './row-order.ts';
import type { SpanBatch } from './span-batch.ts';

/** Tree building over parent indexes: cutting cycles and laying rows out in display order. All iterative. */

type Compare = (a: number, b: number) => number;

/** Siblings by start; where that is the same by id, so that the order of arrival does not show. */
export function compareSiblings(batch: SpanBatch, start: Float64Array): Compare {
  const [hi, lo] = [batch.idHi.data, batch.idLo.data];
  const compareRows = rowOrder(batch);
  return (a, b) =>
    (start[a] ?? 0) - (start[b] ?? 0) ||
    (hi[a] ?? 0) - (hi[b] ?? 0) ||
    (lo[a] ?? 0) - (lo[b] ?? 0) ||
    (a === b ? 0 : compareRows(a, b));
}

/**
 * Cuts every cycle of `parent` at its first row by `before` (whose parent becomes -1) and returns those rows.
 */
export function cutCycles(rows: Uint32Array, parent: Int32Array, before: Compare): number[] {
  const cut: number[] = [];
  const OPEN = 1;
  const DONE = 2;
  const state = new Uint8Array(parent.length);
  const path: number[] = [];
  for (const first of rows) {
    path.length = 0;
    let row = first;
    while (row >= 0 && state[row] === 0) {
      state[row] = OPEN;
      path.push(row);
      row = parent[row] ?? -1;
    }
    if (row >= 0 && state[row] === OPEN) {
      let earliest = row;
      for (let r = parent[row] ?? -1; r !== row && r >= 0; r = parent[r] ?? -1)
        if (before(r, earliest) < 0) earliest = r;
      parent[earliest] = -1;
      cut.push(earliest);
    }
    for (const r of path) state[r] = DONE;
  }
  return cut;
}

export type Layout = {
  /** Row of each display position. */
  readonly order: Uint32Array;
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  readonly size: Uint32Array;
};

/** Preorder with siblings in the order of `before`. `parent` holds rows and must be free of cycles. */
export function layOut(rows: Uint32Array, parent: Int32Array, start: Float64Array, before: Compare): Layout {
  const count = rows.length;
  const capacity = parent.length;
  // Children of row r occupy kids[first[r] .. first[r + 1]); slot `capacity` stands for "no parent".
  const first = new Uint32Array(capacity + 2);
  for (let i = 0; i < count; i++) {
    const p = parent[rows[i] ?? 0] ?? -1;
    const at = (p < 0 ? capacity : p) + 1;
    first[at] = (first[at] ?? 0) + 1;
  }
  for (let i = 1; i < first.length; i++) first[i] = (first[i] ?? 0) + (first[i - 1] ?? 0);
  const kids = new Uint32Array(count);
  const fill = first.slice(0, capacity + 1);
  for (let i = 0; i < count; i++) {
    const row = rows[i] ?? 0;
    const p = parent[row] ?? -1;
    const owner = p < 0 ? capacity : p;
    const at = fill[owner] ?? 0;
    kids[at] = row;
    fill[owner] = at + 1;
  }
  const sortGroup = (owner: number) => {
    const from = first[owner] ?? 0;
    const to = first[owner + 1] ?? 0;
    for (let i = from + 1; i < to; i++) {
      const [left, right] = [kids[i - 1] ?? 0, kids[i] ?? 0];
      const later = (start[left] ?? 0) - (start[right] ?? 0);
      if (later < 0 || (later === 0 && before(left, right) <= 0)) continue;
      kids.subarray(from, to).sort(before);
      return;
    }
  };

  const order = new Uint32Array(count);
  const newParent = new Int32Array(count);
  const depth = new Uint32Array(count);
  const size = new Uint32Array(count).fill(1);
  // One cursor per level of the walk: the group being read, where it stands, and the display index of its owner.
  const ends: number[] = [];
  const cursors: number[] = [];
  const owners: number[] = [];
  const enter = (group: number, owner: number) => {
    sortGroup(group);
    cursors.push(first[group] ?? 0);
    ends.push(first[group + 1] ?? 0);
    owners.push(owner);
  };
  enter(capacity, -1);
  let at = 0;
  while (cursors.length > 0) {
    const level = cursors.length - 1;
    const cursor = cursors[level] ?? 0;
    if (cursor >= (ends[level] ?? 0)) {
      cursors.pop();
      ends.pop();
      owners.pop();
      continue;
    }
    cursors[level] = cursor + 1;
    const row = kids[cursor] ?? 0;
    order[at] = row;
    newParent[at] = owners[level] ?? -1;
    depth[at] = level;
    if ((first[row + 1] ?? 0) > (first[row] ?? 0)) enter(row, at);
    at++;
  }
  for (let i = count - 1; i > 0; i--) {
    const p = newParent[i] ?? -1;
    if (p >= 0) size[p] = (size[p] ?? 1) + (size[i] ?? 1);
  }
  return { order, parent: newParent, depth, size };
}
