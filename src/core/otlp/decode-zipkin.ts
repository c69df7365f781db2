import type { SpanBatch } from '../trace/span-batch.ts';
import { BatchWriter } from './batch-writer.ts';
import { IdReader } from './id-reader.ts';
import { JsonReader } from './json-reader.ts';
import type { DecodeOptions } from './limits.ts';
import { OtelTags } from './otel-tags.ts';
import { readZipkinSpan, type ZipkinContext } from './zipkin-span.ts';

/** Zipkin v2 JSON: a list of spans (one trace, or what a tracer posts), or a list of such lists (a search's answer). */
export function decodeZipkin(bytes: Uint8Array, options?: DecodeOptions): SpanBatch {
  const w = new BatchWriter(options, bytes.length);
  const r = new JsonReader(bytes);
  do readZipkinDocument(r, w);
  while (r.peek() >= 0);
  return w.batch;
}

export function readZipkinDocument(r: JsonReader, w: BatchWriter): void {
  const context: ZipkinContext = { ids: new IdReader(w.batch.strings, 'hex'), tags: new OtelTags(w) };
  const firstRow = w.batch.count;
  readSpans(r, w, context, 0);
  joinShortIds(w.batch, firstRow);
}

/** A span, a list of spans, or a list of lists. */
function readSpans(r: JsonReader, w: BatchWriter, context: ZipkinContext, depth: number): void {
  if (r.peek() !== 91 || depth === 2) readZipkinSpan(r, w, context);
  else if (r.enterList())
    do readSpans(r, w, context, depth + 1);
    while (r.nextElement());
}

const ZEROS = '0'.repeat(16);

/** Where tracers of 64-bit and of 128-bit trace ids meet in one trace, the short id is the end of the long one. */
function joinShortIds(batch: SpanBatch, firstRow: number): void {
  const distinct = new Set<number>();
  for (let row = firstRow; row < batch.count; row++) distinct.add(batch.traceId.at(row));
  const long = new Map<string, number>();
  const short: number[] = [];
  for (const id of distinct) {
    const text = batch.strings.get(id);
    if (text.startsWith(ZEROS)) short.push(id);
    else long.set(text.slice(16), id);
  }
  const joined = new Map<number, number>();
  for (const id of short) {
    const whole = long.get(batch.strings.get(id).slice(16));
    if (whole !== undefined) joined.set(id, whole);
  }
  if (joined.size === 0) return;
  for (let row = firstRow; row < batch.count; row++) {
    const whole = joined.get(batch.traceId.at(row));
    if (whole !== undefined) batch.traceId.data[row] = whole;
  }
}
