import { FLAG, STATUS, type Timeline } from '../../src/core/trace/columns.ts';
import { toCss } from '../shared/color.ts';
import type { Theme } from '../shared/theme.ts';
import { type BarScene, barHeight, barTop } from './bar-scene.ts';
import { drawFold } from './draw-fold.ts';
import { drawLabel } from './draw-label.ts';
import { isFoldRow, spanOfRow } from './lay-rows.ts';
import { MARK } from './marks.ts';
import { xOf } from './scale.ts';

/** A span too short to see is still this wide. */
const MIN_BAR = 2;
/** Beyond this bars are clipped: canvases lose precision far outside themselves. */
const CLIP = 20;

/** Draws rows [first, last) with the first at `top`. */
export function drawRows(scene: BarScene, first: number, last: number, top: number): void {
  for (let index = first; index < last; index++)
    drawRow(scene, index, top + (index - first) * scene.rowHeight);
}

export function drawRow(scene: BarScene, index: number, y: number): void {
  const { model, starts, view, width, colors } = scene;
  const { timeline } = model;
  const row = model.row(index);
  const span = spanOfRow(row);
  const service = timeline.service[span] ?? 0;
  let from = starts[span] ?? 0;
  let to = from + Math.max(0, timeline.duration[span] ?? 0);
  if (isFoldRow(row)) {
    const fold = model.folds.get(span);
    if (!fold) return;
    ({ from, to } = drawFold(scene, fold.members, y));
    drawCritical(scene, fold.members, y);
  } else {
    drawBar(scene, span, from, to, y);
    drawEvents(scene, span, y);
    if (((model.marks[span] ?? 0) & MARK.critical) !== 0) drawCritical(scene, [span], y);
    if (isInFlight(timeline, span)) to = Math.max(to, view.to);
  }
  const parts = scene.label(index);
  if (parts.length > 0)
    drawLabel(scene.ctx, scene.fonts, {
      parts,
      from: xOf(view, width, from),
      to: Math.max(xOf(view, width, to), xOf(view, width, from) + MIN_BAR),
      width,
      middle: y + barTop(scene.rowHeight) + barHeight(scene.rowHeight) / 2,
      height: barHeight(scene.rowHeight),
      inside: colors.text(service),
      under: isFoldRow(row) || scene.hole(span) ? toCss(scene.theme.background, 0.85) : undefined,
    });
}

const isInFlight = (timeline: Timeline, span: number) =>
  ((timeline.flags[span] ?? 0) & FLAG.missingEnd) !== 0;

function drawBar(scene: BarScene, span: number, from: number, to: number, y: number): void {
  const { ctx, model, view, width, rowHeight, theme, colors } = scene;
  const { timeline } = model;
  const x0 = xOf(view, width, from);
  const inFlight = isInFlight(timeline, span);
  const x1 = inFlight ? width : xOf(view, width, to);
  if (x1 < -CLIP || x0 > width + CLIP) return;
  const left = Math.max(x0, -CLIP);
  const length = Math.max(Math.min(x1, width + CLIP) - left, MIN_BAR);
  const [barY, height] = [y + barTop(rowHeight), barHeight(rowHeight)];
  const fill = colors.fill(timeline.service[span] ?? 0);
  ctx.fillStyle = inFlight ? fading(ctx, left, left + length, fill) : fill;
  ctx.beginPath();
  ctx.roundRect(left, barY, length, height, Math.min(2, length / 2));
  ctx.fill();
  drawHole(scene, span, barY, height);
  const failed = timeline.status[span] === STATUS.error;
  if (failed || scene.warned(span)) outline(scene, left, barY, length, failed ? theme.error : theme.warning);
  else if (theme.kind.startsWith('hc')) outline(scene, left, barY, length, theme.foreground, 1, 0);
  if (((model.marks[span] ?? 0) & MARK.match) !== 0) {
    ctx.fillStyle = toCss(theme.match);
    ctx.fillRect(left, barY + height + 1, length, span === scene.match ? 3 : 2);
  }
}

/** Time that no span explains: the bar is only an outline there. */
function drawHole(scene: BarScene, span: number, y: number, height: number): void {
  const hole = scene.hole(span);
  if (!hole) return;
  const { ctx, view, width, theme } = scene;
  const x0 = Math.max(0, xOf(view, width, hole.from));
  const x1 = Math.min(width, xOf(view, width, hole.to));
  if (x1 - x0 < 4) return;
  ctx.fillStyle = toCss(theme.background, 0.72);
  ctx.fillRect(x0, y + 1.5, x1 - x0, height - 3);
}

function outline(
  { ctx, rowHeight }: BarScene,
  x: number,
  y: number,
  length: number,
  color: Theme['error'],
  lineWidth = 1.5,
  gap = 1.75,
): void {
  ctx.strokeStyle = toCss(color);
  ctx.lineWidth = lineWidth;
  ctx.beginPath();
  ctx.roundRect(x - gap, y - gap, length + 2 * gap, barHeight(rowHeight) + 2 * gap, 3);
  ctx.stroke();
}

/** A span without an end fades out: nobody knows how long it is. */
function fading(ctx: CanvasRenderingContext2D, x0: number, x1: number, color: string): CanvasGradient {
  const gradient = ctx.createLinearGradient(x0, 0, x1, 0);
  gradient.addColorStop(0, color);
  gradient.addColorStop(1, color.replace('rgb(', 'rgba(').replace(')', ',0.08)'));
  return gradient;
}

/** The underline of what the root waited for. */
function drawCritical(scene: BarScene, spans: Iterable<number>, y: number): void {
  const { ctx, view, width, rowHeight, theme } = scene;
  ctx.fillStyle = toCss(theme.foreground, 0.9);
  const lineY = y + rowHeight - 4;
  let drawnTo = Number.NEGATIVE_INFINITY;
  for (const span of spans) {
    const path = scene.path(span);
    if (!path) continue;
    const moved = scene.movedBy(span);
    for (let k = 0; k < path.length; k += 2) {
      const end = xOf(view, width, (path[k + 1] ?? 0) + moved);
      const x0 = Math.max(xOf(view, width, (path[k] ?? 0) + moved), drawnTo);
      // Segments that fall on what is drawn already add nothing, however many they are.
      if (end < 0 || x0 > width || end <= drawnTo) continue;
      const x1 = Math.max(end, x0 + 1);
      ctx.fillRect(Math.max(x0, -CLIP), lineY, Math.min(x1, width + CLIP) - Math.max(x0, -CLIP), 2);
      drawnTo = x1;
    }
  }
}

function drawEvents(scene: BarScene, span: number, y: number): void {
  const events = scene.events(span);
  if (!events) return;
  const { ctx, view, width, rowHeight, theme } = scene;
  ctx.fillStyle = toCss(theme.foreground);
  let last = Number.NEGATIVE_INFINITY;
  for (const time of events) {
    const x = Math.round(xOf(view, width, time));
    if (x < 0 || x > width || x - last < 2) continue;
    ctx.fillRect(x, y + barTop(rowHeight) - 1, 1.5, barHeight(rowHeight) + 2);
    last = x;
  }
}
