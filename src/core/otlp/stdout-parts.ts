import { STATUS_NAMES } from '../trace/columns.ts';
import type { Owner } from '../trace/owner-index.ts';
import { truncateParts } from '../trace/truncate-batch.ts';
import type { BatchWriter } from './batch-writer.ts';
import type { IdReader } from './id-reader.ts';
import type { JsonReader } from './json-reader.ts';
import { readCount, readEnum } from './otlp-json-values.ts';
import { readStdoutAttributes, readStdoutTime, stdoutKey } from './stdout-values.ts';

type Ids = { traceId: number; hi: number; lo: number; traceState: number };

/** Python writes ids with 0x before them. */
function stripPrefix(r: JsonReader): void {
  if (r.to - r.from > 2 && r.bytes[r.from] === 48 && r.bytes[r.from + 1] === 120) r.from += 2;
}

export function readTraceId(r: JsonReader, ids: IdReader): number {
  r.string();
  stripPrefix(r);
  return ids.trace(r.bytes, r.from, r.to);
}

export function readId(r: JsonReader, w: BatchWriter, ids: IdReader): Ids {
  r.string();
  stripPrefix(r);
  if (!ids.span(r.bytes, r.from, r.to)) w.refuse('A span has an id that is not up to 16 hex digits.');
  return { traceId: 0, hi: ids.hi, lo: ids.lo, traceState: 0 };
}

export function readContext(r: JsonReader, w: BatchWriter, ids: IdReader): Ids {
  let [traceId, hi, lo, traceState] = [0, 0, 0, 0];
  if (r.enterObject())
    do {
      switch (stdoutKey(r)) {
        case 'traceid':
          traceId = readTraceId(r, ids);
          break;
        case 'spanid': {
          const id = readId(r, w, ids);
          hi = id.hi;
          lo = id.lo;
          break;
        }
        case 'tracestate':
          if (r.peek() !== 34) r.skip();
          else {
            r.string();
            // Python prints its list: ['a=b', 'c=d'].
            traceState = w.batch.strings.intern(r.text().replace(/^\[|\]$|['"]|(?<=,) /g, ''));
          }
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  return { traceId, hi, lo, traceState };
}

export function readStatus(r: JsonReader, w: BatchWriter): void {
  if (!r.enterObject()) return;
  do {
    switch (stdoutKey(r)) {
      case 'code':
      case 'statuscode':
        w.row.status = readEnum(r, STATUS_NAMES);
        break;
      case 'description':
      case 'message':
        r.string();
        w.row.statusMessage = r.intern(w.batch.strings, w.limits.textBytes);
        break;
      default:
        r.skip();
    }
  } while (r.nextMember());
}

export function readEvents(r: JsonReader, w: BatchWriter): void {
  const { batch, row, limits } = w;
  truncateParts(batch, row.eventFrom, batch.linkTraceId.length);
  if (!r.enterList()) return;
  do {
    let [hi, lo, name, dropped] = [0, 0, 0, 0];
    const from = batch.attributes.length;
    if (r.enterObject())
      do {
        switch (stdoutKey(r)) {
          case 'name':
            r.string();
            name = r.intern(batch.strings, limits.textBytes);
            break;
          case 'time':
          case 'timestamp':
            [hi, lo] = readStdoutTime(r);
            break;
          case 'attributes':
            dropped += readStdoutAttributes(r, w);
            break;
          case 'droppedattributecount':
          case 'droppedattributescount':
            dropped += readCount(r);
            break;
          default:
            r.skip();
        }
      } while (r.nextMember());
    if (batch.eventName.length - row.eventFrom < limits.events)
      batch.pushEvent(hi, lo, name, from, batch.attributes.length, dropped);
    else {
      row.droppedEvents++;
      w.cut = true;
    }
  } while (r.nextElement());
}

export function readLinks(r: JsonReader, w: BatchWriter, ids: IdReader): void {
  const { batch, row, limits } = w;
  truncateParts(batch, batch.eventName.length, row.linkFrom);
  if (!r.enterList()) return;
  do {
    let to: Ids = { traceId: 0, hi: 0, lo: 0, traceState: 0 };
    let dropped = 0;
    const attrFrom = batch.attributes.length;
    if (r.enterObject())
      do {
        switch (stdoutKey(r)) {
          case 'spancontext':
          case 'context':
            to = readContext(r, w, ids);
            break;
          case 'attributes':
            dropped += readStdoutAttributes(r, w);
            break;
          case 'droppedattributecount':
          case 'droppedattributescount':
            dropped += readCount(r);
            break;
          default:
            r.skip();
        }
      } while (r.nextMember());
    const attrTo = batch.attributes.length;
    const { traceId, hi: spanHi, lo: spanLo, traceState } = to;
    if (
      traceId === 0 ||
      (spanHi === 0 && spanLo === 0) ||
      batch.linkTraceId.length - row.linkFrom >= limits.links
    )
      row.droppedLinks++;
    else batch.pushLink({ traceId, spanHi, spanLo, traceState, flags: 0, attrFrom, attrTo, dropped });
  } while (r.nextElement());
}

export function readOwner(r: JsonReader, w: BatchWriter, kind: 'resource' | 'scope', owner: Owner): void {
  const { strings, attributes } = w.batch;
  const from = attributes.length;
  const { textBytes } = w.limits;
  // Go prints a resource as the bare list of its attributes.
  if (r.peek() === 91) owner.dropped = readStdoutAttributes(r, w);
  else if (r.enterObject())
    do {
      switch (stdoutKey(r)) {
        case 'attributes':
          owner.dropped = readStdoutAttributes(r, w);
          break;
        case 'name':
          r.string();
          owner.name = r.intern(strings, textBytes);
          break;
        case 'version':
          r.string();
          owner.version = r.intern(strings, textBytes);
          break;
        case 'schemaurl':
          r.string();
          owner.schemaUrl = r.intern(strings, textBytes);
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  w.takeAttributes(kind, owner, from);
}
