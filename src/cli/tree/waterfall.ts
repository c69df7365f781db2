import type { Analysis } from '../../core/analysis/analyse.ts';
import { errorDetail, reasonOf } from '../../core/analysis/error-detail.ts';
import { cleanLabel, operationLabel, serviceLabel, spanLabel } from '../../core/analysis/labels.ts';
import { FLAG } from '../../core/trace/columns.ts';
import { formatDuration, formatInteger } from '../../core/trace/units.ts';
import type { Style } from './style.ts';
import { cutText, fitText, textWidth } from './text-width.ts';
import { type Axis, axisOf, barOf, segmentsBySpan } from './tree-bar.ts';
import { type TreeRow, treeGuides, treeRows } from './tree-rows.ts';

export type WaterfallOptions = {
  readonly columns: number;
  readonly style: Style;
  /** Show each span of a folded run. */
  readonly expand: boolean;
  /** Rows shown at most. */
  readonly limit: number;
};

/** Deeper levels are drawn at this one. */
const MOST_LEVELS = 12;
/** Shares of the width that names and notes may take; the rest is for the bars. */
const LABEL_SHARE = 0.42;
const NOTE_SHARE = 0.3;
const MOST_REASON = 32;

/** Lines of the waterfall: tree and names, bars over time, how long and what went wrong. */
export function waterfallLines(analysis: Analysis, options: WaterfallOptions): string[] {
  const { context } = analysis;
  const { columns, style } = options;
  const { rows, hidden } = treeRows(analysis, options);
  const guides = treeGuides(rows, MOST_LEVELS);
  const cells = rows.map((row, r) => ({
    row,
    guide: guides[r] ?? '',
    label: labelOf(analysis, row),
    service: serviceOf(analysis, row),
    note: noteOf(analysis, row),
    failed: context.failed[row.span] === 1,
  }));
  const widest = (texts: readonly string[]) => texts.reduce((most, t) => Math.max(most, textWidth(t)), 0);
  const noteWidth = Math.min(Math.floor(columns * NOTE_SHARE), Math.max(8, widest(cells.map((c) => c.note))));
  const labels = widest(cells.map((c) => `${c.guide}${c.label}  ${c.service}`));
  const labelWidth = Math.min(Math.floor(columns * LABEL_SHARE), Math.max(16, labels));
  const axis = axisOf(context, columns - labelWidth - noteWidth - 2);
  const segments = segmentsBySpan(context);
  const colourOf = serviceColours();
  const lines = [style.dim(' '.repeat(labelWidth + 1) + ruler(axis))];
  for (const { row, guide, label, service, note, failed } of cells) {
    const name = cutText(label, labelWidth - textWidth(guide));
    const room = labelWidth - textWidth(guide) - textWidth(name);
    const where = fitText(room > 4 ? `  ${cutText(service, room - 2)}` : '', room);
    const bar = barOf(context, segments, axis, row);
    const colour = colourOf(context.trace.service[row.span] ?? 0);
    lines.push(
      [
        style.dim(guide) + (failed ? style.error(name) : name) + style.dim(where),
        failed ? style.error(bar) : style.service(colour, bar),
        (failed ? style.error : style.dim)(cutText(note, noteWidth)),
      ].join(' '),
    );
  }
  if (hidden > 0)
    lines.push(style.dim(`… ${formatInteger(hidden)} more; --limit shows them, --json has all`));
  lines.push(style.dim('█ the request waits for it  ░ it runs'));
  return lines;
}

/** A colour for each service, in the order of first appearance. */
function serviceColours(): (service: number) => number {
  const colours = new Map<number, number>();
  return (service) => {
    const colour = colours.get(service) ?? colours.size;
    colours.set(service, colour);
    return colour;
  };
}

/** Offsets above the bars, as many as fit. */
function ruler(axis: Axis): string {
  const ticks = axis.columns >= 48 ? 4 : 2;
  const width = Math.floor(axis.columns / ticks);
  return Array.from({ length: ticks }, (_, t) => {
    const ns = t * width * axis.perColumn;
    return fitText(t === 0 ? '0' : formatDuration(ns), width);
  })
    .join('')
    .trimEnd();
}

function labelOf({ context }: Analysis, row: TreeRow): string {
  const { trace, facts, operations } = context;
  if (!row.fold) return spanLabel(trace, row.span);
  const label = operationLabel(facts, operations, operations.of[row.span] ?? 0);
  return `${formatInteger(row.fold.count)} × ${label}`;
}

/** The service where it is another than the parent's. */
function serviceOf({ context }: Analysis, { span }: TreeRow): string {
  const { trace } = context;
  const p = trace.parent[span] ?? -1;
  return p >= 0 && trace.service[p] === trace.service[span] ? '' : serviceLabel(trace, span);
}

/** What stands behind a bar: how long, which try, what went wrong. */
function noteOf({ context, errors }: Analysis, { span, fold, attempt }: TreeRow): string {
  const { trace, times } = context;
  if (fold)
    return `${formatDuration(fold.totalNs)}, ${fold.kind === 'n-plus-one' ? 'one by one' : 'in parallel'}`;
  const open = ((trace.flags[span] ?? 0) & FLAG.missingEnd) !== 0;
  const parts = [open ? 'no end yet' : formatDuration((times.end[span] ?? 0) - (times.start[span] ?? 0))];
  if (attempt > 1) parts.push(`try ${attempt}`);
  if (!context.failed[span]) return parts.join(', ');
  const reason = cleanLabel(reasonOf(errorDetail(trace, span)), MOST_REASON);
  if (reason !== '') parts.push(reason);
  return `${errors.rootCause?.span === span ? '✖ ' : ''}${parts.join(', ')}`;
}
