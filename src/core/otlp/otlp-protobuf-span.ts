import { readKeyValue } from './any-value-protobuf.ts';
import type { BatchWriter } from './batch-writer.ts';
import type { IdReader } from './id-reader.ts';
import type { ProtobufMemo } from './protobuf-memo.ts';
import { bytesTag, fixed32Tag, fixed64Tag, type ProtobufReader, varintTag } from './protobuf-reader.ts';

export type ProtobufContext = { readonly ids: IdReader; readonly memo: ProtobufMemo };

const UINT32 = 0xffffffff;

// Fields of opentelemetry.proto.trace.v1.Span.
const TRACE_ID = bytesTag(1);
const SPAN_ID = bytesTag(2);
const TRACE_STATE = bytesTag(3);
const PARENT_SPAN_ID = bytesTag(4);
const NAME = bytesTag(5);
const KIND = varintTag(6);
const START = fixed64Tag(7);
const END = fixed64Tag(8);
const ATTRIBUTES = bytesTag(9);
const DROPPED_ATTRIBUTES = varintTag(10);
const EVENTS = bytesTag(11);
const DROPPED_EVENTS = varintTag(12);
const LINKS = bytesTag(13);
const DROPPED_LINKS = varintTag(14);
const STATUS = bytesTag(15);
const FLAGS = fixed32Tag(16);

/**
 * Two passes over a span: fields may come in any order, even mixed, and the attribute table holds what belongs
 * together in one run. The second, for events and links, steps over everything else.
 */
export function readSpan(p: ProtobufReader, w: BatchWriter, context: ProtobufContext, end: number): void {
  const { ids, memo } = context;
  const { row, batch } = w;
  const { strings, attributes } = batch;
  const { textBytes } = w.limits;
  const start = p.pos;
  w.startSpan();
  p.cut = false;
  row.attrFrom = attributes.length;
  memo.begin();
  let left = 0;
  let parts = false;
  while (p.pos < end)
    switch (p.tag(end)) {
      case TRACE_ID: {
        const to = p.open(end);
        row.traceId = ids.traceBytes(p.bytes, p.pos, to);
        p.pos = to;
        break;
      }
      case SPAN_ID:
        if (!readSpanId(p, ids, end)) w.refuse('A span has a span id that is not 8 bytes long.');
        row.idHi = ids.hi;
        row.idLo = ids.lo;
        break;
      case TRACE_STATE:
        row.traceState = p.intern(end, strings, textBytes);
        break;
      case PARENT_SPAN_ID:
        if (!readSpanId(p, ids, end)) w.refuse('A span has a parent span id that is not 8 bytes long.');
        row.parentHi = ids.hi;
        row.parentLo = ids.lo;
        break;
      case NAME:
        row.name = p.intern(end, strings, textBytes);
        break;
      case KIND: {
        const kind = p.varint(end);
        row.kind = kind <= 5 ? kind : 0;
        break;
      }
      case START:
        p.fixed64(end);
        row.startHi = p.hi;
        row.startLo = p.lo;
        break;
      case END:
        p.fixed64(end);
        row.endHi = p.hi;
        row.endLo = p.lo;
        break;
      case ATTRIBUTES:
        if (attributes.length - row.attrFrom < w.limits.attributes) readKeyValue(p, w, memo, end);
        else {
          p.skip(end);
          left++;
        }
        break;
      case DROPPED_ATTRIBUTES:
        row.droppedAttributes = Math.min(UINT32, p.varint(end));
        break;
      case EVENTS:
      case LINKS:
        p.skip(end);
        parts = true;
        break;
      case DROPPED_EVENTS:
        row.droppedEvents = Math.min(UINT32, p.varint(end));
        break;
      case DROPPED_LINKS:
        row.droppedLinks = Math.min(UINT32, p.varint(end));
        break;
      case STATUS:
        readStatus(p, w, p.open(end));
        break;
      case FLAGS:
        row.spanFlags = p.fixed32(end);
        break;
      default:
        p.skip(end);
    }
  row.attrTo = attributes.length;
  row.droppedAttributes += left;
  if (parts) {
    p.pos = start;
    readParts(p, w, context, end);
  }
  if (p.cut || left > 0) w.cut = true;
  w.endSpan();
}

