import { STATUS } from '../../src/core/trace/columns.ts';
import type { Context } from './context.ts';
import type { Grid } from './grid.ts';
import { isFoldRow, spanOfRow } from './lay-rows.ts';

/** Moving through the rows and folding them. The selection is a row code, so it survives folding and filtering. */
export class RowsActions {
  readonly #context: Context;
  readonly #grid: Grid;

  constructor(context: Context, grid: Grid) {
    this.#context = context;
    this.#grid = grid;
  }

  /** The selected span, or the first of a selected run; -1 for none. */
  get span(): number {
    const { active } = this.#context.store.state;
    return active < 0 ? -1 : spanOfRow(active);
  }

  select(index: number, jump = false): void {
    const { doc, store } = this.#context;
    if (!doc || doc.model.count === 0) return;
    const at = Math.min(Math.max(0, index), doc.model.count - 1);
    store.set({ active: doc.model.row(at) });
    this.#grid.bringIntoView(at, jump);
  }

  /** Selects a span without moving the rows, from another view. */
  selectSpan(span: number): void {
    this.#context.store.set({ active: span });
  }

  /** Opens what hides the span, selects it and scrolls there; false when a filter or the focus leaves it out. */
  reveal(span: number): boolean {
    const { doc } = this.#context;
    if (!doc) return false;
    const index = doc.model.reveal(span);
    this.#grid.changed();
    if (index >= 0) this.select(index, true);
    return index >= 0;
  }

  moveBy(rows: number): void {
    const index = this.#grid.indexOfActive();
    this.select(index < 0 ? (rows > 0 ? 0 : Number.MAX_SAFE_INTEGER) : index + rows);
  }

  page(direction: 1 | -1): void {
    const { height, rowHeight } = this.#grid.geometry;
    this.moveBy(direction * Math.max(1, Math.floor((height - this.#grid.pinnedHeight) / rowHeight) - 1));
  }

  first(): void {
    this.select(0);
  }

  last(): void {
    this.select(Number.MAX_SAFE_INTEGER);
  }

  collapseOrParent(): void {
    const { doc } = this.#context;
    const index = this.#grid.indexOfActive();
    if (!doc || index < 0) return;
    if (doc.model.expanded(index)) this.setExpanded(index, false);
    else if (doc.model.parentIndex(index) >= 0) this.select(doc.model.parentIndex(index));
  }

  expandOrChild(): void {
    const { doc } = this.#context;
    const index = this.#grid.indexOfActive();
    if (!doc || index < 0) return;
    if (doc.model.expanded(index) === false) this.setExpanded(index, true);
    else if (doc.model.expanded(index)) this.select(index + 1);
  }

  toggle(index: number): void {
    const open = this.#context.doc?.model.expanded(index);
    if (open !== undefined) this.setExpanded(index, !open);
  }

  setExpanded(index: number, open: boolean): void {
    this.#change(() => this.#context.doc?.model.setExpanded(index, open));
  }

  setSubtreeExpanded(open: boolean): void {
    const index = this.#grid.indexOfActive();
    if (index >= 0) this.#change(() => this.#context.doc?.model.setSubtreeExpanded(index, open));
  }

  collapseAll(): void {
    this.#change(() => this.#context.doc?.model.collapseAll());
  }

  expandAll(): void {
    this.#change(() => this.#context.doc?.model.expandAll());
  }

  depth(levels: number): void {
    this.#change(() => this.#context.doc?.model.collapseToDepth(levels));
  }

  criticalOnly(): void {
    this.#change(() => this.#context.doc?.model.collapseAllButCritical());
  }

  focus(span: number): void {
    this.#change(() => this.#context.doc?.model.setFocus(span));
    this.#context.invalidate('banner');
    if (span >= 0) this.select(0);
  }

  /** Next or previous span that failed, in display order, from the selection on and around the end. */
  error(direction: 1 | -1): void {
    const { doc } = this.#context;
    if (!doc) return;
    const { count, status } = doc.trace;
    const start = this.span < 0 && direction < 0 ? 0 : this.span;
    for (let step = 1; step <= count; step++) {
      const span = (((start + direction * step) % count) + count) % count;
      if (status[span] !== STATUS.error) continue;
      this.reveal(span);
      return;
    }
    this.#context.announce('No span of this trace failed.');
  }

  /** Folding keeps the selected row where it is on the screen, or moves the selection to what took it in. */
  #change(run: () => void): void {
    const { doc, store } = this.#context;
    if (!doc) return;
    const { scroll, geometry } = this.#grid;
    const before = this.#grid.indexOfActive();
    const screenTop = before * geometry.rowHeight - scroll.offset;
    run();
    doc.folded = true;
    let index = this.#grid.indexOfActive();
    if (before >= 0 && index < 0) {
      const { active } = store.state;
      index = this.#nearest(spanOfRow(active), isFoldRow(active));
      if (index >= 0) store.set({ active: doc.model.row(index) });
    }
    scroll.resize(doc.model.count * geometry.rowHeight, geometry.height);
    const inView = before >= 0 && screenTop >= 0 && screenTop < geometry.height;
    if (index >= 0 && inView) scroll.moveTo(index * geometry.rowHeight - screenTop);
    this.#grid.changed();
  }

  /** The row of the nearest ancestor that still has one. */
  #nearest(span: number, fold: boolean): number {
    const model = this.#context.doc?.model;
    if (!model) return -1;
    for (
      let at = fold ? (model.timeline.parent[span] ?? -1) : span;
      at >= 0;
      at = model.timeline.parent[at] ?? -1
    ) {
      const index = model.indexOf(at);
      if (index >= 0) return index;
    }
    return -1;
  }
}
