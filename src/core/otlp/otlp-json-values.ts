import type { Words } from '../trace/time.ts';
import type { JsonReader } from './json-reader.ts';
import { readDouble, readUint32, readWords } from './numbers.ts';

/** A 64-bit unsigned integer, as number or string. */
export function readTime(r: JsonReader, out: Words): void {
  out.hi = out.lo = 0;
  if (!r.digits() || r.from === r.to) return;
  if (!readWords(r.bytes, r.from, r.to, out)) failBack(r, 'a time in nanoseconds');
}

/** A 32-bit unsigned integer, as number or string. */
export function readCount(r: JsonReader): number {
  if (!r.digits()) return 0;
  const count = readUint32(r.bytes, r.from, r.to);
  return count ?? failBack(r, 'a count');
}

/** NaN where it is absent. */
export function readMicros(r: JsonReader): number {
  if (!r.digits() || r.from === r.to) return Number.NaN;
  const value = readDouble(r.bytes, r.from, r.to);
  // Beyond the year 2200 or below zero nothing can be meant; 2^53 microseconds keep the arithmetic exact.
  if (Number.isNaN(value) || Math.abs(value) > 9e15) failBack(r, 'microseconds');
  return value;
}

const PREFIX = /^(SPAN_KIND_|STATUS_CODE_|SpanKind\.|StatusCode\.)/i;

/** An enum as its number or its name, with or without OTLP's or Python's prefix and in any case; 0 for what is not known. */
export function readEnum(r: JsonReader, names: readonly string[]): number {
  if (!r.digits() || r.from === r.to) return 0;
  const first = r.bytes[r.from] ?? 0;
  if (first >= 48 && first <= 57) {
    const value = readUint32(r.bytes, r.from, r.to);
    return value !== undefined && value < names.length ? value : 0;
  }
  return Math.max(0, names.indexOf(r.text().replace(PREFIX, '').toLowerCase()));
}

/** Points the error at the value just read. */
export function failBack(r: JsonReader, expected: string): never {
  r.pos = r.from;
  r.fail(expected);
}
