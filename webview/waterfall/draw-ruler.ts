import { toCss } from '../shared/color.ts';
import type { Theme } from '../shared/theme.ts';
import { tickStep, ticks, type View, xOf } from './scale.ts';
import { absoluteLabel, relativeLabel } from './time-labels.ts';

/** Least px between two ticks: a label with nine digits after the point fits. */
const GAP = 96;

export function drawGridlines(
  ctx: CanvasRenderingContext2D,
  view: View,
  width: number,
  height: number,
  theme: Theme,
): void {
  ctx.fillStyle = toCss(theme.line);
  for (const ns of ticks(view, tickStep(view, width, GAP)))
    ctx.fillRect(Math.round(xOf(view, width, ns)), 0, 1, height);
}

export type RulerScene = {
  readonly ctx: CanvasRenderingContext2D;
  readonly view: View;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly clock: 'relative' | 'absolute';
  readonly epoch: bigint;
  /** ns under the pointer. */
  readonly pointer: number | undefined;
  readonly brush: { readonly from: number; readonly to: number } | undefined;
};

export function drawRuler(scene: RulerScene): void {
  const { ctx, view, width, height, theme } = scene;
  const step = tickStep(view, width, GAP);
  ctx.clearRect(0, 0, width, height);
  ctx.textBaseline = 'middle';
  if (scene.brush) {
    const [x0, x1] = [xOf(view, width, scene.brush.from), xOf(view, width, scene.brush.to)];
    ctx.fillStyle = toCss(theme.accent, 0.35);
    ctx.fillRect(Math.min(x0, x1), 0, Math.abs(x1 - x0), height);
  }
  ctx.fillStyle = toCss(theme.dim);
  for (const ns of ticks(view, step)) {
    const x = Math.round(xOf(view, width, ns));
    const text = label(scene, ns, step);
    ctx.fillRect(x, height - 5, 1, 5);
    if (x + 4 + ctx.measureText(text).width <= width) ctx.fillText(text, x + 4, height / 2);
  }
  drawPointer(scene, step);
}

/** The moment under the pointer, to a tenth of a tick. */
function drawPointer(scene: RulerScene, step: number): void {
  const { ctx, view, width, height, theme, pointer } = scene;
  if (pointer === undefined) return;
  const fine = Math.max(1, 10 ** Math.floor(Math.log10(step / 10)));
  const text = label(scene, Math.round(pointer / fine) * fine, fine);
  const [x, length] = [xOf(view, width, pointer), ctx.measureText(text).width + 8];
  const left = Math.min(Math.max(0, x - length / 2), width - length);
  ctx.fillStyle = toCss(theme.foreground);
  ctx.fillRect(left, 2, length, height - 4);
  ctx.fillStyle = toCss(theme.background);
  ctx.fillText(text, left + 4, height / 2);
}

function label({ clock, epoch, view }: RulerScene, ns: number, step: number): string {
  return clock === 'absolute'
    ? absoluteLabel(epoch, ns, step)
    : relativeLabel(ns, step, Math.max(Math.abs(view.to), Math.abs(view.from)));
}
