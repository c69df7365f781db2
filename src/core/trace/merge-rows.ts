import { FLAG } from './columns.ts';
import { emptySpanRow, type SpanBatch, type SpanRow } from './span-batch.ts';

type Column = { at(i: number): number };

/**
 * One row, appended to the batch, for several fragments of one span. Where they differ the first counts: rows come
 * in the order of `rowOrder`.
 */
export function mergeRows(batch: SpanBatch, rows: readonly number[]): number {
  const first = rows[0] ?? 0;
  const pick = (column: Column) => column.at(rows.find((r) => column.at(r) !== 0) ?? first);
  const most = (column: Column) => rows.reduce((max, r) => Math.max(max, column.at(r)), 0);
  const row = emptySpanRow();
  row.traceId = batch.traceId.at(first);
  row.idHi = batch.idHi.at(first);
  row.idLo = batch.idLo.at(first);
  const withParent = rows.find((r) => batch.parentHi.at(r) !== 0 || batch.parentLo.at(r) !== 0);
  if (withParent !== undefined) {
    row.parentHi = batch.parentHi.at(withParent);
    row.parentLo = batch.parentLo.at(withParent);
  }
  mergeTimes(batch, row, rows);
  row.name = pick(batch.name);
  row.kind = pick(batch.kind);
  row.status = most(batch.status);
  row.statusMessage = pick(batch.statusMessage);
  row.traceState = pick(batch.traceState);
  row.spanFlags = pick(batch.spanFlags);
  row.marks = rows.reduce((m, r) => m | batch.marks.at(r), 0) | FLAG.merged;
  row.resource = pick(batch.resource);
  row.scope = pick(batch.scope);
  row.droppedAttributes = most(batch.droppedAttributes);
  row.droppedEvents = most(batch.droppedEvents);
  row.droppedLinks = most(batch.droppedLinks);
  mergeAttributes(batch, row, rows);
  mergeEvents(batch, row, rows);
  mergeLinks(batch, row, rows);
  batch.pushSpan(row);
  return batch.count - 1;
}

/** Earliest start and latest end of all fragments. */
function mergeTimes(batch: SpanBatch, row: SpanRow, rows: readonly number[]): void {
  for (const r of rows) {
    const [sh, sl] = [batch.startHi.at(r), batch.startLo.at(r)];
    const unset = row.startHi === 0 && row.startLo === 0;
    if ((sh !== 0 || sl !== 0) && (unset || sh < row.startHi || (sh === row.startHi && sl < row.startLo)))
      [row.startHi, row.startLo] = [sh, sl];
    const [eh, el] = [batch.endHi.at(r), batch.endLo.at(r)];
    if (eh > row.endHi || (eh === row.endHi && el > row.endLo)) [row.endHi, row.endLo] = [eh, el];
  }
}

function mergeAttributes(batch: SpanBatch, row: SpanRow, rows: readonly number[]): void {
  const { attributes } = batch;
  const seen = new Set<number>();
  row.attrFrom = attributes.length;
  for (const r of rows) {
    const own: number[] = [];
    for (let a = batch.attrFrom.at(r); a < batch.attrTo.at(r); a++) {
      const key = attributes.key.at(a);
      if (seen.has(key)) continue;
      own.push(key);
      attributes.push(key, attributes.type.at(a), attributes.value.at(a));
    }
    for (const key of own) seen.add(key);
  }
  row.attrTo = attributes.length;
}

/** An event is the same across fragments by time and name; one fragment may well log a name twice in a nanosecond. */
function mergeEvents(batch: SpanBatch, row: SpanRow, rows: readonly number[]): void {
  const seen = new Set<string>();
  const all: number[] = [];
  for (const r of rows) {
    const own: string[] = [];
    for (let e = batch.eventFrom.at(r); e < batch.eventTo.at(r); e++) {
      const key = `${batch.eventTimeHi.at(e)}:${batch.eventTimeLo.at(e)}:${batch.eventName.at(e)}`;
      if (seen.has(key)) continue;
      own.push(key);
      all.push(e);
    }
    for (const key of own) seen.add(key);
  }
  all.sort(
    (a, b) =>
      batch.eventTimeHi.at(a) - batch.eventTimeHi.at(b) || batch.eventTimeLo.at(a) - batch.eventTimeLo.at(b),
  );
  row.eventFrom = batch.eventName.length;
  for (const e of all)
    batch.pushEvent(
      batch.eventTimeHi.at(e),
      batch.eventTimeLo.at(e),
      batch.eventName.at(e),
      batch.eventAttrFrom.at(e),
      batch.eventAttrTo.at(e),
      batch.eventDropped.at(e),
    );
}

function mergeLinks(batch: SpanBatch, row: SpanRow, rows: readonly number[]): void {
  const seen = new Set<string>();
  row.linkFrom = batch.linkTraceId.length;
  for (const r of rows) {
    const own: string[] = [];
    for (let l = batch.linkFrom.at(r); l < batch.linkTo.at(r); l++) {
      const [traceId, spanHi, spanLo] = [
        batch.linkTraceId.at(l),
        batch.linkSpanHi.at(l),
        batch.linkSpanLo.at(l),
      ];
      const key = `${traceId}:${spanHi}:${spanLo}`;
      if (seen.has(key)) continue;
      own.push(key);
      batch.pushLink({
        traceId,
        spanHi,
        spanLo,
        traceState: batch.linkTraceState.at(l),
        flags: batch.linkFlags.at(l),
        attrFrom: batch.linkAttrFrom.at(l),
        attrTo: batch.linkAttrTo.at(l),
        dropped: batch.linkDropped.at(l),
      });
    }
    for (const key of own) seen.add(key);
  }
}
