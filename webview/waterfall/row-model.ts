import type { Timeline } from '../../src/core/trace/columns.ts';
import { ancestorRows } from './ancestor-rows.ts';
import { FOLD_ROW, type Fold, type Indents, indentsFor, isFoldRow, layRows, spanOfRow } from './lay-rows.ts';
import { clearAll, isFolded, MARK } from './marks.ts';
import { applyFilter, NO_FILTER, type RowFilter } from './row-filter.ts';
import { MATCH_ITSELF, markErrorsBelow, overviewDepth, spansAbove } from './row-passes.ts';

/** Traces larger than this open with their deeper levels collapsed, so that the first screens are an overview. */
const OPEN_WHOLE_BELOW = 1000;

/**
 * Which rows there are. Owns the marks and the row arrays (6 bytes a span); every change ends in one pass over the
 * timeline, a few ms for a million spans.
 */
export class RowModel {
  readonly timeline: Timeline;
  readonly marks: Uint8Array;
  #rows: Uint32Array;
  #indents: Indents;
  readonly #base: Uint16Array;
  #count = 0;
  #folds: ReadonlyMap<number, Fold> = new Map();
  #foldOf: ReadonlyMap<number, number> = new Map();
  readonly #openFolds = new Set<number>();
  #focus = -1;
  #filter: RowFilter = NO_FILTER;
  #hidden = 0;
  readonly #indexes = new Map<number, number>();
  #before: { readonly marks: Uint8Array; readonly openFolds: readonly number[] } | undefined;

  constructor(timeline: Timeline) {
    const { count, depth } = timeline;
    this.timeline = timeline;
    this.marks = new Uint8Array(count);
    this.#rows = new Uint32Array(count);
    let deepest = 0;
    for (let i = 0; i < count; i++) deepest = Math.max(deepest, depth[i] ?? 0);
    this.#indents = indentsFor(count, deepest);
    this.#base = new Uint16Array(deepest + 2);
    markErrorsBelow(timeline, this.marks);
    if (count > OPEN_WHOLE_BELOW) this.#collapseFrom(overviewDepth(timeline));
    this.#lay();
  }

  /** Number of rows. */
  get count(): number {
    return this.#count;
  }

  /** Spans left out by the filter. */
  get hidden(): number {
    return this.#hidden;
  }

  get focus(): number {
    return this.#focus;
  }

  get filter(): RowFilter {
    return this.#filter;
  }

