import { looksLikeTempoProtobuf, looksLikeTraces } from './detect-protobuf.ts';
import { JsonReader } from './json-reader.ts';

export type TraceFormat =
  | 'otlp-json'
  | 'otlp-protobuf'
  | 'tempo-json'
  | 'tempo-protobuf'
  | 'jaeger'
  | 'jaeger-v3'
  | 'zipkin'
  | 'stdout';

/** What the data is, or what it is instead of a trace: words for an error. */
export type Detected =
  | { readonly format: TraceFormat }
  | { readonly gzip: true }
  | { readonly instead: string; readonly offset: number };

/** Decides by the first bytes and the first names; never reads the whole data, never throws for well-formed JSON. */
export function detectFormat(bytes: Uint8Array): Detected {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return { gzip: true };
  if (looksLikeTraces(bytes))
    return { format: looksLikeTempoProtobuf(bytes) ? 'tempo-protobuf' : 'otlp-protobuf' };
  const r = new JsonReader(bytes);
  const byte = r.peek();
  if (byte === 123 || byte === 91) return detectJson(r);
  const line = firstJsonLine(bytes);
  if (line >= 0) {
    const found = detectJson(new JsonReader(bytes.subarray(line)));
    if ('format' in found && found.format === 'stdout') return found;
  }
  return { instead: describeOther(bytes, r.pos), offset: r.pos };
}

/** Names that settle the format of the object they stand in. */
const TELLING: Readonly<Record<string, TraceFormat>> = {
  resourceSpans: 'otlp-json',
  resource_spans: 'otlp-json',
  batches: 'tempo-json',
  trace: 'tempo-json',
  result: 'jaeger-v3',
  SpanContext: 'stdout',
  ParentSpanID: 'stdout',
  parent_id: 'stdout',
  parentID: 'stdout',
  parentSpanContext: 'stdout',
  instrumentationScope: 'stdout',
  traceID: 'jaeger',
  processes: 'jaeger',
  localEndpoint: 'zipkin',
  remoteEndpoint: 'zipkin',
  annotations: 'zipkin',
  tags: 'zipkin',
};

/** OTLP's other signals: no traces, and worth saying so. */
const OTHER: Readonly<Record<string, string>> = {
  resourceLogs: 'OTLP logs',
  resource_logs: 'OTLP logs',
  resourceMetrics: 'OTLP metrics',
  resource_metrics: 'OTLP metrics',
  resourceProfiles: 'OTLP profiles',
  traceEvents: 'a Chrome trace',
};

function detectJson(r: JsonReader): Detected {
  const offset = r.pos;
  // Down to the first object: lists of spans, and lists of those.
  for (let depth = 0; r.peek() === 91; depth++) {
    if (depth === 3) return { instead: 'JSON lists in lists', offset };
    if (!r.enterList()) return depth === 0 ? { format: 'zipkin' } : { instead: 'an empty JSON list', offset };
  }
  if (r.peek() !== 123) return { instead: 'a JSON list of plain values', offset: r.pos };
  const names: string[] = [];
  if (r.enterObject())
    do {
      r.key();
      const name = r.text();
      const other = OTHER[name];
      if (Object.hasOwn(OTHER, name) && other) return { instead: other, offset };
      const format = Object.hasOwn(TELLING, name) ? TELLING[name] : undefined;
      if (format) return { format };
      if (name === 'data' && holdsTraces(r)) return { format: 'jaeger' };
      names.push(name);
      if (names.length > 64) break;
      r.skip();
    } while (r.nextMember());
  const has = (...wanted: string[]) => wanted.every((name) => names.includes(name));
  if (has('traceId', 'id'))
    return { format: names.includes('attributes') || names.includes('resource') ? 'stdout' : 'zipkin' };
  if (has('context', 'name') || has('traceId', 'spanId') || has('trace_id', 'span_id'))
    return { format: 'stdout' };
  return { instead: describeNames(names), offset };
}

/** Whether Jaeger's `data` holds traces, or is null as in its answer for an unknown trace. Leaves the reader in it. */
function holdsTraces(r: JsonReader): boolean {
  const at = r.pos;
  const found = peekTraces(r);
  r.pos = at;
  return found;
}

function peekTraces(r: JsonReader): boolean {
  if (r.peek() === 91 && !r.enterList()) return true;
  if (r.peek() === 110) return true;
  if (r.peek() !== 123 || !r.enterObject()) return false;
  r.key();
  return ['traceID', 'spans', 'processes', 'warnings'].includes(r.text());
}

function describeNames(names: readonly string[]): string {
  if (names.length === 0) return 'an empty JSON object';
  const shown = names.slice(0, 5).map((n) => JSON.stringify(n.length > 30 ? `${n.slice(0, 30)}...` : n));
  return `a JSON object with ${shown.join(', ')}${names.length > 5 ? ' and more' : ''}`;
}

/** Spans that a program printed may stand among its log lines; a span's object starts a line. */
function firstJsonLine(bytes: Uint8Array): number {
  const end = Math.min(bytes.length, 64 * 1024);
  for (let at = bytes.indexOf(10); at >= 0 && at + 1 < end; at = bytes.indexOf(10, at + 1))
    if (bytes[at + 1] === 123) return at + 1;
  return -1;
}

const MAGIC: readonly (readonly [string, string])[] = [
  ['PK\x03\x04', 'a zip archive'],
  ['\x28\xb5\x2f\xfd', 'data compressed with zstd'],
  ['BZh', 'data compressed with bzip2'],
  ['\xfd7zXZ', 'data compressed with xz'],
  ['\x89PNG', 'a picture'],
  ['PAR1', 'a Parquet file'],
  ['<!DOCTYPE', 'an HTML page'],
  ['<!doctype', 'an HTML page'],
  ['<html', 'an HTML page'],
  ['<?xml', 'XML'],
];

function describeOther(bytes: Uint8Array, offset: number): string {
  const head = Array.from(bytes.subarray(offset, offset + 12), (b) => String.fromCharCode(b)).join('');
  const known = MAGIC.find(([magic]) => head.startsWith(magic));
  if (known) return known[1];
  const sample = bytes.subarray(offset, offset + 200);
  if (sample.some((b) => b < 9)) return 'binary data';
  const line = new TextDecoder().decode(sample).split(/[\r\n]/)[0] ?? '';
  return `text that starts with ${JSON.stringify(line.length > 40 ? `${line.slice(0, 40)}...` : line)}`;
}
