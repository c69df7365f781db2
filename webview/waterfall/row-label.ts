import { formatDuration } from '../../src/core/trace/units.ts';
import type { Doc } from './doc.ts';
import { isFoldRow, spanOfRow } from './lay-rows.ts';
import { durationText } from './row-data.ts';

/** Words about a row that the analyses found: "one by one", "retry 2", "async", "▲ 12x its p50". By row code. */
export type RowNotes = ReadonlyMap<number, string>;

/** What stands beside a bar: its duration unless a column shows that, and what is to be said of it. */
export function rowLabel(doc: Doc, index: number, withDuration: boolean): string {
  const row = doc.model.row(index);
  const note = doc.notes.get(row) ?? '';
  if (!withDuration) return note;
  const duration = isFoldRow(row) ? foldExtent(doc, row) : durationText(doc.trace, spanOfRow(row));
  return note === '' ? duration : `${duration}, ${note}`;
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
