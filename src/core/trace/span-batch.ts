import { GrowF64, GrowU8, GrowU32 } from './grow.ts';
import { StringTable } from './strings.ts';

/** Growing attribute rows; an owner notes `length` before and after appending its own. */
export class AttributeRows {
  readonly key: GrowU32;
  readonly type: GrowU8;
  readonly value: GrowF64;
  constructor(capacity = 64) {
    this.key = new GrowU32(capacity);
    this.type = new GrowU8(capacity);
    this.value = new GrowF64(capacity);
  }
  get length(): number {
    return this.key.length;
  }
  push(key: number, type: number, value: number): void {
    const at = this.key.length;
    if (at === this.key.data.length) {
      this.key.grow();
      this.type.grow();
      this.value.grow();
    }
    this.key.data[at] = key;
    this.type.data[at] = type;
    this.value.data[at] = value;
    this.key.length = this.type.length = this.value.length = at + 1;
  }
  /** Forgets the rows from `length` on. */
  truncate(length: number): void {
    this.key.length = this.type.length = this.value.length = length;
  }
}

/** Resources and scopes of a batch; index 0 is the empty one. */
export class OwnerRows {
  readonly attrFrom = new GrowU32(8);
  readonly attrTo = new GrowU32(8);
  readonly dropped = new GrowU32(8);
  readonly schemaUrl = new GrowU32(8);
  /** Scopes only. */
  readonly name = new GrowU32(8);
  readonly version = new GrowU32(8);
  constructor() {
    this.add(0, 0, 0, 0, 0, 0);
  }
  get length(): number {
    return this.attrFrom.length;
  }
  add(attrFrom: number, attrTo: number, dropped: number, schemaUrl: number, name = 0, version = 0): number {
    this.attrFrom.push(attrFrom);
    this.attrTo.push(attrTo);
    this.dropped.push(dropped);
    this.schemaUrl.push(schemaUrl);
    this.name.push(name);
    this.version.push(version);
    return this.attrFrom.length - 1;
  }
}

/**
 * Spans as they arrive: any number of traces, any order, nothing derived. Every decoder fills one; `buildTraces`
 * turns one or several into traces. A row is complete once all its columns were pushed, in the order of `pushSpan`.
 */
export class SpanBatch {
  readonly strings: StringTable;
  readonly attributes: AttributeRows;
  readonly resources = new OwnerRows();
  readonly scopes = new OwnerRows();

  /** String id of the 32-digit trace id. */
  readonly traceId: GrowU32;
  readonly idHi: GrowU32;
  readonly idLo: GrowU32;
  /** Zero words: no parent. */
  readonly parentHi: GrowU32;
  readonly parentLo: GrowU32;
  /** Unix ns as two words (see time.ts); zero start or end: absent. */
  readonly startHi: GrowU32;
  readonly startLo: GrowU32;
  readonly endHi: GrowU32;
  readonly endLo: GrowU32;
  readonly name: GrowU32;
  readonly kind: GrowU8;
  readonly status: GrowU8;
  readonly statusMessage: GrowU32;
  readonly traceState: GrowU32;
  readonly spanFlags: GrowU32;
  /** FLAG bits known while decoding: sharedServer, truncated. */
  readonly marks: GrowU8;
  readonly resource: GrowU32;
  readonly scope: GrowU32;
  readonly attrFrom: GrowU32;
  readonly attrTo: GrowU32;
  readonly eventFrom: GrowU32;
  readonly eventTo: GrowU32;
  readonly linkFrom: GrowU32;
  readonly linkTo: GrowU32;
  readonly droppedAttributes: GrowU32;
  readonly droppedEvents: GrowU32;
  readonly droppedLinks: GrowU32;

  readonly eventTimeHi = new GrowU32();
  readonly eventTimeLo = new GrowU32();
  readonly eventName = new GrowU32();
  readonly eventAttrFrom = new GrowU32();
  readonly eventAttrTo = new GrowU32();
  readonly eventDropped = new GrowU32();

  readonly linkTraceId = new GrowU32();
  readonly linkSpanHi = new GrowU32();
  readonly linkSpanLo = new GrowU32();
  readonly linkTraceState = new GrowU32();
  readonly linkFlags = new GrowU32();
  readonly linkAttrFrom = new GrowU32();
  readonly linkAttrTo = new GrowU32();
  readonly linkDropped = new GrowU32();

  /** Spans refused while decoding (bad ids), and why: a receiver answers with them as a partial success. */
  rejected = 0;
  rejectedReason = '';

  /** Capacities are hints: columns that need not grow need not be copied. */
  constructor(strings = new StringTable(), spans = 64, attributes = 64) {
    this.strings = strings;
    this.attributes = new AttributeRows(attributes);
    this.traceId = new GrowU32(spans);
    this.idHi = new GrowU32(spans);
    this.idLo = new GrowU32(spans);
    this.parentHi = new GrowU32(spans);
    this.parentLo = new GrowU32(spans);
    this.startHi = new GrowU32(spans);
    this.startLo = new GrowU32(spans);
    this.endHi = new GrowU32(spans);
    this.endLo = new GrowU32(spans);
    this.name = new GrowU32(spans);
    this.kind = new GrowU8(spans);
    this.status = new GrowU8(spans);
    this.statusMessage = new GrowU32(spans);
    this.traceState = new GrowU32(spans);
    this.spanFlags = new GrowU32(spans);
    this.marks = new GrowU8(spans);
    this.resource = new GrowU32(spans);
    this.scope = new GrowU32(spans);
    this.attrFrom = new GrowU32(spans);
    this.attrTo = new GrowU32(spans);
    this.eventFrom = new GrowU32(spans);
    this.eventTo = new GrowU32(spans);
    this.linkFrom = new GrowU32(spans);
    this.linkTo = new GrowU32(spans);
    this.droppedAttributes = new GrowU32(spans);
    this.droppedEvents = new GrowU32(spans);
    this.droppedLinks = new GrowU32(spans);
  }

