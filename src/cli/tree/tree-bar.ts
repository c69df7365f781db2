import type { Context } from '../../core/analysis/context.ts';
import type { TreeRow } from './tree-rows.ts';

/** Time on the horizontal axis: `columns` characters from `from` on, `perColumn` ns each. */
export type Axis = { readonly from: number; readonly perColumn: number; readonly columns: number };

export function axisOf({ trace, times }: Context, columns: number): Axis {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < trace.count; i++) {
    from = Math.min(from, times.start[i] ?? 0);
    to = Math.max(to, times.end[i] ?? 0);
  }
  const length = to > from ? to - from : 1;
  return { from: Number.isFinite(from) ? from : 0, perColumn: length / columns, columns };
}

const EMPTY = 0;
const RUNNING = 1;
const CRITICAL = 2;
const GLYPHS = [' ', '░', '█'];

/** Segments of the critical path by span, each found in O(1). */
export type Segments = {
  readonly first: Uint32Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
};

export function segmentsBySpan({ trace, critical }: Context): Segments {
  const { span, from, to } = critical.segments;
  const first = new Uint32Array(trace.count + 1);
  for (const s of span) first[s + 1] = (first[s + 1] ?? 0) + 1;
  for (let i = 0; i < trace.count; i++) first[i + 1] = (first[i + 1] ?? 0) + (first[i] ?? 0);
  const next = first.slice();
  const sorted = { first, from: new Float64Array(span.length), to: new Float64Array(span.length) };
  for (let k = 0; k < span.length; k++) {
    const at = next[span[k] ?? 0] ?? 0;
    sorted.from[at] = from[k] ?? 0;
    sorted.to[at] = to[k] ?? 0;
    next[span[k] ?? 0] = at + 1;
  }
  return sorted;
}

/**
 * Full where the request waited for the row itself, light where it merely ran (what it waited for then stands in rows
 * of its own). A folded run stands for all beneath its spans. One column at least.
 */
export function barOf(context: Context, segments: Segments, axis: Axis, row: TreeRow): string {
  const { trace, times } = context;
  const cells = new Uint8Array(axis.columns);
  const paint = (from: number, to: number, value: number) => {
    const first = Math.min(axis.columns - 1, Math.max(0, Math.floor((from - axis.from) / axis.perColumn)));
    const last = Math.min(
      axis.columns - 1,
      Math.max(first, Math.ceil((to - axis.from) / axis.perColumn) - 1),
    );
    for (let c = first; c <= last; c++) cells[c] = Math.max(cells[c] ?? EMPTY, value);
  };
  for (const span of row.fold?.spans ?? [row.span]) {
    paint(times.start[span] ?? 0, times.end[span] ?? 0, RUNNING);
    const after = span + (row.fold ? (trace.size[span] ?? 1) : 1);
    for (let k = segments.first[span] ?? 0; k < (segments.first[after] ?? 0); k++)
      paint(segments.from[k] ?? 0, segments.to[k] ?? 0, CRITICAL);
  }
  return Array.from(cells, (c) => GLYPHS[c] ?? ' ').join('');
}
