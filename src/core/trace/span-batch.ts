import { AttributeRows } from './attribute-rows.ts';
import { GrowU8, GrowU32 } from './grow.ts';
import { SPAN_COLUMNS } from './span-columns.ts';
import { StringTable } from './strings.ts';

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
 * turns one or several into traces. Columns of spans are all zero behind their last row: see `put`.
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
    const at = this.traceId.length;
    if (at >= this.#room) this.#reserve(at);
    put(this.traceId, at, span.traceId);
    put(this.idHi, at, span.idHi);
    put(this.idLo, at, span.idLo);
    put(this.parentHi, at, span.parentHi);
    put(this.parentLo, at, span.parentLo);
    put(this.startHi, at, span.startHi);
    put(this.startLo, at, span.startLo);
    put(this.endHi, at, span.endHi);
    put(this.endLo, at, span.endLo);
    put(this.name, at, span.name);
    put8(this.kind, at, span.kind);
    put8(this.status, at, span.status);
    put(this.statusMessage, at, span.statusMessage);
    put(this.traceState, at, span.traceState);
    put(this.spanFlags, at, span.spanFlags);
    put8(this.marks, at, span.marks);
    put(this.resource, at, span.resource);
    put(this.scope, at, span.scope);
    put(this.attrFrom, at, span.attrFrom);
    put(this.attrTo, at, span.attrTo);
    // No events, no links: an empty range is 0 to 0, wherever the tables stand.
    const events = this.eventName.length;
    const links = this.linkTraceId.length;
    put(this.eventFrom, at, events > span.eventFrom ? span.eventFrom : 0);
    put(this.eventTo, at, events > span.eventFrom ? events : 0);
    put(this.linkFrom, at, links > span.linkFrom ? span.linkFrom : 0);
    put(this.linkTo, at, links > span.linkFrom ? links : 0);
    put(this.droppedAttributes, at, span.droppedAttributes);
    put(this.droppedEvents, at, span.droppedEvents);
    put(this.droppedLinks, at, span.droppedLinks);
  }

  /** Rows that fit all columns of spans; as in AttributeRows. */
  #room = 0;
  #reserve(rows: number): void {
    const room = Math.max(64, rows * 2);
    let fits = Number.MAX_SAFE_INTEGER;
    for (const name of SPAN_COLUMNS) {
      const column = this[name];
      if (column.data.length <= rows) column.reserve(room);
      fits = Math.min(fits, column.data.length);
    }
    this.#room = fits;
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

/**
 * Zero is there already: memory that is never written costs nothing, and most spans have no links, messages or marks.
 * Two functions, so that each sees one kind of column.
 */
function put(column: GrowU32, at: number, value: number): void {
  if (value !== 0) column.data[at] = value;
  column.length = at + 1;
}

function put8(column: GrowU8, at: number, value: number): void {
  if (value !== 0) column.data[at] = value;
  column.length = at + 1;
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
