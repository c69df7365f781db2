import { STATUS, type Timeline } from '../../src/core/trace/columns.ts';
import { MARK } from './marks.ts';

/** Passes over the whole timeline. Parents come before their children, so one pass from the end reaches all ancestors. */

export function markErrorsBelow({ count, parent, status }: Timeline, marks: Uint8Array): void {
  for (let i = count - 1; i > 0; i--) {
    const p = parent[i] ?? -1;
    if (p >= 0 && (status[i] === STATUS.error || ((marks[i] ?? 0) & MARK.errorBelow) !== 0))
      marks[p] = (marks[p] ?? 0) | MARK.errorBelow;
  }
}

const OVERVIEW_ROWS = 300;

/** The deepest level that can be shown whole without more than an overview's worth of rows; at least the second. */
export function overviewDepth({ count, depth }: Timeline): number {
  const perDepth: number[] = [];
  for (let i = 0; i < count; i++) {
    const d = depth[i] ?? 0;
    perDepth[d] = (perDepth[d] ?? 0) + 1;
  }
  let rows = 0;
  for (let d = 0; d < perDepth.length; d++) {
    rows += perDepth[d] ?? 0;
    if (rows > OVERVIEW_ROWS) return Math.max(1, d - 1);
  }
  return perDepth.length;
}

export const MATCH_ITSELF = 1;
const ABOVE_A_MATCH = 2;

/** For each span: whether it has the mark (MATCH_ITSELF), is an ancestor of one that has (2), both (3), or neither. */
export function spansAbove({ count, parent }: Timeline, marks: Uint8Array, mark: number): Uint8Array {
  const above = new Uint8Array(count);
  for (let i = count - 1; i >= 0; i--) {
    if (((marks[i] ?? 0) & mark) !== 0) above[i] = (above[i] ?? 0) | MATCH_ITSELF;
    const p = parent[i] ?? -1;
    if (above[i] !== 0 && p >= 0) above[p] = (above[p] ?? 0) | ABOVE_A_MATCH;
  }
  return above;
}