function readSpanId(p: ProtobufReader, ids: IdReader, outer: number): boolean {
  const end = p.open(outer);
  const good = ids.spanBytes(p.bytes, p.pos, end);
  p.pos = end;
  return good;
}

function readStatus(p: ProtobufReader, w: BatchWriter, end: number): void {
  while (p.pos < end)
    switch (p.tag(end)) {
      case bytesTag(2):
        w.row.statusMessage = p.intern(end, w.batch.strings, w.limits.textBytes);
        break;
      case varintTag(3): {
        const code = p.varint(end);
        w.row.status = code <= 2 ? code : 0;
        break;
      }
      default:
        p.skip(end);
    }
}

function readParts(p: ProtobufReader, w: BatchWriter, context: ProtobufContext, end: number): void {
  const { row, batch, limits } = w;
  while (p.pos < end) {
    const tag = p.tag(end);
    if (tag === EVENTS && batch.eventName.length - row.eventFrom < limits.events)
      readEvent(p, w, context, p.open(end));
    else if (tag === LINKS && batch.linkTraceId.length - row.linkFrom < limits.links) {
      if (!readLink(p, w, context, p.open(end))) row.droppedLinks++;
    } else {
      p.skip(end);
      if (tag === EVENTS) row.droppedEvents++;
      else if (tag === LINKS) row.droppedLinks++;
      else continue;
      w.cut = true;
    }
  }
}

const EVENT_TIME = fixed64Tag(1);
const EVENT_NAME = bytesTag(2);
const EVENT_ATTRIBUTES = bytesTag(3);
const EVENT_DROPPED = varintTag(4);

function readEvent(p: ProtobufReader, w: BatchWriter, { memo }: ProtobufContext, end: number): void {
  const { attributes, strings } = w.batch;
  const from = attributes.length;
  memo.begin();
  let [hi, lo, name, dropped, left] = [0, 0, 0, 0, 0];
  while (p.pos < end)
    switch (p.tag(end)) {
      case EVENT_TIME:
        p.fixed64(end);
        hi = p.hi;
        lo = p.lo;
        break;
      case EVENT_NAME:
        name = p.intern(end, strings, w.limits.textBytes);
        break;
      case EVENT_ATTRIBUTES:
        if (attributes.length - from < w.limits.attributes) readKeyValue(p, w, memo, end);
        else {
          p.skip(end);
          left++;
        }
        break;
      case EVENT_DROPPED:
        dropped = Math.min(UINT32, p.varint(end));
        break;
      default:
        p.skip(end);
    }
  if (left > 0) w.cut = true;
  w.batch.pushEvent(hi, lo, name, from, attributes.length, dropped + left);
}

/** False for one that names no span. */
function readLink(p: ProtobufReader, w: BatchWriter, { ids, memo }: ProtobufContext, end: number): boolean {
  const { attributes, strings } = w.batch;
  const from = attributes.length;
  memo.begin();
  let [traceId, traceState, flags, dropped, left] = [0, 0, 0, 0, 0];
  let [spanHi, spanLo] = [0, 0];
  while (p.pos < end)
    switch (p.tag(end)) {
      case bytesTag(1): {
        const to = p.open(end);
        traceId = ids.traceBytes(p.bytes, p.pos, to);
        p.pos = to;
        break;
      }
      case bytesTag(2):
        readSpanId(p, ids, end);
        spanHi = ids.hi;
        spanLo = ids.lo;
        break;
      case bytesTag(3):
        traceState = p.intern(end, strings, w.limits.textBytes);
        break;
      case bytesTag(4):
        if (attributes.length - from < w.limits.attributes) readKeyValue(p, w, memo, end);
        else {
          p.skip(end);
          left++;
        }
        break;
      case varintTag(5):
        dropped = Math.min(UINT32, p.varint(end));
        break;
      case fixed32Tag(6):
        flags = p.fixed32(end);
        break;
      default:
        p.skip(end);
    }
  if (left > 0) w.cut = true;
  const attrTo = attributes.length;
  if (traceId === 0 || (spanHi === 0 && spanLo === 0)) return false;
  w.batch.pushLink({
    traceId,
    spanHi,
    spanLo,
    traceState,
    flags,
    attrFrom: from,
    attrTo,
    dropped: dropped + left,
  });
  return true;
}
