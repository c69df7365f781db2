import type { Words } from '../trace/time.ts';
import type { BatchWriter } from './batch-writer.ts';
import { DecodeError } from './decode-error.ts';
import { JsonReader } from './json-reader.ts';
import { readPlainObject } from './plain-value.ts';

/**
 * Zipkin knows only text where OpenTelemetry has an event with attributes. Its exporters write both into the text:
 * `"name": {...}` (the specification), `{"name": {...}}` (Python), `name|{...}|dropped` (Collector).
 */
export function pushAnnotation(w: BatchWriter, time: Words, value: string): void {
  const { attributes, strings } = w.batch;
  const from = attributes.length;
  const parts = splitAnnotation(value);
  if (parts) {
    try {
      const r = new JsonReader(new TextEncoder().encode(parts.json));
      const left = readPlainObject(r, w);
      if (r.peek() < 0) {
        w.batch.pushEvent(
          time.hi,
          time.lo,
          strings.intern(shorten(w, parts.name)),
          from,
          attributes.length,
          left + parts.dropped,
        );
        return;
      }
    } catch (error) {
      // It only looked like one of those forms.
      if (!(error instanceof DecodeError)) throw error;
    }
    attributes.truncate(from);
  }
  w.batch.pushEvent(time.hi, time.lo, strings.intern(shorten(w, value)), 0, 0, 0);
}

function shorten(w: BatchWriter, text: string): string {
  // A character is at most three bytes a unit; only a text near the limit is worth measuring.
  if (text.length * 3 <= w.limits.textBytes) return text;
  const cut = text.slice(0, Math.floor(w.limits.textBytes / 3));
  w.cut = true;
  return cut;
}

function splitAnnotation(value: string): { name: string; json: string; dropped: number } | undefined {
  const wrapped = /^\{?\s*("(?:[^"\\]|\\.){0,1000}")\s*:\s*\{/.exec(value);
  if (wrapped?.[1] !== undefined) {
    const inner = value.slice(wrapped[0].length - 1);
    const json = value.startsWith('{') ? inner.replace(/\}\s*$/, '') : inner;
    try {
      return { name: String(JSON.parse(wrapped[1])), json, dropped: 0 };
    } catch {
      return undefined;
    }
  }
  const piped = /^([^|]*)\|(\{.*\})\|(\d{1,9})$/s.exec(value);
  if (piped?.[1] === undefined || piped[2] === undefined) return undefined;
  return { name: piped[1], json: piped[2], dropped: Number(piped[3]) };
}
