import { STATUS } from '../../src/core/trace/columns.ts';
import { toCss } from '../shared/color.ts';
import { type BarScene, barHeight, barTop } from './bar-scene.ts';
import { xOf } from './scale.ts';

/**
 * A run of alike siblings as one hatched bar: every member at its own place, merged where they fall on the same px.
 * Returns the run's extent in ns.
 */
export function drawFold(scene: BarScene, members: Uint32Array, y: number): { from: number; to: number } {
  const { ctx, model, starts, view, width, rowHeight, theme, colors } = scene;
  const { timeline } = model;
  const [top, height] = [y + barTop(rowHeight), barHeight(rowHeight)];
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  ctx.fillStyle = colors.fill(timeline.service[members[0] ?? 0] ?? 0);
  let drawnTo = Number.NEGATIVE_INFINITY;
  let failed = false;
  for (const member of members) {
    const start = starts[member] ?? 0;
    const end = start + Math.max(0, timeline.duration[member] ?? 0);
    from = Math.min(from, start);
    to = Math.max(to, end);
    failed ||= timeline.status[member] === STATUS.error;
    const x0 = Math.max(xOf(view, width, start), drawnTo);
    const x1 = Math.min(xOf(view, width, end), width);
    if (x1 < 0 || x0 > width || x1 <= drawnTo) continue;
    // A gap of one px between members is what makes the hatching, also where they touch.
    ctx.fillRect(x0, top, Math.max(1.5, x1 - x0 - 1), height);
    drawnTo = Math.max(x1, x0 + 2.5);
  }
  if (members.length === 0) return { from: 0, to: 0 };
  const left = xOf(view, width, from);
  const right = xOf(view, width, to);
  ctx.fillStyle = toCss(theme.foreground, 0.25);
  ctx.fillRect(left, top + height / 2 - 0.5, right - left, 1);
  if (failed) {
    ctx.strokeStyle = toCss(theme.error);
    ctx.lineWidth = 1.5;
    ctx.strokeRect(left - 1.75, top - 1.75, right - left + 3.5, height + 3.5);
  }
  return { from, to };
}