  get count(): number {
    return this.traceId.length;
  }

  pushSpan(span: SpanRow): void {
    this.traceId.push(span.traceId);
    this.idHi.push(span.idHi);
    this.idLo.push(span.idLo);
    this.parentHi.push(span.parentHi);
    this.parentLo.push(span.parentLo);
    this.startHi.push(span.startHi);
    this.startLo.push(span.startLo);
    this.endHi.push(span.endHi);
    this.endLo.push(span.endLo);
    this.name.push(span.name);
    this.kind.push(span.kind);
    this.status.push(span.status);
    this.statusMessage.push(span.statusMessage);
    this.traceState.push(span.traceState);
    this.spanFlags.push(span.spanFlags);
    this.marks.push(span.marks);
    this.resource.push(span.resource);
    this.scope.push(span.scope);
    this.attrFrom.push(span.attrFrom);
    this.attrTo.push(span.attrTo);
    this.eventFrom.push(span.eventFrom);
    this.eventTo.push(this.eventName.length);
    this.linkFrom.push(span.linkFrom);
    this.linkTo.push(this.linkTraceId.length);
    this.droppedAttributes.push(span.droppedAttributes);
    this.droppedEvents.push(span.droppedEvents);
    this.droppedLinks.push(span.droppedLinks);
  }

  pushEvent(hi: number, lo: number, name: number, attrFrom: number, attrTo: number, dropped: number): void {
    this.eventTimeHi.push(hi);
    this.eventTimeLo.push(lo);
    this.eventName.push(name);
    this.eventAttrFrom.push(attrFrom);
    this.eventAttrTo.push(attrTo);
    this.eventDropped.push(dropped);
  }

  pushLink(link: LinkRow): void {
    this.linkTraceId.push(link.traceId);
    this.linkSpanHi.push(link.spanHi);
    this.linkSpanLo.push(link.spanLo);
    this.linkTraceState.push(link.traceState);
    this.linkFlags.push(link.flags);
    this.linkAttrFrom.push(link.attrFrom);
    this.linkAttrTo.push(link.attrTo);
    this.linkDropped.push(link.dropped);
  }
}

/** Scratch for one row: a decoder reuses a single object, so a million spans allocate one. */
export type SpanRow = {
  traceId: number;
  idHi: number;
  idLo: number;
  parentHi: number;
  parentLo: number;
  startHi: number;
  startLo: number;
  endHi: number;
  endLo: number;
  name: number;
  kind: number;
  status: number;
  statusMessage: number;
  traceState: number;
  spanFlags: number;
  marks: number;
  resource: number;
  scope: number;
  attrFrom: number;
  attrTo: number;
  /** Events and links end where the batch's tables end when the span is pushed. */
  eventFrom: number;
  linkFrom: number;
  droppedAttributes: number;
  droppedEvents: number;
  droppedLinks: number;
};

export type LinkRow = {
  traceId: number;
  spanHi: number;
  spanLo: number;
  traceState: number;
  flags: number;
  attrFrom: number;
  attrTo: number;
  dropped: number;
};

/** Back to an empty row, keeping the object. */
export function clearSpanRow(row: SpanRow): void {
  row.traceId = 0;
  row.idHi = row.idLo = row.parentHi = row.parentLo = 0;
  row.startHi = row.startLo = row.endHi = row.endLo = 0;
  row.name = row.kind = row.status = row.statusMessage = 0;
  row.traceState = row.spanFlags = row.marks = 0;
  row.resource = row.scope = 0;
  row.attrFrom = row.attrTo = row.eventFrom = row.linkFrom = 0;
  row.droppedAttributes = row.droppedEvents = row.droppedLinks = 0;
}

/** Words need more than 31 bits: starting with one spares every row the change from small integers to doubles. */
const WORD = 0xffffffff;

export function emptySpanRow(): SpanRow {
  const row: SpanRow = {
    traceId: 0,
    idHi: WORD,
    idLo: WORD,
    parentHi: WORD,
    parentLo: WORD,
    startHi: WORD,
    startLo: WORD,
    endHi: WORD,
    endLo: WORD,
    name: 0,
    kind: 0,
    status: 0,
    statusMessage: 0,
    traceState: 0,
    spanFlags: 0,
    marks: 0,
    resource: 0,
    scope: 0,
    attrFrom: 0,
    attrTo: 0,
    eventFrom: 0,
    linkFrom: 0,
    droppedAttributes: 0,
    droppedEvents: 0,
    droppedLinks: 0,
  };
  clearSpanRow(row);
  return row;
}
