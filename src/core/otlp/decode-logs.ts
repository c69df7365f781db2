import type { LogEntry } from '../ports.ts';
import { emptyOwner } from '../trace/owner-index.ts';
import type { Words } from '../trace/time.ts';
import { wordsToBigint } from '../trace/time.ts';
import { readAnyValue, readAttributes } from './any-value-json.ts';
import { BatchWriter } from './batch-writer.ts';
import { otlpContext, readOwner } from './decode-otlp-json.ts';
import { JsonReader } from './json-reader.ts';
import { KeySet } from './key-set.ts';
import type { DecodeOptions } from './limits.ts';
import { attributesAsText, lastAttributeAsText, serviceOf, severityOf } from './log-parts.ts';
import type { OtlpContext } from './otlp-json-span.ts';
import { readCount, readTime } from './otlp-json-values.ts';

/** A log record with what ties it to its span and service; empty texts where it does not say. */
export type LogRecord = LogEntry & {
  /** 32 digits, or empty: logged outside of any trace. */
  readonly traceId: string;
  readonly service: string;
  /** OTLP's 1 to 24; 0 where unset. */
  readonly severityNumber: number;
};

const ENVELOPE = new KeySet(['resourceLogs'], { resource_logs: 'resourceLogs' });
const RESOURCE_LOGS = new KeySet(['resource', 'scopeLogs'], {
  scope_logs: 'scopeLogs',
  instrumentationLibraryLogs: 'scopeLogs',
});
const SCOPE_LOGS = new KeySet(['logRecords'], { log_records: 'logRecords', logs: 'logRecords' });
const RECORD = new KeySet(
  [
    'timeUnixNano',
    'observedTimeUnixNano',
    'severityNumber',
    'severityText',
    'body',
    'attributes',
    'traceId',
    'spanId',
  ],
  {
    time_unix_nano: 'timeUnixNano',
    observed_time_unix_nano: 'observedTimeUnixNano',
    severity_number: 'severityNumber',
    severity_text: 'severityText',
    trace_id: 'traceId',
    span_id: 'spanId',
  },
);

/** OTLP/JSON logs: ExportLogsServiceRequest and LogsData, one object, a list, or lines. */
export function decodeOtlpLogsJson(bytes: Uint8Array, options?: DecodeOptions): LogRecord[] {
  const r = new JsonReader(bytes);
  const w = new BatchWriter(options, 0);
  const context = otlpContext(r, w);
  const records: LogRecord[] = [];
  while (r.peek() >= 0) {
    if (r.peek() !== 91) readLogsData(r, w, context, records);
    else if (r.enterList())
      do readLogsData(r, w, context, records);
      while (r.nextElement());
  }
  return records;
}

function readLogsData(r: JsonReader, w: BatchWriter, context: OtlpContext, records: LogRecord[]): void {
  if (!r.enterObject()) return;
  do {
    if (ENVELOPE.read(r) !== 'resourceLogs') r.skip();
    else if (r.enterList())
      do readResourceLogs(r, w, context, records);
      while (r.nextElement());
  } while (r.nextMember());
}

/** The resource may come after its records: they get their service when it is known. */
function readResourceLogs(r: JsonReader, w: BatchWriter, context: OtlpContext, records: LogRecord[]): void {
  const owner = emptyOwner();
  const read: Unowned[] = [];
  if (r.enterObject())
    do {
      switch (RESOURCE_LOGS.read(r)) {
        case 'resource':
          readOwner(r, w, context.memo, 'resource', owner);
          break;
        case 'scopeLogs':
          if (r.enterList())
            do readScopeLogs(r, w, context, read);
            while (r.nextElement());
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  const service = serviceOf(w.batch, owner);
  for (const record of read) records.push({ ...record, service });
}

type Unowned = Omit<LogRecord, 'service'>;

function readScopeLogs(r: JsonReader, w: BatchWriter, context: OtlpContext, read: Unowned[]): void {
  if (!r.enterObject()) return;
  do {
    if (SCOPE_LOGS.read(r) !== 'logRecords') r.skip();
    else if (r.enterList())
      do read.push(readRecord(r, w, context));
      while (r.nextElement());
  } while (r.nextMember());
}

const time: Words = { hi: 0, lo: 0 };

function readRecord(r: JsonReader, w: BatchWriter, { ids, memo }: OtlpContext): Unowned {
  const { batch } = w;
  const from = batch.attributes.length;
  let [at, observed, severityNumber] = [0n, 0n, 0];
  let [severityText, body, traceId, spanId] = ['', '', '', ''];
  let attributes: Unowned['attributes'] = [];
  if (r.enterObject())
    do {
      switch (RECORD.read(r)) {
        case 'timeUnixNano':
          readTime(r, time);
          at = wordsToBigint(time.hi, time.lo);
          break;
        case 'observedTimeUnixNano':
          readTime(r, time);
          observed = wordsToBigint(time.hi, time.lo);
          break;
        case 'severityNumber':
          severityNumber = r.peek() === 34 ? readSeverityName(r) : readCount(r);
          break;
        case 'severityText':
          r.string();
          severityText = r.text();
          break;
        case 'body':
          readAnyValue(r, w, memo);
          body = lastAttributeAsText(batch);
          batch.attributes.truncate(from);
          break;
        case 'attributes':
          readAttributes(r, w, memo);
          attributes = attributesAsText(batch, from);
          batch.attributes.truncate(from);
          break;
        case 'traceId':
          r.string();
          traceId = batch.strings.get(ids.trace(r.bytes, r.from, r.to));
          break;
        case 'spanId':
          r.string();
          ids.span(r.bytes, r.from, r.to);
          spanId = ids.spanText();
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  const severity = severityOf(severityText, severityNumber);
  return { time: at || observed, traceId, spanId, severity, severityNumber, body, attributes };
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const SEVERITY_NAMES = [
  'unspecified',
  ...LEVELS.flatMap((level) => [level, `${level}2`, `${level}3`, `${level}4`]),
];

/** A number in quotes, or SEVERITY_NUMBER_ERROR2. */
function readSeverityName(r: JsonReader): number {
  r.string();
  const text = r.text();
  if (/^\d+$/.test(text)) return Number(text) <= 24 ? Number(text) : 0;
  return Math.max(0, SEVERITY_NAMES.indexOf(text.replace(/^SEVERITY_NUMBER_/i, '').toLowerCase()));
}
