import { KIND_NAMES, STATUS_NAMES } from '../trace/columns.ts';
import type { Words } from '../trace/time.ts';
import { truncateParts } from '../trace/truncate-batch.ts';
import { readAttributes } from './any-value-json.ts';
import type { AttributeMemo } from './attribute-memo.ts';
import type { BatchWriter } from './batch-writer.ts';
import type { IdReader } from './id-reader.ts';
import type { JsonReader } from './json-reader.ts';
import { KeySet } from './key-set.ts';
import { readCount, readEnum, readSpanId, readTime, readTraceId } from './otlp-json-values.ts';

const SPAN = new KeySet(
  [
    'traceId',
    'spanId',
    'parentSpanId',
    'name',
    'kind',
    'startTimeUnixNano',
    'endTimeUnixNano',
    'attributes',
    'status',
    'events',
    'links',
    'flags',
    'traceState',
    'droppedAttributesCount',
    'droppedEventsCount',
    'droppedLinksCount',
  ],
  {
    trace_id: 'traceId',
    span_id: 'spanId',
    parent_span_id: 'parentSpanId',
    start_time_unix_nano: 'startTimeUnixNano',
    end_time_unix_nano: 'endTimeUnixNano',
    trace_state: 'traceState',
    dropped_attributes_count: 'droppedAttributesCount',
    dropped_events_count: 'droppedEventsCount',
    dropped_links_count: 'droppedLinksCount',
  },
);
const STATUS_KEYS = new KeySet(['code', 'message']);
const EVENT = new KeySet(['timeUnixNano', 'name', 'attributes', 'droppedAttributesCount'], {
  time_unix_nano: 'timeUnixNano',
  dropped_attributes_count: 'droppedAttributesCount',
});
const LINK = new KeySet(
  ['traceId', 'spanId', 'traceState', 'attributes', 'flags', 'droppedAttributesCount'],
  {
    trace_id: 'traceId',
    span_id: 'spanId',
    trace_state: 'traceState',
    dropped_attributes_count: 'droppedAttributesCount',
  },
);

export type OtlpContext = { readonly ids: IdReader; readonly memo: AttributeMemo };

const time: Words = { hi: 0, lo: 0 };

export function readSpan(r: JsonReader, w: BatchWriter, { ids, memo }: OtlpContext): void {
  const { row, batch } = w;
  const { strings, attributes } = batch;
  const { textBytes } = w.limits;
  w.startSpan();
  r.cut = false;
  let cutAttributes = 0;
  let cutEvents = 0;
  let cutLinks = 0;
  for (let key = SPAN.first(r); key !== null; key = SPAN.next(r))
    switch (key) {
      case 'traceId':
        row.traceId = readTraceId(r, ids);
        break;
      case 'spanId':
        if (!readSpanId(r, ids)) w.refuse(badId('span id', r));
        row.idHi = ids.hi;
        row.idLo = ids.lo;
        break;
      case 'parentSpanId':
        if (!readSpanId(r, ids)) w.refuse(badId('parent span id', r));
        row.parentHi = ids.hi;
        row.parentLo = ids.lo;
        break;
      case 'name':
        r.string();
        row.name = r.intern(strings, textBytes);
        break;
      case 'kind':
        row.kind = readEnum(r, KIND_NAMES);
        break;
      case 'startTimeUnixNano':
        readTime(r, time);
        row.startHi = time.hi;
        row.startLo = time.lo;
        break;
      case 'endTimeUnixNano':
        readTime(r, time);
        row.endHi = time.hi;
        row.endLo = time.lo;
        break;
      case 'attributes':
        row.attrFrom = attributes.length;
        cutAttributes = readAttributes(r, w, memo);
        row.attrTo = attributes.length;
        break;
      case 'status':
        readStatus(r, w);
        break;
      case 'events':
        truncateParts(batch, row.eventFrom, batch.linkTraceId.length);
        cutEvents = readEvents(r, w, memo);
        break;
      case 'links':
        truncateParts(batch, batch.eventName.length, row.linkFrom);
        cutLinks = readLinks(r, w, ids, memo);
        break;
      case 'flags':
        row.spanFlags = readCount(r);
        break;
      case 'traceState':
        r.string();
        row.traceState = r.intern(strings, textBytes);
        break;
      case 'droppedAttributesCount':
        row.droppedAttributes = readCount(r);
        break;
      case 'droppedEventsCount':
        row.droppedEvents = readCount(r);
        break;
      case 'droppedLinksCount':
        row.droppedLinks = readCount(r);
        break;
      default:
        r.skip();
    }
  row.droppedAttributes += cutAttributes;
  row.droppedEvents += cutEvents;
  row.droppedLinks += cutLinks;
  if (r.cut) w.cut = true;
  w.endSpan();
}

