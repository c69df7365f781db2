import { ATTR } from './columns.ts';
import { OwnerIndex } from './owner-index.ts';
import { emptySpanRow, type OwnerRows, SpanBatch } from './span-batch.ts';

/** Attribute types whose value is a string id. */
const TEXTUAL: ReadonlySet<number> = new Set([ATTR.string, ATTR.bigint, ATTR.bytes, ATTR.json]);

/**
 * Copies rows of `source` (all of them by default) to the end of `target`. Strings are re-interned where the tables
 * differ; equal resources and scopes become one.
 */
export function appendBatch(target: SpanBatch, source: SpanBatch, rows?: Uint32Array): void {
  const copy = new Copier(target, source);
  if (rows) for (const row of rows) copy.span(row);
  else for (let row = 0; row < source.count; row++) copy.span(row);
  target.rejected += source.rejected;
  target.rejectedReason ||= source.rejectedReason;
}

/** One batch a trace, in the order of their first spans; strings stay shared. */
export function splitByTrace(batch: SpanBatch): SpanBatch[] {
  const groups = new Map<number, number[]>();
  for (let row = 0; row < batch.count; row++) {
    const id = batch.traceId.at(row);
    const rows = groups.get(id);
    if (rows) rows.push(row);
    else groups.set(id, [row]);
  }
  if (groups.size <= 1) return batch.count === 0 ? [] : [batch];
  return [...groups.values()].map((rows) => {
    const attributes = rows.reduce((n, row) => n + batch.attrTo.at(row) - batch.attrFrom.at(row), 0);
    const one = new SpanBatch(batch.strings, rows.length, attributes + 16);
    appendBatch(one, batch, Uint32Array.from(rows));
    return one;
  });
}

class Copier {
  readonly #to: SpanBatch;
  readonly #from: SpanBatch;
  readonly #same: boolean;
  readonly #strings = new Map<number, number>();
  readonly #resources = new Map<number, number>();
  readonly #scopes = new Map<number, number>();
  readonly #resourceIndex: OwnerIndex;
  readonly #scopeIndex: OwnerIndex;
  readonly #row = emptySpanRow();

  constructor(to: SpanBatch, from: SpanBatch) {
    this.#to = to;
    this.#from = from;
    this.#same = to.strings === from.strings;
    this.#resourceIndex = indexOf(to.resources, to);
    this.#scopeIndex = indexOf(to.scopes, to);
  }

  span(row: number): void {
    const [to, from, out] = [this.#to, this.#from, this.#row];
    out.traceId = this.#text(from.traceId.at(row));
    out.idHi = from.idHi.at(row);
    out.idLo = from.idLo.at(row);
    out.parentHi = from.parentHi.at(row);
    out.parentLo = from.parentLo.at(row);
    out.startHi = from.startHi.at(row);
    out.startLo = from.startLo.at(row);
    out.endHi = from.endHi.at(row);
    out.endLo = from.endLo.at(row);
    out.name = this.#text(from.name.at(row));
    out.kind = from.kind.at(row);
    out.status = from.status.at(row);
    out.statusMessage = this.#text(from.statusMessage.at(row));
    out.traceState = this.#text(from.traceState.at(row));
    out.spanFlags = from.spanFlags.at(row);
    out.marks = from.marks.at(row);
    out.resource = this.#owner(this.#resources, this.#resourceIndex, from.resources, from.resource.at(row));
    out.scope = this.#owner(this.#scopes, this.#scopeIndex, from.scopes, from.scope.at(row));
    [out.attrFrom, out.attrTo] = this.#attributes(from.attrFrom.at(row), from.attrTo.at(row));
    out.eventFrom = to.eventName.length;
    for (let e = from.eventFrom.at(row); e < from.eventTo.at(row); e++) this.#event(e);
    out.linkFrom = to.linkTraceId.length;
    for (let l = from.linkFrom.at(row); l < from.linkTo.at(row); l++) this.#link(l);
    out.droppedAttributes = from.droppedAttributes.at(row);
    out.droppedEvents = from.droppedEvents.at(row);
    out.droppedLinks = from.droppedLinks.at(row);
    to.pushSpan(out);
  }

  #event(e: number): void {
    const from = this.#from;
    const [attrFrom, attrTo] = this.#attributes(from.eventAttrFrom.at(e), from.eventAttrTo.at(e));
    const name = this.#text(from.eventName.at(e));
    this.#to.pushEvent(
      from.eventTimeHi.at(e),
      from.eventTimeLo.at(e),
      name,
      attrFrom,
      attrTo,
      from.eventDropped.at(e),
    );
  }

  #link(l: number): void {
    const from = this.#from;
    const [attrFrom, attrTo] = this.#attributes(from.linkAttrFrom.at(l), from.linkAttrTo.at(l));
    this.#to.pushLink({
      traceId: this.#text(from.linkTraceId.at(l)),
      spanHi: from.linkSpanHi.at(l),
      spanLo: from.linkSpanLo.at(l),
      traceState: this.#text(from.linkTraceState.at(l)),
      flags: from.linkFlags.at(l),
      attrFrom,
      attrTo,
      dropped: from.linkDropped.at(l),
    });
  }

  #attributes(from: number, to: number): [number, number] {
    const [target, source] = [this.#to.attributes, this.#from.attributes];
    const at = target.length;
    for (let a = from; a < to; a++) {
      const type = source.type.at(a);
      const value = source.value.at(a);
      target.push(this.#text(source.key.at(a)), type, TEXTUAL.has(type) ? this.#text(value) : value);
    }
    return [at, target.length];
  }

  #owner(known: Map<number, number>, index: OwnerIndex, from: OwnerRows, row: number): number {
    const mapped = known.get(row);
    if (mapped !== undefined) return mapped;
    const [start] = this.#attributes(from.attrFrom.at(row), from.attrTo.at(row));
    const range = index.takeAttributes(start);
    const found = index.add({
      attrFrom: range.from,
      attrTo: range.to,
      dropped: from.dropped.at(row),
      schemaUrl: this.#text(from.schemaUrl.at(row)),
      name: this.#text(from.name.at(row)),
      version: this.#text(from.version.at(row)),
    });
    known.set(row, found);
    return found;
  }

  #text(id: number): number {
    if (this.#same || id === 0) return id;
    const mapped = this.#strings.get(id);
    if (mapped !== undefined) return mapped;
    const bytes = this.#from.strings.bytesOf(id);
    const fresh = this.#to.strings.internUtf8(bytes, 0, bytes.length);
    this.#strings.set(id, fresh);
    return fresh;
  }
}

/** Owners that a batch got through `appendBatch`, so that equal ones are stored once however often it is called. */
const indexes = new WeakMap<OwnerRows, OwnerIndex>();

function indexOf(rows: OwnerRows, batch: SpanBatch): OwnerIndex {
  let index = indexes.get(rows);
  if (!index) {
    index = new OwnerIndex(rows, batch.attributes);
    indexes.set(rows, index);
  }
  return index;
}
