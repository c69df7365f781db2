import { emptyOwner } from '../trace/owner-index.ts';
import { wordsToBigint } from '../trace/time.ts';
import { readAnyValue, readKeyValue } from './any-value-protobuf.ts';
import { BatchWriter } from './batch-writer.ts';
import type { LogRecord } from './decode-logs.ts';
import { protobufContext, readResource } from './decode-otlp-protobuf.ts';
import type { DecodeOptions } from './limits.ts';
import { attributesAsText, lastAttributeAsText, serviceOf, severityOf } from './log-parts.ts';
import type { ProtobufContext } from './otlp-protobuf-span.ts';
import { bytesTag, fixed64Tag, ProtobufReader, varintTag } from './protobuf-reader.ts';

type Unowned = Omit<LogRecord, 'service'>;

/** OTLP protobuf logs: ExportLogsServiceRequest and LogsData. */
export function decodeOtlpLogsProtobuf(bytes: Uint8Array, options?: DecodeOptions): LogRecord[] {
  const p = new ProtobufReader(bytes);
  const w = new BatchWriter(options, 0);
  const context = protobufContext(p, w);
  const records: LogRecord[] = [];
  const end = bytes.length;
  while (p.pos < end)
    if (p.tag(end) === bytesTag(1)) readResourceLogs(p, w, context, p.open(end), records);
    else p.skip(end);
  return records;
}

function readResourceLogs(
  p: ProtobufReader,
  w: BatchWriter,
  context: ProtobufContext,
  end: number,
  records: LogRecord[],
): void {
  const owner = emptyOwner();
  const read: Unowned[] = [];
  while (p.pos < end)
    switch (p.tag(end)) {
      case bytesTag(1):
        readResource(p, w, context.memo, owner, p.open(end));
        break;
      case bytesTag(2):
        readScopeLogs(p, w, context, p.open(end), read);
        break;
      default:
        p.skip(end);
    }
  const service = serviceOf(w.batch, owner);
  for (const record of read) records.push({ ...record, service });
}

function readScopeLogs(
  p: ProtobufReader,
  w: BatchWriter,
  context: ProtobufContext,
  end: number,
  read: Unowned[],
): void {
  while (p.pos < end)
    if (p.tag(end) === bytesTag(2)) read.push(readRecord(p, w, context, p.open(end)));
    else p.skip(end);
}

function readRecord(p: ProtobufReader, w: BatchWriter, { ids, memo }: ProtobufContext, end: number): Unowned {
  const { batch } = w;
  const { attributes, strings } = batch;
  const from = attributes.length;
  let [at, observed, severityNumber] = [0n, 0n, 0];
  let [severityText, body, traceId, spanId] = ['', '', '', ''];
  memo.begin();
  while (p.pos < end)
    switch (p.tag(end)) {
      case fixed64Tag(1):
        p.fixed64(end);
        at = wordsToBigint(p.hi, p.lo);
        break;
      case fixed64Tag(11):
        p.fixed64(end);
        observed = wordsToBigint(p.hi, p.lo);
        break;
      case varintTag(2):
        severityNumber = p.varint(end);
        break;
      case bytesTag(3):
        severityText = strings.get(p.intern(end, strings, w.limits.textBytes));
        break;
      case bytesTag(5): {
        const last = attributes.length;
        readAnyValue(p, w, 0, p.open(end));
        body = lastAttributeAsText(batch);
        attributes.truncate(last);
        break;
      }
      case bytesTag(6):
        if (attributes.length - from < w.limits.attributes) readKeyValue(p, w, memo, end);
        else p.skip(end);
        break;
      case bytesTag(9): {
        const to = p.open(end);
        traceId = strings.get(ids.traceBytes(p.bytes, p.pos, to));
        p.pos = to;
        break;
      }
      case bytesTag(10): {
        const to = p.open(end);
        ids.spanBytes(p.bytes, p.pos, to);
        spanId = ids.spanText();
        p.pos = to;
        break;
      }
      default:
        p.skip(end);
    }
  const severity = severityOf(severityText, severityNumber);
  const own = attributesAsText(batch, from);
  attributes.truncate(from);
  return { time: at || observed, traceId, spanId, severity, severityNumber, body, attributes: own };
}
