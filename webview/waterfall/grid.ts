import type { Place, UsualTimes } from '../../src/protocol/waterfall.ts';
import { toCss } from '../shared/color.ts';
import { el } from '../shared/dom.ts';
import type { BarScene } from './bar-scene.ts';
import type { Context } from './context.ts';
import type { Doc } from './doc.ts';
import { drawRow, drawRows } from './draw-bars.ts';
import { drawGridlines } from './draw-ruler.ts';
import { type Geometry, geometry, visibleRange } from './geometry.ts';
import { pinnedRows } from './pinned-rows.ts';
import { rowData } from './row-data.ts';
import { indentPx } from './row-element.ts';
import { rowLabel } from './row-label.ts';
import { RowList } from './row-list.ts';
import { VirtualScroll } from './virtual-scroll.ts';

/** Ancestors kept in view at the top. */
const MOST_PINNED = 4;

export type GridSources = {
  readonly location: (row: number) => Place | undefined;
  readonly events: (span: number) => Float64Array | undefined;
  readonly path: (span: number) => Float64Array | undefined;
  readonly usual: (span: number) => UsualTimes | undefined;
  readonly linked: (row: number) => boolean;
  /** The match that next and previous stand at. */
  readonly currentMatch: () => number;
  /** Told which rows are in view, to fetch what is drawn with them. */
  readonly shown: (first: number, last: number) => void;
};

/** The rows: text as recycled elements (and the tree for screen readers), bars on one canvas above them. */
export class Grid {
  readonly element: HTMLElement;
  readonly scroller: HTMLElement;
  readonly scroll = new VirtualScroll();
  geometry: Geometry = geometry(
    { width: 0, height: 0, fontSize: 13, pixelRatio: 1 },
    { nameWidth: 0, columns: 'off' },
  );
  readonly #context: Context;
  readonly #sources: GridSources;
  readonly #spacer = el('div', { class: 'spacer' });
  readonly #rowsHost = el('div', { class: 'rows', role: 'rowgroup' });
  readonly #pinnedHost = el('div', { class: 'pinned', 'aria-hidden': true });
  readonly #canvas = el('canvas', { class: 'bars', 'aria-hidden': true });
  readonly #rows = new RowList(this.#rowsHost, 'row-');
  readonly #pinned = new RowList(this.#pinnedHost, 'pinned-');
  #pinnedIndexes: number[] = [];
  #version = 0;
  /** Where the scroller stands, as it last said or was told: asking it would make the page lay itself out. */
  #bar = 0;
  /** ns at the pointer, drawn as a hairline. */
  pointer: number | undefined;

