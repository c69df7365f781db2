import { readAttributes } from '../../src/core/trace/attributes.ts';
import type { SpanBatch } from '../../src/core/trace/span-batch.ts';
import { wordsToBigint } from '../../src/core/trace/time.ts';

type Range = readonly [from: number, to: number];

/** Every field of every span in plain words, by trace and span id: what two batches are compared by. */
export function spanRows(batch: SpanBatch) {
  const { strings } = batch;
  const text = (id: number) => strings.get(id);
  const table = {
    key: batch.attributes.key.data,
    type: batch.attributes.type.data,
    value: batch.attributes.value.data,
  };
  const attributes = ([from, to]: Range) =>
    readAttributes(table, strings, from, to).map(({ key, value }, i) => [key, table.type[from + i], value]);
  const owner = (rows: SpanBatch['resources'], i: number) => ({
    attributes: attributes([rows.attrFrom.at(i), rows.attrTo.at(i)]),
    dropped: rows.dropped.at(i),
    schemaUrl: text(rows.schemaUrl.at(i)),
    name: text(rows.name.at(i)),
    version: text(rows.version.at(i)),
  });
  const range = ([from, to]: Range) => Array.from({ length: to - from }, (_, i) => from + i);
  const rows = Array.from({ length: batch.count }, (_, i) => ({
    trace: text(batch.traceId.at(i)),
    id: wordsToBigint(batch.idHi.at(i), batch.idLo.at(i)).toString(16),
    parent: wordsToBigint(batch.parentHi.at(i), batch.parentLo.at(i)).toString(16),
    start: wordsToBigint(batch.startHi.at(i), batch.startLo.at(i)),
    end: wordsToBigint(batch.endHi.at(i), batch.endLo.at(i)),
    name: text(batch.name.at(i)),
    kind: batch.kind.at(i),
    status: batch.status.at(i),
    message: text(batch.statusMessage.at(i)),
    traceState: text(batch.traceState.at(i)),
    flags: batch.spanFlags.at(i),
    marks: batch.marks.at(i),
    dropped: [batch.droppedAttributes.at(i), batch.droppedEvents.at(i), batch.droppedLinks.at(i)],
    attributes: attributes([batch.attrFrom.at(i), batch.attrTo.at(i)]),
    resource: owner(batch.resources, batch.resource.at(i)),
    scope: owner(batch.scopes, batch.scope.at(i)),
    events: range([batch.eventFrom.at(i), batch.eventTo.at(i)]).map((e) => ({
      time: wordsToBigint(batch.eventTimeHi.at(e), batch.eventTimeLo.at(e)),
      name: text(batch.eventName.at(e)),
      dropped: batch.eventDropped.at(e),
      attributes: attributes([batch.eventAttrFrom.at(e), batch.eventAttrTo.at(e)]),
    })),
    links: range([batch.linkFrom.at(i), batch.linkTo.at(i)]).map((l) => ({
      trace: text(batch.linkTraceId.at(l)),
      span: wordsToBigint(batch.linkSpanHi.at(l), batch.linkSpanLo.at(l)).toString(16),
      traceState: text(batch.linkTraceState.at(l)),
      flags: batch.linkFlags.at(l),
      dropped: batch.linkDropped.at(l),
      attributes: attributes([batch.linkAttrFrom.at(l), batch.linkAttrTo.at(l)]),
    })),
  }));
  return rows.sort((a, b) => (`${a.trace}${a.id}` < `${b.trace}${b.id}` ? -1 : 1));
}
