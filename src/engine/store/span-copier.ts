import { ATTR } from '../../core/trace/columns.ts';
import type { OwnerIndex } from '../../core/trace/owner-index.ts';
import { emptySpanRow, type LinkRow, type OwnerRows, type SpanBatch } from '../../core/trace/span-batch.ts';
import { StringMap } from './string-map.ts';

/** Copies rows of one batch to another that has its own strings, resources and scopes. */
export class SpanCopier {
  readonly #from: SpanBatch;
  readonly #to: SpanBatch;
  readonly #strings: StringMap;
  readonly #resources: OwnerCopier;
  readonly #scopes: OwnerCopier;
  readonly #row = emptySpanRow();
  readonly #link: LinkRow = {
    traceId: 0,
    spanHi: 0,
    spanLo: 0,
    traceState: 0,
    flags: 0,
    attrFrom: 0,
    attrTo: 0,
    dropped: 0,
  };

  /** `rows`: how many are going to be copied. */
  constructor(from: SpanBatch, to: SpanBatch, resources: OwnerIndex, scopes: OwnerIndex, rows: number) {
    this.#from = from;
    this.#to = to;
    this.#strings = new StringMap(from.strings, to.strings, rows);
    this.#resources = new OwnerCopier(from.resources, resources);
    this.#scopes = new OwnerCopier(from.scopes, scopes);
  }

  text(id: number): number {
    return this.#strings.id(id);
  }

  copy(row: number): void {
    const [to, from, out] = [this.#to, this.#from, this.#row];
    // Before the span's own attributes: an owner's are appended to the same table.
    out.resource = this.#resources.map(from.resource.at(row), this);
    out.scope = this.#scopes.map(from.scope.at(row), this);
    out.traceId = this.text(from.traceId.at(row));
    out.idHi = from.idHi.at(row);
    out.idLo = from.idLo.at(row);
    out.parentHi = from.parentHi.at(row);
    out.parentLo = from.parentLo.at(row);
    out.startHi = from.startHi.at(row);
    out.startLo = from.startLo.at(row);
    out.endHi = from.endHi.at(row);
    out.endLo = from.endLo.at(row);
    out.name = this.text(from.name.at(row));
    out.kind = from.kind.at(row);
    out.status = from.status.at(row);
    out.statusMessage = this.text(from.statusMessage.at(row));
    out.traceState = this.text(from.traceState.at(row));
    out.spanFlags = from.spanFlags.at(row);
    out.marks = from.marks.at(row);
    out.attrFrom = to.attributes.length;
    this.attributes(from.attrFrom.at(row), from.attrTo.at(row));
    out.attrTo = to.attributes.length;
    out.eventFrom = to.eventName.length;
    for (let e = from.eventFrom.at(row); e < from.eventTo.at(row); e++) this.#event(e);
    out.linkFrom = to.linkTraceId.length;
    for (let l = from.linkFrom.at(row); l < from.linkTo.at(row); l++) this.#copyLink(l);
    out.droppedAttributes = from.droppedAttributes.at(row);
    out.droppedEvents = from.droppedEvents.at(row);
    out.droppedLinks = from.droppedLinks.at(row);
    to.pushSpan(out);
  }

  /** Appends attributes [from, to) to the target's table. */
  attributes(from: number, to: number): void {
    const target = this.#to.attributes;
    const source = this.#from.attributes;
    const strings = this.#strings;
    const [keys, types, values] = [source.key.data, source.type.data, source.value.data];
    for (let a = from; a < to; a++) {
      const type = types[a] ?? 0;
      const value = values[a] ?? 0;
      target.push(strings.id(keys[a] ?? 0), type, isText(type) ? strings.id(value) : value);
    }
  }

  get targetAttributes(): number {
    return this.#to.attributes.length;
  }

  #event(e: number): void {
    const [from, to] = [this.#from, this.#to];
    const at = to.attributes.length;
    this.attributes(from.eventAttrFrom.at(e), from.eventAttrTo.at(e));
    const name = this.text(from.eventName.at(e));
    const [hi, lo] = [from.eventTimeHi.at(e), from.eventTimeLo.at(e)];
    to.pushEvent(hi, lo, name, at, to.attributes.length, from.eventDropped.at(e));
  }

  #copyLink(l: number): void {
    const [from, to, out] = [this.#from, this.#to, this.#link];
    out.attrFrom = to.attributes.length;
    this.attributes(from.linkAttrFrom.at(l), from.linkAttrTo.at(l));
    out.attrTo = to.attributes.length;
    out.traceId = this.text(from.linkTraceId.at(l));
    out.spanHi = from.linkSpanHi.at(l);
    out.spanLo = from.linkSpanLo.at(l);
    out.traceState = this.text(from.linkTraceState.at(l));
    out.flags = from.linkFlags.at(l);
    out.dropped = from.linkDropped.at(l);
    to.pushLink(out);
  }
}

/** Maps resources (or scopes) of one batch to rows of another, each once. */
class OwnerCopier {
  readonly #rows: OwnerRows;
  readonly #index: OwnerIndex;
  readonly #known: Int32Array;

  constructor(rows: OwnerRows, index: OwnerIndex) {
    this.#rows = rows;
    this.#index = index;
    this.#known = new Int32Array(rows.length).fill(-1);
  }

  map(owner: number, copier: SpanCopier): number {
    const known = this.#known[owner] ?? -1;
    if (known >= 0) return known;
    const rows = this.#rows;
    const at = copier.targetAttributes;
    copier.attributes(rows.attrFrom.at(owner), rows.attrTo.at(owner));
    const range = this.#index.takeAttributes(at);
    const mapped = this.#index.add({
      attrFrom: range.from,
      attrTo: range.to,
      dropped: rows.dropped.at(owner),
      schemaUrl: copier.text(rows.schemaUrl.at(owner)),
      name: copier.text(rows.name.at(owner)),
      version: copier.text(rows.version.at(owner)),
    });
    this.#known[owner] = mapped;
    return mapped;
  }
}

/** Attribute types whose value is a string id. */
const isText = (type: number) =>
  type === ATTR.string || type === ATTR.bigint || type === ATTR.bytes || type === ATTR.json;