  constructor(context: Context, sources: GridSources) {
    this.#context = context;
    this.#sources = sources;
    const stage = el('div', { class: 'stage' }, this.#rowsHost, this.#pinnedHost, this.#canvas);
    this.scroller = el(
      'div',
      { class: 'scroller', role: 'treegrid', tabindex: 0, 'aria-label': 'Spans', 'aria-readonly': true },
      stage,
      this.#spacer,
    );
    this.element = el('div', { class: 'grid' }, this.scroller);
    this.scroller.addEventListener('scroll', () => {
      this.#bar = this.scroller.scrollTop;
      this.scroll.scrolled(this.#bar);
      context.invalidate('rows', 'bars');
    });
  }

  measure(): void {
    const { state } = this.#context.store;
    this.geometry = geometry(
      {
        width: this.scroller.clientWidth,
        height: this.scroller.clientHeight,
        fontSize: this.#context.theme.fontSize,
        pixelRatio: window.devicePixelRatio,
      },
      state,
    );
    const g = this.geometry;
    const style = document.documentElement.style;
    style.setProperty('--name-width', `${g.nameWidth}px`);
    style.setProperty('--numbers-width', `${g.numbersWidth}px`);
    style.setProperty('--lane-left', `${g.laneLeft}px`);
    style.setProperty('--lane-width', `${g.laneWidth}px`);
    style.setProperty('--row-height', `${g.rowHeight}px`);
    style.setProperty('--stage-height', `${g.height}px`);
    this.#canvas.width = Math.round(g.laneWidth * g.pixelRatio);
    this.#canvas.height = Math.round(g.height * g.pixelRatio);
    this.element.classList.toggle('with-numbers', g.numbersWidth > 0);
  }

  /** After rows were added, removed or read differently. */
  changed(): void {
    this.#version++;
    this.#context.invalidate('rows', 'bars');
  }

  renderRows(): void {
    const { doc, store } = this.#context;
    if (!doc) return;
    const { model } = doc;
    const { rowHeight, height } = this.geometry;
    this.scroll.resize(model.count * rowHeight, height);
    const spacer = `${Math.max(0, this.scroll.spacer - height)}px`;
    if (this.#spacer.style.height !== spacer) this.#spacer.style.height = spacer;
    if (Math.abs(this.#bar - this.scroll.bar) >= 1) {
      this.scroller.scrollTop = this.scroll.bar;
      this.#bar = this.scroll.bar;
    }
    const { first, last, top } = visibleRange(this.scroll.offset, this.geometry, model.count);
    this.#pinnedIndexes = this.#findPinned(doc);
    const indexes = Array.from({ length: last - first }, (_, i) => first + i);
    const { active } = store.state;
    const describe = (index: number) => this.#describe(doc, index, active);
    this.#rows.render(indexes, this.#version, (index) => top + (index - first) * rowHeight, describe);
    this.#pinned.render(this.#pinnedIndexes, this.#version, (_, at) => at * rowHeight, describe);
    this.scroller.setAttribute('aria-rowcount', String(model.count + 1));
    const activeElement = this.#rows.elementOf(this.indexOfActive());
    if (activeElement) this.scroller.setAttribute('aria-activedescendant', activeElement.id);
    else this.scroller.removeAttribute('aria-activedescendant');
    this.#sources.shown(first, last);
  }

  renderBars(): void {
    const { doc, theme } = this.#context;
    const ctx = this.#canvas.getContext('2d');
    if (!doc || !ctx) return;
    const { laneWidth, height, rowHeight, pixelRatio } = this.geometry;
    ctx.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    ctx.clearRect(0, 0, laneWidth, height);
    const scene = this.#scene(ctx, doc);
    const { first, last, top } = visibleRange(this.scroll.offset, this.geometry, doc.model.count);
    const pinned = this.#pinnedIndexes;
    drawGridlines(ctx, scene.view, laneWidth, height, theme);
    ctx.font = `${Math.round(theme.fontSize * 0.88)}px ${theme.font}`;
    ctx.textBaseline = 'middle';
    ctx.save();
    ctx.beginPath();
    ctx.rect(0, pinned.length * rowHeight, laneWidth, height);
    ctx.clip();
    drawRows(scene, first, last, top);
    ctx.restore();
    for (const [at, index] of pinned.entries()) drawRow(scene, index, at * rowHeight);
    this.#drawPointer(ctx, scene);
  }

  /** Row of the selection, or -1 when it is not among the rows. */
  indexOfActive(): number {
    const { doc, store } = this.#context;
    const { active } = store.state;
    if (!doc || active < 0) return -1;
    return doc.model.indexOfRow(active);
  }

  get pinnedHeight(): number {
    return this.#pinnedIndexes.length * this.geometry.rowHeight;
  }

  rowAt(target: EventTarget | null): { index: number; row: number } | undefined {
    return this.#rows.rowOf(target) ?? this.#pinned.rowOf(target);
  }

  /** Scrolls as little as needed, or to the middle of the panel when a jump was asked for. */
  bringIntoView(index: number, jump = false): void {
    const { rowHeight, height } = this.geometry;
    // Rows may have been added since the last frame.
    this.scroll.resize((this.#context.doc?.model.count ?? 0) * rowHeight, height);
    const margin = Math.min(MOST_PINNED, this.#context.doc?.model.indent(index) ?? 0) * rowHeight;
    if (jump) this.scroll.centre(index * rowHeight, (index + 1) * rowHeight, margin);
    else this.scroll.show(index * rowHeight, (index + 1) * rowHeight, margin);
    this.#context.invalidate('rows', 'bars');
  }

  #describe(doc: Doc, index: number, active: number) {
    const { theme } = this.#context;
    const data = rowData({ model: doc.model, strings: doc.trace.strings, selfTime: doc.selfTime }, index);
    const step = Math.round(theme.fontSize);
    return {
      data,
      look: {
        color: doc.colors(theme).fill(doc.trace.service[data.span] ?? 0),
        indent: indentPx(data.indent, step, this.geometry.nameWidth),
        active: data.row === active,
        linked: this.#sources.linked(data.row),
        location: this.#sources.location(data.row),
      },
    };
  }

  #scene(ctx: CanvasRenderingContext2D, doc: Doc): BarScene {
    const { theme, store } = this.#context;
    return {
      ctx,
      width: this.geometry.laneWidth,
      rowHeight: this.geometry.rowHeight,
      theme,
      fonts: { font: theme.font, color: toCss(theme.dim), widths: this.#widths(theme.fontSize) },
      colors: doc.colors(theme),
      model: doc.model,
      starts: doc.starts,
      view: store.state.view ?? doc.limits,
      path: this.#sources.path,
      movedBy: (span) => doc.movedBy(span),
      active: store.state.active,
      match: this.#sources.currentMatch(),
      label: (index) => rowLabel(doc, index, this.geometry.numbersWidth === 0, this.#sources.usual),
      events: this.#sources.events,
      warned: (span) => doc.warned.has(span),
      hole: (span) => doc.holes.get(span),
    };
  }

  #cachedWidths = { size: 0, widths: new Map<string, number>() };
  #widths(fontSize: number): Map<string, number> {
    if (this.#cachedWidths.size !== fontSize) this.#cachedWidths = { size: fontSize, widths: new Map() };
    return this.#cachedWidths.widths;
  }

  #findPinned({ model }: Doc): number[] {
    const { rowHeight, height } = this.geometry;
    const first = Math.floor(this.scroll.offset / rowHeight);
    const most = Math.min(MOST_PINNED, Math.floor(height / rowHeight / 4));
    const pinned = pinnedRows(first, most, model.count, (index, n) => model.ancestors(index, n));
    return pinned.map((row) => model.indexOfRow(row, first + most));
  }

  #drawPointer(ctx: CanvasRenderingContext2D, scene: BarScene): void {
    if (this.pointer === undefined) return;
    const x = Math.round(
      ((this.pointer - scene.view.from) / (scene.view.to - scene.view.from)) * scene.width,
    );
    ctx.fillStyle = toCss(scene.theme.foreground, 0.35);
    ctx.fillRect(x, 0, 1, this.geometry.height);
  }
}
