import { addNs, microsToWords, type Words } from '../trace/time.ts';
import { truncateParts } from '../trace/truncate-batch.ts';
import type { AttributeMemo } from './attribute-memo.ts';
import type { BatchWriter } from './batch-writer.ts';
import type { IdReader } from './id-reader.ts';
import { readLogs } from './jaeger-logs.ts';
import { INLINE_RESOURCE, readProcess, readWarnings } from './jaeger-process.ts';
import { readReferences, settleParent } from './jaeger-references.ts';
import { readJaegerTags } from './jaeger-tags.ts';
import type { JsonReader } from './json-reader.ts';
import { KeySet } from './key-set.ts';
import type { OtelTags } from './otel-tags.ts';
import { readCount, readMicros, readSpanId, readTraceId } from './otlp-json-values.ts';

const SPAN = new KeySet([
  'traceID',
  'spanID',
  'operationName',
  'references',
  'startTime',
  'duration',
  'tags',
  'logs',
  'processID',
  'process',
  'parentSpanID',
  'flags',
  'warnings',
]);

export type JaegerContext = {
  readonly ids: IdReader;
  readonly tags: OtelTags;
  readonly memo: AttributeMemo;
  /** Where the last `processID` lies with its quotes, and its string id: runs of spans share theirs. */
  readonly last: { at: number; length: number; id: number };
};

const QUOTE = 34;
const time: Words = { hi: 0, lo: 0 };

export function readJaegerSpan(r: JsonReader, w: BatchWriter, context: JaegerContext): void {
  const { ids, tags, memo } = context;
  const { row, batch } = w;
  const { strings, attributes } = batch;
  w.startSpan();
  tags.start();
  r.cut = false;
  let startMicros = Number.NaN;
  let durationMicros = Number.NaN;
  let parentHi = 0;
  let parentLo = 0;
  for (let key = SPAN.first(r); key !== null; key = SPAN.next(r))
    switch (key) {
      case 'traceID':
        row.traceId = readTraceId(r, ids);
        break;
      case 'spanID':
        if (!readSpanId(r, ids)) w.refuse('A span has an id that is not up to 16 hex digits.');
        row.idHi = ids.hi;
        row.idLo = ids.lo;
        break;
      case 'parentSpanID':
        readSpanId(r, ids);
        parentHi = ids.hi;
        parentLo = ids.lo;
        break;
      case 'operationName':
        r.string();
        row.name = r.intern(strings, w.limits.textBytes);
        break;
      case 'references':
        readReferences(r, w, ids);
        break;
      case 'startTime':
        startMicros = readMicros(r);
        break;
      case 'duration':
        durationMicros = readMicros(r);
        break;
      case 'tags':
        row.attrFrom = attributes.length;
        row.droppedAttributes = readJaegerTags(r, w, memo, tags);
        row.attrTo = attributes.length;
        break;
      case 'logs':
        truncateParts(batch, row.eventFrom, batch.linkTraceId.length);
        readLogs(r, w, memo);
        break;
      case 'processID':
        row.resource = readProcessId(r, w, context.last);
        break;
      case 'process':
        if (r.peek() === 123) row.resource = INLINE_RESOURCE + readProcess(r, w, memo);
        else r.skip();
        break;
      case 'flags':
        row.spanFlags = readCount(r) & 0xff;
        break;
      case 'warnings':
        readWarnings(r, w);
        break;
      default:
        r.skip();
    }
  tags.finish();
  settleParent(w, parentHi, parentLo);
  if (startMicros > 0) {
    microsToWords(startMicros, time);
    row.startHi = time.hi;
    row.startLo = time.lo;
    if (Number.isFinite(durationMicros)) {
      addNs(row.startHi, row.startLo, Math.round(durationMicros * 1000), time);
      row.endHi = time.hi;
      row.endLo = time.lo;
    }
  }
  if (r.cut) w.cut = true;
  w.endSpan();
}

function readProcessId(r: JsonReader, w: BatchWriter, last: JaegerContext['last']): number {
  r.peek();
  const at = r.pos;
  if (last.length > 0 && r.sameBytes(at, last.at, last.length) === last.length) {
    r.pos = at + last.length;
    return last.id;
  }
  r.string();
  last.id = r.intern(w.batch.strings, w.limits.textBytes);
  last.at = at;
  last.length = r.bytes[at] === QUOTE ? r.pos - at : 0;
  return last.id;
}
