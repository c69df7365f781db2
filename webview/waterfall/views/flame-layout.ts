import type { FlameNodes } from '../../../src/protocol/engine-analysis.ts';

/** Boxes of a flame graph: `left` and `width` in the unit of the axis, by node; children by their parent. */
export type FlameLayout = {
  readonly count: number;
  readonly left: Float64Array;
  readonly width: Float64Array;
  /** Level, 0 at the top. */
  readonly level: Uint32Array;
  readonly levels: number;
  /** Boxes of level l are `byLevel[levelFrom[l] .. levelFrom[l + 1])`, from left to right. */
  readonly byLevel: Uint32Array;
  readonly levelFrom: Uint32Array;
  readonly extent: number;
};

/** Spans merged by path: each node as wide as the time in its subtree, the widest child first. O(n log n). */
export function mergedLayout({
  parent,
  depth,
  value,
}: Pick<FlameNodes, 'parent' | 'depth' | 'value'>): FlameLayout {
  const count = parent.length;
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  // Siblings side by side, widest first; levels from the top, so that parents are placed before their children.
  order.sort(
    (a, b) =>
      (depth[a] ?? 0) - (depth[b] ?? 0) ||
      (parent[a] ?? -1) - (parent[b] ?? -1) ||
      (value[b] ?? 0) - (value[a] ?? 0) ||
      a - b,
  );
  const left = new Float64Array(count);
  /** Where the next child of a node goes. */
  const next = new Float64Array(count);
  let extent = 0;
  for (const node of order) {
    const p = parent[node] ?? -1;
    const at = p < 0 ? extent : (next[p] ?? 0);
    left[node] = at;
    next[node] = at;
    if (p < 0) extent += value[node] ?? 0;
    else next[p] = at + (value[node] ?? 0);
  }
  return withLevels(left, value, depth, extent);
}

/** Spans over time, each on the row it was given. */
export function timeLayout(
  start: Float64Array,
  duration: Float64Array,
  row: Uint32Array,
  limits: { readonly from: number; readonly to: number },
): FlameLayout {
  const left = start.map((s) => s - limits.from);
  const width = duration.map((d) => Math.max(0, d));
  return withLevels(left, width, row, limits.to - limits.from);
}

function withLevels(
  left: Float64Array,
  width: Float64Array,
  level: Uint32Array,
  extent: number,
): FlameLayout {
  const count = left.length;
  let levels = 0;
  for (const l of level) levels = Math.max(levels, l + 1);
  const levelFrom = new Uint32Array(levels + 1);
  for (const l of level) levelFrom[l + 1] = (levelFrom[l + 1] ?? 0) + 1;
  for (let l = 0; l < levels; l++) levelFrom[l + 1] = (levelFrom[l + 1] ?? 0) + (levelFrom[l] ?? 0);
  const next = levelFrom.slice();
  const byLevel = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const l = level[i] ?? 0;
    const at = next[l] ?? 0;
    byLevel[at] = i;
    next[l] = at + 1;
  }
  for (let l = 0; l < levels; l++)
    byLevel.subarray(levelFrom[l], levelFrom[l + 1]).sort((a, b) => (left[a] ?? 0) - (left[b] ?? 0) || a - b);
  return { count, left, width, level, levels, byLevel, levelFrom, extent: Math.max(extent, 1) };
}

/**
 * The boxes of a level that show between two moments, those that fall on a px together only once. Boxes of a level do
 * not overlap, so both ends are found by bisection and crowds are skipped by it.
 */
export function* visibleBoxes(
  layout: FlameLayout,
  level: number,
  view: { readonly from: number; readonly to: number },
  pxWidth: number,
): Generator<number> {
  const { byLevel, levelFrom, left, width } = layout;
  const last = levelFrom[level + 1] ?? 0;
  const perPx = (view.to - view.from) / Math.max(1, pxWidth);
  const endOf = (k: number) => (left[byLevel[k] ?? 0] ?? 0) + (width[byLevel[k] ?? 0] ?? 0);
  let k = bisect(levelFrom[level] ?? 0, last, (i) => endOf(i) >= view.from);
  while (k < last && (left[byLevel[k] ?? 0] ?? 0) <= view.to) {
    yield byLevel[k] ?? 0;
    // At least a px further: what starts within the box's own px cannot be told from it.
    const beyond = Math.max(endOf(k), (left[byLevel[k] ?? 0] ?? 0) + perPx);
    const following = k + 1;
    k =
      (left[byLevel[following] ?? 0] ?? 0) >= beyond
        ? following
        : bisect(following, last, (i) => endOf(i) > beyond);
  }
}

/** First index in [from, to) for which the test holds; it must hold from there on. */
function bisect(from: number, to: number, test: (index: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The box at a place, or -1. */
export function boxAt(layout: FlameLayout, level: number, at: number, tolerance: number): number {
  const { byLevel, levelFrom, left, width } = layout;
  if (level < 0 || level >= layout.levels) return -1;
  const [first, last] = [levelFrom[level] ?? 0, levelFrom[level + 1] ?? 0];
  const k = bisect(first, last, (i) => (left[byLevel[i] ?? 0] ?? 0) > at + tolerance) - 1;
  const box = byLevel[k];
  if (k < first || box === undefined) return -1;
  return at <= (left[box] ?? 0) + Math.max(width[box] ?? 0, 0) + tolerance ? box : -1;
}
