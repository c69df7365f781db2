import { formatDuration } from '../../src/core/trace/units.ts';
import type { UsualTimes } from '../../src/protocol/waterfall.ts';
import type { Doc } from './doc.ts';
import { isFoldRow, spanOfRow } from './lay-rows.ts';
import { durationText } from './row-data.ts';
import { slowText } from './slow.ts';

/** Words about a row that the analyses found: "one by one", "retry 2", "async", "▲ 12x its p50". By row code. */
export type RowNotes = ReadonlyMap<number, readonly string[]>;

/** What stands beside a bar: its duration unless a column shows that, and what is to be said of it. */
export function rowLabel(
  doc: Doc,
  index: number,
  withDuration: boolean,
  usualOf: (span: number) => UsualTimes | undefined = () => undefined,
): string[] {
  const row = doc.model.row(index);
  const slow = isFoldRow(row)
    ? undefined
    : slowText(doc.trace.duration[spanOfRow(row)] ?? 0, usualOf(spanOfRow(row)));
  const notes = [...(slow === undefined ? [] : [slow]), ...(doc.notes.get(row) ?? [])];
  if (!withDuration) return notes;
  return [isFoldRow(row) ? foldExtent(doc, row) : durationText(doc.trace, spanOfRow(row)), ...notes];
}

/** From the first start to the last end of a run. */
function foldExtent({ model, starts, trace }: Doc, row: number): string {
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  for (const member of model.folds.get(spanOfRow(row))?.members ?? []) {
    const start = starts[member] ?? 0;
    from = Math.min(from, start);
    to = Math.max(to, start + Math.max(0, trace.duration[member] ?? 0));
  }
  return formatDuration(Math.max(0, to - from));
}
