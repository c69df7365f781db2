import type { Words } from '../trace/time.ts';
import type { IdReader } from './id-reader.ts';
import type { JsonReader } from './json-reader.ts';
import { readDouble, readNanos19, readUint32, readWords } from './numbers.ts';

const QUOTE = 34;

/** A 64-bit unsigned integer, as number or string. */
export function readTime(r: JsonReader, out: Words): void {
  // Today's nanoseconds have 19 digits; with quotes around them nothing need be looked for.
  if (r.bytes[r.pos] === QUOTE && r.bytes[r.pos + 20] === QUOTE && readNanos19(r.view, r.pos + 1, out)) {
    r.pos += 21;
    return;
  }
  out.hi = out.lo = 0;
  if (!r.digits() || r.from === r.to) return;
  if (!readWords(r.bytes, r.from, r.to, out)) failBack(r, 'a time in nanoseconds');
}

/** Ids of the usual length are tried where they lie, before looking for the end of the string. */
export function readTraceId(r: JsonReader, ids: IdReader): number {
  const { bytes, pos } = r;
  const id = bytes[pos] === QUOTE && bytes[pos + 33] === QUOTE ? ids.trace32(r.view, pos + 1) : 0;
  if (id > 0) {
    r.pos = pos + 34;
    return id;
  }
  r.string();
  return ids.trace(bytes, r.from, r.to);
}

/** False where it is no span id; sets the words of `ids`. */
export function readSpanId(r: JsonReader, ids: IdReader): boolean {
  const { bytes, pos } = r;
  if (bytes[pos] === QUOTE && bytes[pos + 17] === QUOTE && ids.span16(r.view, pos + 1)) {
    r.pos = pos + 18;
    return true;
  }
  r.string();
  return ids.span(bytes, r.from, r.to);
}

/** A 32-bit unsigned integer, as number or string. */
export function readCount(r: JsonReader): number {
  // Mostly a few digits without quotes.
  const { bytes } = r;
  let at = r.pos;
  let value = 0;
  let byte = bytes[at] ?? 0;
  while (byte >= 48 && byte <= 57) {
    value = value * 10 + byte - 48;
    byte = bytes[++at] ?? 0;
  }
  if (at > r.pos && at - r.pos < 10 && (byte === 44 || byte === 125)) {
    r.pos = at;
    return value;
  }
  if (!r.digits()) return 0;
  const count = readUint32(r.bytes, r.from, r.to);
  return count ?? failBack(r, 'a count');
}

/** NaN where it is absent. */
export function readMicros(r: JsonReader): number {
  const { bytes } = r;
  let at = r.pos;
  let whole = 0;
  let byte = bytes[at] ?? 0;
  while (byte >= 48 && byte <= 57) {
    whole = whole * 10 + byte - 48;
    byte = bytes[++at] ?? 0;
  }
  if (at > r.pos && whole < 9e15 && (byte === 44 || byte === 125)) {
    r.pos = at;
    return whole;
  }
  if (!r.digits() || r.from === r.to) return Number.NaN;
  const value = readDouble(r.bytes, r.from, r.to);
  // Beyond the year 2200 or below zero nothing can be meant; 2^53 microseconds keep the arithmetic exact.
  if (Number.isNaN(value) || Math.abs(value) > 9e15) failBack(r, 'microseconds');
  return value;
}

const PREFIX = /^(SPAN_KIND_|STATUS_CODE_|SpanKind\.|StatusCode\.)/i;

/** An enum as its number or its name, with or without OTLP's or Python's prefix and in any case; 0 for what is not known. */
export function readEnum(r: JsonReader, names: readonly string[]): number {
  // Mostly one digit, without quotes.
  const digit = (r.bytes[r.pos] ?? 0) - 48;
  const behind = r.bytes[r.pos + 1];
  if (digit >= 0 && digit < names.length && (behind === 44 || behind === 125)) {
    r.pos++;
    return digit;
  }
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