  get openFolds(): readonly number[] {
    return [...this.#openFolds];
  }

  get folds(): ReadonlyMap<number, Fold> {
    return this.#folds;
  }

  /** The row's code: a span, or a run with FOLD_ROW set. */
  row(index: number): number {
    return this.#rows[index] ?? 0;
  }

  span(index: number): number {
    return spanOfRow(this.row(index));
  }

  indent(index: number): number {
    return this.#indents[index] ?? 0;
  }

  fold(index: number): Fold | undefined {
    const row = this.row(index);
    return isFoldRow(row) ? this.#folds.get(spanOfRow(row)) : undefined;
  }

  /** Undefined for rows that have nothing below them. */
  expanded(index: number): boolean | undefined {
    const row = this.row(index);
    if (isFoldRow(row)) return this.#openFolds.has(spanOfRow(row));
    if ((this.timeline.size[row] ?? 1) <= 1) return undefined;
    return ((this.marks[row] ?? 0) & MARK.collapsed) === 0;
  }

  /**
   * Index of a row code, or -1. Asked for a few rows a frame, so answers are kept until the rows change. Looked for
   * backwards from a row that it is known to lie above, where there is one.
   */
  indexOfRow(row: number, below = this.#count - 1): number {
    let index = this.#indexes.get(row);
    if (index === undefined) {
      index = this.#rows.subarray(0, this.#count).lastIndexOf(row, below);
      this.#indexes.set(row, index);
    }
    return index;
  }

  /** Index of the span's row, of its run's row where that is closed, or -1. */
  indexOf(span: number): number {
    const at = this.indexOfRow(span);
    if (at >= 0) return at;
    const head = this.#foldOf.get(span);
    return head === undefined ? -1 : this.indexOfRow((head | FOLD_ROW) >>> 0);
  }

  setExpanded(index: number, open: boolean): void {
    const row = this.row(index);
    const span = spanOfRow(row);
    if (isFoldRow(row)) {
      if (open) this.#openFolds.add(span);
      else this.#openFolds.delete(span);
    } else this.#collapse(span, !open);
    this.#lay();
  }

  /** The row and everything below it. */
  setSubtreeExpanded(index: number, open: boolean): void {
    const fold = this.fold(index);
    const span = this.span(index);
    for (const root of fold?.members ?? [span]) {
      const end = Math.min(this.timeline.count, root + (this.timeline.size[root] ?? 1));
      for (let i = root; i < end; i++) {
        this.#collapse(i, !open);
        if (open && this.#folds.has(i) && (fold !== undefined || i !== span)) this.#openFolds.add(i);
      }
    }
    if (fold && !open) this.#openFolds.delete(span);
    this.#lay();
  }

  collapseAll(): void {
    this.collapseToDepth(1);
  }

  /** Shows `levels` levels of the tree. */
  collapseToDepth(levels: number): void {
    const from = this.#focus < 0 ? 0 : (this.timeline.depth[this.#focus] ?? 0);
    this.#collapseFrom(from + levels - 1);
    this.#openFolds.clear();
    this.#lay();
  }

  expandAll(): void {
    clearAll(this.marks, MARK.collapsed);
    for (const head of this.#folds.keys()) this.#openFolds.add(head);
    this.#lay();
  }

  /** Opens what lies on the critical path and collapses the rest. */
  collapseAllButCritical(): void {
    for (let i = 0; i < this.timeline.count; i++)
      this.#collapse(i, ((this.marks[i] ?? 0) & MARK.critical) === 0);
    this.#openFolds.clear();
    this.#lay();
  }

  setFocus(span: number): void {
    this.#focus = span;
    if (span >= 0) this.#collapse(span, false);
    this.#lay();
  }

  setFilter(filter: RowFilter): void {
    this.#filter = filter;
    this.#hidden = applyFilter(this.timeline, this.marks, filter);
    this.#lay();
  }

  /** Folds as another model of the same trace; spans that this has more of stay as they are. */
  foldLike({ marks }: RowModel): void {
    for (let i = 0; i < marks.length; i++) this.#collapse(i, ((marks[i] ?? 0) & MARK.collapsed) !== 0);
    this.#lay();
  }

  restoreCollapsed(spans: readonly number[]): void {
    clearAll(this.marks, MARK.collapsed);
    for (const span of spans) if (span < this.timeline.count) this.#collapse(span, true);
    this.#lay();
  }

  setFolds(folds: readonly Fold[], open: readonly number[] = []): void {
    const foldOf = new Map<number, number>();
    clearAll(this.marks, MARK.foldHead | MARK.foldMember);
    for (const { head, members } of folds)
      for (const member of members) {
        foldOf.set(member, head);
        this.marks[member] = (this.marks[member] ?? 0) | (member === head ? MARK.foldHead : MARK.foldMember);
      }
    this.#folds = new Map(folds.map((fold) => [fold.head, fold]));
    this.#foldOf = foldOf;
    this.#openFolds.clear();
    for (const head of open) if (this.#folds.has(head)) this.#openFolds.add(head);
    const capacity = this.timeline.count + folds.length;
    if (this.#rows.length < capacity) {
      this.#rows = new Uint32Array(capacity);
      this.#indents = indentsFor(capacity, this.#base.length - 2);
    }
    this.#lay();
  }

  /** Opens whatever hides the span; returns its row, or -1 when a filter or the focus leaves it out. */
  reveal(span: number): number {
    let changed = false;
    for (let i = span; i >= 0; i = this.timeline.parent[i] ?? -1) {
      const head = isFolded(this.marks[i] ?? 0) ? this.#foldOf.get(i) : undefined;
      if (head !== undefined && !this.#openFolds.has(head)) {
        this.#openFolds.add(head);
        changed = true;
      }
      if (i !== span && ((this.marks[i] ?? 0) & MARK.collapsed) !== 0) {
        this.#collapse(i, false);
        changed = true;
      }
    }
    if (changed) this.#lay();
    return this.indexOf(span);
  }

  /**
   * Shows only the spans marked as matches, with their ancestors, all of them opened; what was collapsed and opened
   * before comes back when matches are no longer the filter.
   */
  filterByMatches(on: boolean): void {
    if (on && !this.#before) this.#before = { marks: this.marks.slice(), openFolds: [...this.#openFolds] };
    if (on) this.#openAbove(MARK.match);
    else if (this.#before) {
      for (let i = 0; i < this.marks.length; i++)
        this.#collapse(i, ((this.#before.marks[i] ?? 0) & MARK.collapsed) !== 0);
      this.#openFolds.clear();
      for (const head of this.#before.openFolds) this.#openFolds.add(head);
      this.#before = undefined;
    }
    this.setFilter({ ...this.#filter, matchesOnly: on });
  }

  #openAbove(mark: number): void {
    const above = spansAbove(this.timeline, this.marks, mark);
    for (let i = 0; i < above.length; i++) {
      if (above[i] === 0) continue;
      if (above[i] !== MATCH_ITSELF) this.#collapse(i, false);
      const head = isFolded(this.marks[i] ?? 0) ? this.#foldOf.get(i) : undefined;
      if (head !== undefined) this.#openFolds.add(head);
    }
  }

  /** Rows above this one that it lies in, outermost first, at most the innermost `limit`; as row codes. */
  ancestors(index: number, limit = Number.POSITIVE_INFINITY): number[] {
    const { timeline, marks } = this;
    return ancestorRows(
      { timeline, marks, focus: this.#focus, foldOf: this.#foldOf },
      this.row(index),
      limit,
    );
  }

  /** Index of the row this one is nested in, or -1. */
  parentIndex(index: number): number {
    const parent = this.ancestors(index, 1).at(-1);
    return parent === undefined ? -1 : this.indexOfRow(parent, index);
  }

  #collapse(span: number, on: boolean): void {
    const mark = this.marks[span] ?? 0;
    this.marks[span] = on ? mark | MARK.collapsed : mark & ~MARK.collapsed;
  }

  #collapseFrom(depth: number): void {
    const { marks } = this;
    const { depth: depths } = this.timeline;
    for (let i = 0; i < marks.length; i++) {
      const mark = (marks[i] ?? 0) & ~MARK.collapsed;
      marks[i] = (depths[i] ?? 0) >= depth ? mark | MARK.collapsed : mark;
    }
  }

  #lay(): void {
    this.#indexes.clear();
    this.#count = layRows(
      {
        timeline: this.timeline,
        marks: this.marks,
        focus: this.#focus,
        folds: this.#folds,
        openFolds: this.#openFolds,
      },
      { rows: this.#rows, indents: this.#indents, base: this.#base },
    );
  }
}
