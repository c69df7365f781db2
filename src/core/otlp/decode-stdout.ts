import type { BatchWriter } from './batch-writer.ts';
import type { JsonReader } from './json-reader.ts';
import { readStdoutSpan } from './stdout-span.ts';
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
