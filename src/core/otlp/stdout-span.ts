import { KIND_NAMES } from '../trace/columns.ts';
import { emptyOwner, type Owner } from '../trace/owner-index.ts';
import { addNs, type Words } from '../trace/time.ts';
import type { BatchWriter } from './batch-writer.ts';
import { IdReader } from './id-reader.ts';
import type { JsonReader } from './json-reader.ts';
import { readCount, readEnum } from './otlp-json-values.ts';
import {
  readContext,
  readEvents,
  readId,
  readLinks,
  readOwner,
  readStatus,
  readTraceId,
} from './stdout-parts.ts';
import { readStdoutAttributes, readStdoutTime, stdoutKey } from './stdout-values.ts';

/** What is known only when the whole span was read. */
type Pending = {
  /** The JavaScript SDK's `id`; its kinds count from 0 = internal where everyone else's count from 1. */
  javascript: boolean;
  kindIsNumber: boolean;
  durationMicros: number;
};

export function readStdoutSpan(r: JsonReader, w: BatchWriter): void {
  const { row, batch } = w;
  const firstRow = batch.count;
  const ids = new IdReader(batch.strings, 'hex');
  const pending: Pending = { javascript: false, kindIsNumber: false, durationMicros: Number.NaN };
  const [resource, scope] = [emptyOwner(), emptyOwner()];
  w.startSpan();
  r.cut = false;
  if (r.enterObject())
    do readMember(r, w, ids, pending, resource, scope);
    while (r.nextMember());
  if (pending.javascript && pending.kindIsNumber && row.kind < 5) row.kind++;
  if (Number.isFinite(pending.durationMicros) && (row.startHi !== 0 || row.startLo !== 0)) {
    const end: Words = { hi: 0, lo: 0 };
    addNs(row.startHi, row.startLo, Math.round(pending.durationMicros * 1000), end);
    row.endHi = end.hi;
    row.endLo = end.lo;
  }
  if (r.cut) w.cut = true;
  w.endSpan();
  w.close('resource', resource, firstRow, false);
  w.close('scope', scope, firstRow, false);
}

function readMember(
  r: JsonReader,
  w: BatchWriter,
  ids: IdReader,
  pending: Pending,
  resource: Owner,
  scope: Owner,
): void {
  const { row, batch } = w;
  const { strings, attributes } = batch;
  switch (stdoutKey(r)) {
    case 'name':
      r.string();
      row.name = r.intern(strings, w.limits.textBytes);
      break;
    case 'spancontext':
    case 'context': {
      const own = readContext(r, w, ids);
      row.traceId = own.traceId;
      row.idHi = own.hi;
      row.idLo = own.lo;
      row.traceState = own.traceState;
      break;
    }
    case 'parent':
    case 'parentspancontext': {
      const parent = r.peek() === 123 ? readContext(r, w, ids) : readId(r, w, ids);
      row.parentHi = parent.hi;
      row.parentLo = parent.lo;
      break;
    }
    case 'parentid':
    case 'parentspanid': {
      const parent = readId(r, w, ids);
      row.parentHi = parent.hi;
      row.parentLo = parent.lo;
      break;
    }
    case 'traceid':
      row.traceId = readTraceId(r, ids);
      break;
    case 'id':
      pending.javascript = true;
      readOwnId(r, w, ids);
      break;
    case 'spanid':
      readOwnId(r, w, ids);
      break;
    case 'kind':
    case 'spankind':
      r.peek();
      pending.kindIsNumber = r.bytes[r.pos] !== 34;
      row.kind = readEnum(r, KIND_NAMES);
      break;
    case 'starttime':
    case 'timestamp':
      [row.startHi, row.startLo] = readStdoutTime(r);
      break;
    case 'endtime':
      [row.endHi, row.endLo] = readStdoutTime(r);
      break;
    case 'duration':
      if (r.peek() === 91) r.skip();
      else if (r.digits()) pending.durationMicros = Number(r.text());
      break;
    case 'attributes':
      row.attrFrom = attributes.length;
      row.droppedAttributes += readStdoutAttributes(r, w);
      row.attrTo = attributes.length;
      break;
    case 'events':
      readEvents(r, w);
      break;
    case 'links':
      readLinks(r, w, ids);
      break;
    case 'status':
      readStatus(r, w);
      break;
    case 'resource':
      readOwner(r, w, 'resource', resource);
      break;
    case 'instrumentationscope':
    case 'instrumentationlibrary':
      readOwner(r, w, 'scope', scope);
      break;
    case 'droppedattributes':
    case 'droppedattributescount':
      row.droppedAttributes += readCount(r);
      break;
    case 'droppedevents':
    case 'droppedeventscount':
      row.droppedEvents += readCount(r);
      break;
    case 'droppedlinks':
    case 'droppedlinkscount':
      row.droppedLinks += readCount(r);
      break;
    default:
      r.skip();
  }
}

function readOwnId(r: JsonReader, w: BatchWriter, ids: IdReader): void {
  const own = readId(r, w, ids);
  w.row.idHi = own.hi;
  w.row.idLo = own.lo;
}