function readStatus(r: JsonReader, w: BatchWriter): void {
  if (!r.enterObject()) return;
  do {
    switch (STATUS_KEYS.read(r)) {
      case 'code':
        w.row.status = readEnum(r, STATUS_NAMES);
        break;
      case 'message':
        r.string();
        w.row.statusMessage = r.intern(w.batch.strings, w.limits.textBytes);
        break;
      default:
        r.skip();
    }
  } while (r.nextMember());
}

function readEvents(r: JsonReader, w: BatchWriter, memo: AttributeMemo): number {
  let left = 0;
  if (r.enterList())
    do {
      if (w.batch.eventName.length - w.row.eventFrom < w.limits.events) readEvent(r, w, memo);
      else {
        r.skip();
        left++;
      }
    } while (r.nextElement());
  if (left > 0) w.cut = true;
  return left;
}

function readEvent(r: JsonReader, w: BatchWriter, memo: AttributeMemo): void {
  const { strings, attributes } = w.batch;
  let [hi, lo, name, from, to, dropped, cut] = [0, 0, 0, 0, 0, 0, 0];
  if (r.enterObject())
    do {
      switch (EVENT.read(r)) {
        case 'timeUnixNano':
          readTime(r, time);
          hi = time.hi;
          lo = time.lo;
          break;
        case 'name':
          r.string();
          name = r.intern(strings, w.limits.textBytes);
          break;
        case 'attributes':
          from = attributes.length;
          cut = readAttributes(r, w, memo);
          to = attributes.length;
          break;
        case 'droppedAttributesCount':
          dropped = readCount(r);
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  w.batch.pushEvent(hi, lo, name, from, to, dropped + cut);
}

function readLinks(r: JsonReader, w: BatchWriter, ids: IdReader, memo: AttributeMemo): number {
  let left = 0;
  if (r.enterList())
    do {
      if (w.batch.linkTraceId.length - w.row.linkFrom < w.limits.links) {
        if (!readLink(r, w, ids, memo)) left++;
      } else {
        r.skip();
        left++;
        w.cut = true;
      }
    } while (r.nextElement());
  return left;
}

/** False for one that names no span: it is counted as dropped. */
function readLink(r: JsonReader, w: BatchWriter, ids: IdReader, memo: AttributeMemo): boolean {
  const { strings, attributes } = w.batch;
  const link = {
    traceId: 0,
    spanHi: 0,
    spanLo: 0,
    traceState: 0,
    flags: 0,
    attrFrom: 0,
    attrTo: 0,
    dropped: 0,
  };
  let cut = 0;
  if (r.enterObject())
    do {
      switch (LINK.read(r)) {
        case 'traceId':
          r.string();
          link.traceId = ids.trace(r.bytes, r.from, r.to);
          break;
        case 'spanId':
          r.string();
          ids.span(r.bytes, r.from, r.to);
          link.spanHi = ids.hi;
          link.spanLo = ids.lo;
          break;
        case 'traceState':
          r.string();
          link.traceState = r.intern(strings, w.limits.textBytes);
          break;
        case 'attributes':
          link.attrFrom = attributes.length;
          cut = readAttributes(r, w, memo);
          link.attrTo = attributes.length;
          break;
        case 'flags':
          link.flags = readCount(r);
          break;
        case 'droppedAttributesCount':
          link.dropped = readCount(r);
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  link.dropped += cut;
  if (link.traceId === 0 || (link.spanHi === 0 && link.spanLo === 0)) return false;
  w.batch.pushLink(link);
  return true;
}

function badId(what: string, r: JsonReader): string {
  return `A span has the ${what} ${JSON.stringify(r.text().slice(0, 40))}, which is not 16 hex digits.`;
}
