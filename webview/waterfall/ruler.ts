import { el } from '../shared/dom.ts';
import type { Context } from './context.ts';
import { drawRuler } from './draw-ruler.ts';
import { RULER_HEIGHT } from './geometry.ts';
import type { Grid } from './grid.ts';

/** The line above the rows: column captions and the time axis, which is also a brush to zoom with. */
export class Ruler {
  readonly element: HTMLElement;
  readonly axis = el('canvas', { class: 'axis', 'aria-hidden': true });
  readonly divider = el('div', {
    class: 'column-divider',
    role: 'separator',
    'aria-orientation': 'vertical',
    'aria-label': 'Width of the operation column',
    tabindex: 0,
  });
  /** Moments between which the pointer is pulling. */
  brush: { readonly from: number; readonly to: number } | undefined;
  readonly #context: Context;
  readonly #grid: Grid;

  constructor(context: Context, grid: Grid) {
    this.#context = context;
    this.#grid = grid;
    this.element = el(
      'div',
      { class: 'ruler' },
      el('span', { class: 'caption operation' }, 'Operation'),
      el('span', { class: 'caption number' }, 'Duration'),
      el('span', { class: 'caption number' }, 'Self'),
      this.axis,
      this.divider,
    );
  }

  measure(): void {
    const { laneWidth, pixelRatio, numbersWidth } = this.#grid.geometry;
    this.element.classList.toggle('with-numbers', numbersWidth > 0);
    this.axis.width = Math.round(laneWidth * pixelRatio);
    this.axis.height = Math.round(RULER_HEIGHT * pixelRatio);
    this.divider.setAttribute('aria-valuenow', String(this.#grid.geometry.nameWidth));
  }

  render(): void {
    const { doc, theme, store } = this.#context;
    const ctx = this.axis.getContext('2d');
    if (!doc || !ctx) return;
    const { laneWidth, pixelRatio } = this.#grid.geometry;
    ctx.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    ctx.font = `${Math.round(theme.fontSize * 0.85)}px ${theme.font}`;
    drawRuler({
      ctx,
      theme,
      view: store.state.view ?? doc.limits,
      width: laneWidth,
      height: this.axis.height / pixelRatio,
      clock: store.state.clock,
      epoch: doc.trace.epoch,
      pointer: this.#grid.pointer,
      brush: this.brush,
    });
  }
}
