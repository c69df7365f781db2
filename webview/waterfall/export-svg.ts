import { FLAG, STATUS } from '../../src/core/trace/columns.ts';
import { toCss } from '../shared/color.ts';
import { svgEl } from '../shared/dom.ts';
import type { Theme } from '../shared/theme.ts';
import { visibleLine } from '../shared/visible-text.ts';
import type { Doc } from './doc.ts';
import { rowData } from './row-data.ts';
import { rowLabel } from './row-label.ts';
import { tickStep, ticks, type View, xOf } from './scale.ts';
import { relativeLabel } from './time-labels.ts';

/** Rows drawn at most: a picture with more is not looked at. */
export const MOST_ROWS = 1000;

const ROW = 22;
const HEAD = 46;
const NAME = 360;
const LANE = 840;
const INDENT = 13;

/** The rows as they are now (folded, filtered, zoomed) as a picture of its own. */
export function waterfallSvg(doc: Doc, theme: Theme, view: View): SVGSVGElement {
  const count = Math.min(doc.model.count, MOST_ROWS);
  const [width, height] = [NAME + LANE, HEAD + count * ROW + 8];
  const svg = svgEl('svg', {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    'font-family': 'system-ui, sans-serif',
    'font-size': 12,
  });
  svg.append(
    svgEl('rect', { width, height, fill: toCss(theme.background) }),
    ...heading(doc, theme, view, height),
  );
  for (let index = 0; index < count; index++) svg.append(...row(doc, theme, view, index));
  return svg;
}

export function svgText(svg: SVGSVGElement): string {
  return `${new XMLSerializer().serializeToString(svg)}\n`;
}

/** The picture as PNG, at twice its size for sharp text. */
export async function svgToPng(svg: SVGSVGElement): Promise<ArrayBuffer> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(svg))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * 2;
  canvas.height = Math.min(image.naturalHeight * 2, 32_000);
  const ctx = canvas.getContext('2d');
  if (!ctx) throw new Error('This browser cannot draw pictures.');
  ctx.scale(2, 2);
  ctx.drawImage(image, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture could not be made: it is too large. Collapse some rows first.');
  return blob.arrayBuffer();
}

function heading(doc: Doc, theme: Theme, view: View, height: number): SVGElement[] {
  const step = tickStep(view, LANE, 96);
  const title = `${visibleLine(doc.head.rootName, 100)} · ${doc.head.traceId}`;
  return [
    svgEl('text', { x: 10, y: 18, fill: toCss(theme.foreground), 'font-weight': 600 }, title),
    ...ticks(view, step).flatMap((ns) => {
      const x = NAME + xOf(view, LANE, ns);
      return [
        svgEl('line', { x1: x, x2: x, y1: 28, y2: height, stroke: toCss(theme.line) }),
        svgEl(
          'text',
          { x: x + 4, y: 40, fill: toCss(theme.dim), 'font-size': 10.5 },
          relativeLabel(ns, step, view.to),
        ),
      ];
    }),
  ];
}

function row(doc: Doc, theme: Theme, view: View, index: number): SVGElement[] {
  const { model, trace, starts } = doc;
  const data = rowData({ model, strings: trace.strings, selfTime: doc.selfTime }, index);
  const y = HEAD + index * ROW;
  const colors = doc.colors(theme);
  const fill = colors.fill(trace.service[data.span] ?? 0);
  const indent = 10 + Math.min(data.indent, 16) * INDENT;
  const parts: SVGElement[] = [];
  if (index % 2 === 1)
    parts.push(
      svgEl('rect', {
        x: 0,
        y,
        width: NAME + LANE,
        height: ROW,
        fill: toCss(theme.foreground),
        opacity: 0.04,
      }),
    );
  parts.push(
    svgEl('rect', { x: indent, y: y + 4, width: 3, height: 14, fill }),
    svgEl('text', { x: indent + 9, y: y + 15, fill: toCss(theme.foreground) }, shorten(data.name, indent)),
  );
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const span of model.fold(index)?.members ?? [data.span]) {
    const start = starts[span] ?? 0;
    const open = ((trace.flags[span] ?? 0) & FLAG.missingEnd) !== 0;
    const end = open ? view.to : start + Math.max(0, trace.duration[span] ?? 0);
    from = Math.min(from, start);
    to = Math.max(to, end);
    const [x0, x1] = [clamp(xOf(view, LANE, start)), clamp(xOf(view, LANE, end))];
    if (end < view.from || start > view.to) continue;
    const failed = trace.status[span] === STATUS.error;
    parts.push(
      svgEl('rect', {
        x: NAME + x0,
        y: y + 5,
        width: Math.max(1.5, x1 - x0),
        height: 11,
        rx: 2,
        fill,
        opacity: open ? 0.6 : 1,
        stroke: failed ? toCss(theme.error) : undefined,
        'stroke-width': failed ? 1.5 : undefined,
      }),
    );
  }
  const [x0, x1] = [clamp(xOf(view, LANE, from)), clamp(xOf(view, LANE, to))];
  const text = rowLabel(doc, index, true).join(', ');
  const right = x1 + 6 + text.length * 6.2 < LANE;
  parts.push(
    svgEl(
      'text',
      {
        x: NAME + (right ? x1 + 6 : Math.max(4, x0 - 6)),
        y: y + 15,
        'font-size': 10.5,
        'text-anchor': right || x0 < 10 ? 'start' : 'end',
        fill: toCss(theme.dim),
      },
      text,
    ),
  );
  return parts;
}

const clamp = (x: number) => Math.min(Math.max(x, 0), LANE);

/** About as many characters as fit into the column. */
function shorten(name: string, indent: number): string {
  const most = Math.floor((NAME - indent - 16) / 6.6);
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}
