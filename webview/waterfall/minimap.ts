import { formatDuration } from '../../src/core/trace/units.ts';
import { type Rgb, toCss } from '../shared/color.ts';
import { el, setText } from '../shared/dom.ts';
import type { Context } from './context.ts';
import type { Doc } from './doc.ts';
import { MINIMAP_HEIGHT } from './geometry.ts';
import type { Grid } from './grid.ts';
import { ERROR_PIXEL, MinimapRaster } from './minimap-raster.ts';
import { isWhole, widthOf, xOf } from './scale.ts';
import { relativeLabel } from './time-labels.ts';

/** Spans looked at in one frame: some 4 ms. */
const SPANS_A_STEP = 150_000;

/** The whole trace in a strip: what part of it is in view, where matches are, and a brush. */
export class Minimap {
  readonly element: HTMLElement;
  readonly canvas = el('canvas', { class: 'minimap-canvas', 'aria-hidden': true });
  readonly #caption = el('div', { class: 'minimap-caption' });
  readonly #context: Context;
  readonly #grid: Grid;
  readonly #matches: () => Uint32Array;
  /** Nothing is painted before: the first rows come first. */
  wanted = false;
  #raster:
    | { raster: MinimapRaster; image: HTMLCanvasElement; doc: Doc; starts: Float64Array; done: boolean }
    | undefined;
  #size = { width: 0, height: 0, ratio: 1 };

  constructor(context: Context, grid: Grid, matches: () => Uint32Array) {
    this.#context = context;
    this.#grid = grid;
    this.#matches = matches;
    this.element = el('div', { class: 'minimap' }, this.#caption, this.canvas);
  }

  measure(): void {
    const { laneWidth, pixelRatio } = this.#grid.geometry;
    const height = MINIMAP_HEIGHT;
    this.#size = { width: laneWidth, height, ratio: pixelRatio };
    this.canvas.width = Math.round(laneWidth * pixelRatio);
    this.canvas.height = Math.round(height * pixelRatio);
    this.#raster = undefined;
  }

  /** After colours changed. */
  repaint(): void {
    this.#raster = undefined;
  }

  render(): void {
    const { doc, theme, store } = this.#context;
    const ctx = this.canvas.getContext('2d');
    if (!doc || !ctx || !this.wanted) return;
    const raster = this.#paint(doc);
    const { width, height, ratio } = this.#size;
    const view = store.state.view ?? doc.limits;
    setText(this.#caption, caption(doc, view));
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    ctx.imageSmoothingEnabled = false;
    const line = Math.min(3, (height - 8) / raster.lines);
    ctx.drawImage(raster.image, 0, 4, width, line * raster.lines);
    this.#drawMatches(ctx, doc);
    if (isWhole(view, doc.limits)) return;
    const [x0, x1] = [xOf(doc.limits, width, view.from), xOf(doc.limits, width, view.to)];
    ctx.fillStyle = toCss(theme.background, 0.65);
    ctx.fillRect(0, 0, x0, height);
    ctx.fillRect(x1, 0, width - x1, height);
    ctx.fillStyle = toCss(theme.accent);
    ctx.fillRect(Math.round(x0) - 1, 0, 2, height);
    ctx.fillRect(Math.round(x1) - 1, 0, 2, height);
  }

  #paint(doc: Doc): { raster: MinimapRaster; image: HTMLCanvasElement; lines: number } {
    const { width, height, ratio } = this.#size;
    let painted = this.#raster;
    if (!painted || painted.doc !== doc || painted.starts !== doc.starts) {
      const raster = new MinimapRaster(
        { ...doc.trace, start: doc.starts },
        { width: width * ratio, maxLines: (height - 8) * ratio },
        doc.limits,
        (service) => doc.colorNumber(service),
      );
      const image = el('canvas', { width: raster.width, height: raster.lines });
      painted = { raster, image, doc, starts: doc.starts, done: false };
      this.#raster = painted;
    }
    if (!painted.done) {
      painted.done = painted.raster.step(SPANS_A_STEP);
      if (painted.done)
        toImage(painted.raster, painted.image, this.#context.theme.services, this.#context.theme.error);
      else requestAnimationFrame(() => this.#context.invalidate('minimap'));
    }
    return { ...painted, lines: painted.raster.lines };
  }

  #drawMatches(ctx: CanvasRenderingContext2D, doc: Doc): void {
    const matches = this.#matches();
    const { width, height } = this.#size;
    ctx.fillStyle = toCss(this.#context.theme.match);
    const drawn = new Uint8Array(Math.ceil(width) + 1);
    for (const span of matches) {
      const x = Math.max(0, Math.round(xOf(doc.limits, width, doc.starts[span] ?? 0)));
      if (drawn[x]) continue;
      drawn[x] = 1;
      ctx.fillRect(x - 1, height - 5, 2, 5);
    }
  }
}

function caption(doc: Doc, view: { from: number; to: number }): string {
  if (isWhole(view, doc.limits)) return `${formatDuration(widthOf(doc.limits))}, all of it`;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(widthOf(view))) - 2);
  const at = (ns: number) => relativeLabel(Math.round(ns / step) * step, step, doc.limits.to);
  return `${at(view.from)} – ${at(view.to)}, ${formatDuration(Math.round(widthOf(view)))}`;
}

function toImage(
  raster: MinimapRaster,
  canvas: HTMLCanvasElement,
  services: readonly Rgb[],
  error: Rgb,
): void {
  const ctx = canvas.getContext('2d');
  if (!ctx) return;
  const image = ctx.createImageData(raster.width, raster.lines);
  const words = new Uint32Array(image.data.buffer);
  const word = ({ r, g, b }: Rgb) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  const colors = Uint32Array.from({ length: 256 }, (_, pixel) =>
    pixel === 0
      ? 0
      : word(pixel === ERROR_PIXEL ? error : (services[(pixel - 1) % services.length] ?? error)),
  );
  for (let i = 0; i < words.length; i++) words[i] = colors[raster.pixels[i] ?? 0] ?? 0;
  ctx.putImageData(image, 0, 0);
}
