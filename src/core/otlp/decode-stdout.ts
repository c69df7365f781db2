import type { SpanBatch } from '../trace/span-batch.ts';
import { BatchWriter } from './batch-writer.ts';
import { JsonReader } from './json-reader.ts';
import type { DecodeOptions } from './limits.ts';
import { readStdoutSpan } from './stdout-span.ts';

/**
 * What SDKs print for a person to read: one JSON object a span, indented or not, one after the other, in a list, or
 * between a program's other output. Go (`SpanContext`, and the older `traceId/id/parentID`), Python, JavaScript.
 */
export function decodeStdout(bytes: Uint8Array, options?: DecodeOptions): SpanBatch {
  const w = new BatchWriter(options, bytes.length);
  const r = new JsonReader(bytes);
  while (toNextObject(r, w)) readStdoutDocument(r, w);
  return w.batch;
}

export function readStdoutDocument(r: JsonReader, w: BatchWriter): void {
  if (r.peek() !== 91) readStdoutSpan(r, w);
  else if (r.enterList())
    do readStdoutSpan(r, w);
    while (r.nextElement());
}

/** Steps over lines that are not JSON: log output among the spans. False at the end of the data. */
export function toNextObject(r: JsonReader, w: BatchWriter): boolean {
  for (;;) {
    const byte = r.peek();
    if (byte < 0) return false;
    if (byte === 123 || (byte === 91 && isList(r))) return true;
    w.warn('Lines between the spans that are not JSON were left out.');
    while (r.pos < r.end && r.bytes[r.pos] !== 10) r.pos++;
  }
}

/** A list of spans, not the level that a logger puts in brackets before its lines. */
function isList(r: JsonReader): boolean {
  const at = r.pos++;
  const inside = r.peek();
  r.pos = at;
  return inside === 123 || inside === 93;
}
