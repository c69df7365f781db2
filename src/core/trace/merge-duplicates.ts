import { FLAG, KIND } from './columns.ts';
import type { IdMap } from './id-map.ts';
import { emptySpanRow, type SpanBatch } from './span-batch.ts';

/** A span id shared by the two ends of a call, as Zipkin's B3 propagation makes them. */
export type SharedPair = { readonly client: number; readonly server: number };

const isCaller = (kind: number) => kind === KIND.client || kind === KIND.producer;
const isCallee = (kind: number) => kind === KIND.server || kind === KIND.consumer;

/**
 * Resolves one id that several rows carry: the fragments of each end are merged into one row (appended to the batch).
 * Returns the rows that stand for the id now.
 */
export function mergeSameId(
  batch: SpanBatch,
  ids: IdMap,
  head: number,
): { rows: number[]; shared: SharedPair | undefined } {
  const all: number[] = [];
  for (let row = head; row >= 0; row = ids.nextSame[row] ?? -1) all.push(row);
  all.reverse();
  const callees = all.filter(
    (r) => isCallee(batch.kind.at(r)) || (batch.marks.at(r) & FLAG.sharedServer) !== 0,
  );
  const others = all.filter((r) => !callees.includes(r));
  const bothEnds = callees.length > 0 && others.some((r) => isCaller(batch.kind.at(r)));
  if (!bothEnds) return { rows: [mergeRows(batch, all)], shared: undefined };
  const client = mergeRows(batch, others);
  const server = mergeRows(batch, callees);
  return { rows: [client, server], shared: { client, server } };
}

/** Order of preference for single-valued fields: a finished fragment first, then as received. */
function mergeRows(batch: SpanBatch, rows: readonly number[]): number {
  const only = rows[0] ?? 0;
  if (rows.length === 1) return only;
  const hasEnd = (r: number) => batch.endHi.at(r) !== 0 || batch.endLo.at(r) !== 0;
  const best = rows.find(hasEnd) ?? only;
  const pick = (column: { at(i: number): number }) =>
    column.at(best) || rows.map((r) => column.at(r)).find((v) => v !== 0) || 0;
  const row = emptySpanRow();
  row.traceId = batch.traceId.at(best);
  row.idHi = batch.idHi.at(best);
  row.idLo = batch.idLo.at(best);
  const withParent = rows.find((r) => batch.parentHi.at(r) !== 0 || batch.parentLo.at(r) !== 0);
  if (withParent !== undefined) {
    row.parentHi = batch.parentHi.at(withParent);
    row.parentLo = batch.parentLo.at(withParent);
  }
  // Earliest start and latest end of all fragments.
  for (const r of rows) {
    const [sh, sl] = [batch.startHi.at(r), batch.startLo.at(r)];
    const unset = row.startHi === 0 && row.startLo === 0;
    if ((sh !== 0 || sl !== 0) && (unset || sh < row.startHi || (sh === row.startHi && sl < row.startLo)))
      [row.startHi, row.startLo] = [sh, sl];
    const [eh, el] = [batch.endHi.at(r), batch.endLo.at(r)];
    if (eh > row.endHi || (eh === row.endHi && el > row.endLo)) [row.endHi, row.endLo] = [eh, el];
  }
  row.name = pick(batch.name);
  row.kind = pick(batch.kind);
  row.status = Math.max(...rows.map((r) => batch.status.at(r)));
  row.statusMessage = pick(batch.statusMessage);
  row.traceState = pick(batch.traceState);
  row.spanFlags = pick(batch.spanFlags);
  row.marks = rows.reduce((m, r) => m | batch.marks.at(r), 0) | FLAG.merged;
  row.resource = pick(batch.resource);
  row.scope = pick(batch.scope);
  row.droppedAttributes = Math.max(...rows.map((r) => batch.droppedAttributes.at(r)));
  row.droppedEvents = Math.max(...rows.map((r) => batch.droppedEvents.at(r)));
  row.droppedLinks = Math.max(...rows.map((r) => batch.droppedLinks.at(r)));
  mergeAttributes(batch, row, best, rows);
  mergeEvents(batch, row, rows);
  mergeLinks(batch, row, rows);
  batch.pushSpan(row);
  return batch.count - 1;
}

type Row = ReturnType<typeof emptySpanRow>;

function mergeAttributes(batch: SpanBatch, row: Row, best: number, rows: readonly number[]): void {
  const { attributes } = batch;
  const seen = new Set<number>();
  row.attrFrom = attributes.length;
  for (const r of [best, ...rows.filter((x) => x !== best)])
    for (let a = batch.attrFrom.at(r); a < batch.attrTo.at(r); a++) {
      const key = attributes.key.at(a);
      if (seen.has(key)) continue;
      seen.add(key);
      attributes.push(key, attributes.type.at(a), attributes.value.at(a));
    }
  row.attrTo = attributes.length;
}

function mergeEvents(batch: SpanBatch, row: Row, rows: readonly number[]): void {
  const seen = new Set<string>();
  row.eventFrom = batch.eventName.length;
  for (const r of rows) {
    const own: string[] = [];
    for (let e = batch.eventFrom.at(r); e < batch.eventTo.at(r); e++) {
      const [hi, lo, name] = [batch.eventTimeHi.at(e), batch.eventTimeLo.at(e), batch.eventName.at(e)];
      const key = `${hi}:${lo}:${name}`;
      if (seen.has(key)) continue;
      own.push(key);
      batch.pushEvent(
        hi,
        lo,
        name,
        batch.eventAttrFrom.at(e),
        batch.eventAttrTo.at(e),
        batch.eventDropped.at(e),
      );
    }
    // Only across fragments: one fragment may well log the same name twice in a nanosecond.
    for (const key of own) seen.add(key);
  }
}

function mergeLinks(batch: SpanBatch, row: Row, rows: readonly number[]): void {
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
