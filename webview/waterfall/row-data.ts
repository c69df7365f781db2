import { FLAG, KIND_NAMES, STATUS, type Timeline } from '../../src/core/trace/columns.ts';
import type { StringTable } from '../../src/core/trace/strings.ts';
import { formatDuration } from '../../src/core/trace/units.ts';
import { visibleLine } from '../shared/visible-text.ts';
import { isFoldRow, spanOfRow } from './lay-rows.ts';
import { MARK } from './marks.ts';
import type { RowModel } from './row-model.ts';

/** What a row says, ready to be put into the page. */
export type RowData = {
  readonly row: number;
  readonly span: number;
  readonly name: string;
  readonly service: string;
  /** The parent's: not worth repeating. */
  readonly sameService: boolean;
  readonly indent: number;
  readonly expanded: boolean | undefined;
  readonly duration: string;
  readonly self: string;
  readonly failed: boolean;
  readonly errorBelow: boolean;
  readonly critical: boolean;
  readonly match: boolean;
  readonly atCursor: boolean;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
};

export type RowSource = {
  readonly model: RowModel;
  readonly strings: StringTable;
  readonly selfTime: Float32Array | undefined;
};

export function rowData({ model, strings, selfTime }: RowSource, index: number): RowData {
  const { timeline, marks } = model;
  const row = model.row(index);
  const span = spanOfRow(row);
  const fold = isFoldRow(row) ? model.folds.get(span) : undefined;
  const mark = marks[span] ?? 0;
  const name = visibleLine(strings.get(timeline.name[span] ?? 0)) || '(no name)';
  const members = fold ? fold.members : Uint32Array.of(span);
  const parent = timeline.parent[span] ?? -1;
  const place = placeAmongSiblings(timeline, span);
  return {
    row,
    span,
    name: fold ? `${fold.members.length} × ${name}` : name,
    service: visibleLine(strings.get(timeline.service[span] ?? 0), 80),
    sameService: parent >= 0 && timeline.service[parent] === timeline.service[span],
    indent: model.indent(index),
    expanded: model.expanded(index),
    duration: fold ? formatDuration(sum(members, timeline.duration)) : durationText(timeline, span),
    self: selfTime ? formatDuration(sum(members, selfTime)) : '',
    failed: members.some((m) => timeline.status[m] === STATUS.error),
    errorBelow: members.some((m) => ((marks[m] ?? 0) & MARK.errorBelow) !== 0),
    critical: (mark & MARK.critical) !== 0,
    match: members.some((m) => ((marks[m] ?? 0) & MARK.match) !== 0),
    atCursor: (mark & MARK.atCursor) !== 0,
    level: model.indent(index) + 1,
    ...place,
  };
}

/** "412 ms", or why there is none. */
export function durationText(timeline: Timeline, span: number): string {
  const flags = timeline.flags[span] ?? 0;
  if ((flags & FLAG.missingEnd) !== 0) return 'no end';
  return formatDuration(timeline.duration[span] ?? 0);
}

export const kindName = (timeline: Timeline, span: number): string =>
  KIND_NAMES[timeline.kind[span] ?? 0] ?? 'unspecified';

function sum(spans: Uint32Array, column: Float64Array | Float32Array): number {
  let total = 0;
  for (const span of spans) total += Math.max(0, column[span] ?? 0);
  return total;
}

/** A parent with more children than this says "unknown": counting them for every row would cost more than it tells. */
const COUNTED = 5000;

/** Place among the children of the span's parent, by jumping from subtree to subtree; -1 for unknown. */
function placeAmongSiblings(timeline: Timeline, span: number): { position: number; siblings: number } {
  const parent = timeline.parent[span] ?? -1;
  if (parent < 0) return { position: -1, siblings: -1 };
  const end = Math.min(timeline.count, parent + (timeline.size[parent] ?? 1));
  let [position, siblings] = [0, 0];
  for (let i = parent + 1; i < end && siblings <= COUNTED; i += timeline.size[i] ?? 1) {
    siblings++;
    if (i <= span) position = siblings;
  }
  return siblings > COUNTED ? { position: -1, siblings: -1 } : { position, siblings };
}
