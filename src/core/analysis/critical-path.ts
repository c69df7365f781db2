import { KIND, type Timeline } from '../trace/columns.ts';
import { rootsOf } from './roots.ts';
import type { SpanTimes } from './span-times.ts';

/** Times in ns from the epoch. Segments of one tree are disjoint and in order of time; trees follow each other. */
export type CriticalPath = {
  /** Time of each span on the path. */
  readonly ns: Float64Array;
  readonly segments: {
    readonly span: Uint32Array;
    readonly from: Float64Array;
    readonly to: Float64Array;
  };
};

/**
 * The critical path of each tree: the chain of work the root had to wait for, such that shortening anything else would
 * not have made it shorter. As Jaeger defines it, walking back from the end of a span: the path goes through the child
 * that finished last, then, from that child's start, through the child that had finished last by then, and so on; what
 * lies between is the span's own.
 *
 *     root   |----------------------------|
 *     A         |--------|                      still running when C starts: C did not wait for it
 *     B           |--|
 *     C                |-------|
 *     D                |----|                   finished before C did
 *     path   |====|BB|=|CCCCCCC|==========|
 *
 * Children are clipped to their parent, what lies outside it does not count; a consumer does not hold up its producer.
 * A child that ends where the next one starts is on the path, also when its end was recorded a moment late (1 % of
 * the child, 0.5 ms at most): instrumentation closes a span after the work it measured has gone on. Jaeger drops those.
 *
 * Iterative. O(n log n): only children of spans on the path are sorted.
 */
export function criticalPath(timeline: Timeline, times: SpanTimes): CriticalPath {
  const walk = new Walk(timeline, times);
  for (const root of rootsOf(timeline)) walk.tree(root);
  return walk.result();
}

class Walk {
  readonly #timeline: Timeline;
  readonly #times: SpanTimes;
  readonly #ns: Float64Array;
  /** Segments, those of the tree being walked in reverse. */
  readonly #span: number[] = [];
  readonly #from: number[] = [];
  readonly #to: number[] = [];

  constructor(timeline: Timeline, times: SpanTimes) {
    this.#timeline = timeline;
    this.#times = times;
    this.#ns = new Float64Array(timeline.count);
  }

  tree(root: number): void {
    const { start, end } = this.#times;
    const firstSegment = this.#span.length;
    // One frame a level: the span, its clipped interval, and how far back the walk through it has come.
    const spans: number[] = [];
    const starts: number[] = [];
    const ends: number[] = [];
    const cursors: number[] = [];
    // Children yet to be tried, the last-finishing on top; a frame owns those from its base on.
    const children: number[] = [];
    const bases: number[] = [];
    const enter = (span: number, from: number, to: number) => {
      spans.push(span);
      starts.push(from);
      ends.push(to);
      cursors.push(to);
      bases.push(children.length);
      this.#pushChildren(span, from, to, children);
    };
    enter(root, start[root] ?? 0, end[root] ?? 0);
    while (spans.length > 0) {
      const level = spans.length - 1;
      const span = spans[level] ?? 0;
      const from = starts[level] ?? 0;
      const cursor = cursors[level] ?? 0;
      if (children.length > (bases[level] ?? 0)) {
        const child = children.pop() ?? 0;
        const childFrom = Math.max(start[child] ?? 0, from);
        const finished = Math.min(end[child] ?? 0, ends[level] ?? 0);
        if (finished - cursor > finishSlack(finished - childFrom)) continue;
        const childTo = Math.min(finished, cursor);
        this.#add(span, childTo, cursor);
        cursors[level] = childFrom;
        enter(child, childFrom, childTo);
      } else {
        this.#add(span, from, cursor);
        spans.pop();
        starts.pop();
        ends.pop();
        cursors.pop();
        bases.pop();
      }
    }
    for (const column of [this.#span, this.#from, this.#to]) reverseFrom(column, firstSegment);
  }

  result(): CriticalPath {
    return {
      ns: this.#ns,
      segments: {
        span: Uint32Array.from(this.#span),
        from: Float64Array.from(this.#from),
        to: Float64Array.from(this.#to),
      },
    };
  }

  #add(span: number, from: number, to: number): void {
    if (to <= from) return;
    this.#ns[span] = (this.#ns[span] ?? 0) + to - from;
    this.#span.push(span);
    this.#from.push(from);
    this.#to.push(to);
  }

  /** Those that hold the span up and overlap it; of several that finish together the one that started first on top. */
  #pushChildren(span: number, from: number, to: number, stack: number[]): void {
    const { kind, size } = this.#timeline;
    const { start, end } = this.#times;
    const base = stack.length;
    const after = span + (size[span] ?? 1);
    const producer = kind[span] === KIND.producer;
    let sorted = true;
    let last = Number.NEGATIVE_INFINITY;
    for (let child = span + 1; child < after; child += Math.max(1, size[child] ?? 1)) {
      const [childFrom, childTo] = [Math.max(start[child] ?? 0, from), Math.min(end[child] ?? 0, to)];
      if (childTo <= childFrom || (producer && kind[child] === KIND.consumer)) continue;
      if (childTo <= last) sorted = false;
      last = childTo;
      stack.push(child);
    }
    if (sorted) return;
    const clipped = (child: number) => Math.min(end[child] ?? 0, to);
    const ordered = stack
      .splice(base)
      .sort((a, b) => clipped(a) - clipped(b) || (start[b] ?? 0) - (start[a] ?? 0) || b - a);
    for (const child of ordered) stack.push(child);
  }
}

/** How late the end of a child of this length may have been recorded (ns). */
const finishSlack = (length: number) => Math.min(5e5, length * 0.01);

function reverseFrom(column: number[], first: number): void {
  for (let i = first, j = column.length - 1; i < j; i++, j--) {
    const kept = column[i] ?? 0;
    column[i] = column[j] ?? 0;
    column[j] = kept;
  }
}
