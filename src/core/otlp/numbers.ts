import { ATTR } from '../trace/columns.ts';
import type { SpanBatch } from '../trace/span-batch.ts';
import { bigintToWords, secondsToWords, type Words } from '../trace/time.ts';

const text = new TextDecoder();

/**
 * Unsigned 64-bit decimal digits as two words; false where something else stands. Larger values become the largest,
 * fractions are cut, negative ones become 0 (absent).
 */
export function readWords(bytes: Uint8Array, from: number, to: number, out: Words): boolean {
  const length = to - from;
  if (length > 0 && length <= 19) {
    // The last nine digits are nanoseconds, what stands before them seconds: both exact as numbers.
    const split = Math.max(from, to - 9);
    let seconds = 0;
    let nanos = 0;
    let bad = 0;
    for (let i = from; i < split; i++) {
      const digit = (bytes[i] ?? 0) - 48;
      bad |= digit | (9 - digit);
      seconds = seconds * 10 + digit;
    }
    for (let i = split; i < to; i++) {
      const digit = (bytes[i] ?? 0) - 48;
      bad |= digit | (9 - digit);
      nanos = nanos * 10 + digit;
    }
    if (bad >= 0) {
      secondsToWords(seconds, nanos, out);
      return true;
    }
  }
  const digits = text.decode(bytes.subarray(from, to));
  const value = /^\d{1,40}$/.test(digits) ? BigInt(digits) : wholeNumber(digits);
  if (value === undefined) return false;
  const words = bigintToWords(value);
  out.hi = words.hi;
  out.lo = words.lo;
  return true;
}

/** `readWords` for exactly 19 digits; false for anything else. */
export function readNanos19(view: DataView, from: number, out: Words): boolean {
  const a = digits4(view.getInt32(from, true));
  const b = digits4(view.getInt32(from + 4, true));
  const c = digits4(view.getInt32(from + 8, true));
  const d = digits4(view.getInt32(from + 12, true));
  const e = view.getUint8(from + 16) - 48;
  const f = view.getUint8(from + 17) - 48;
  const g = view.getUint8(from + 18) - 48;
  if ((a | b | c | d | e | (9 - e) | f | (9 - f) | g | (9 - g)) < 0) return false;
  // Ten digits of seconds, nine of nanoseconds.
  const cHigh = Math.floor(c / 100);
  secondsToWords(
    a * 1_000_000 + b * 100 + cHigh,
    (c - cHigh * 100) * 10_000_000 + d * 1000 + e * 100 + f * 10 + g,
    out,
  );
  return true;
}

/** The value of four ASCII digits, the first in the lowest byte; -1 where one is none. */
function digits4(word: number): number {
  if ((((word + 0x46464646) | (word - 0x30303030)) & 0x80808080) !== 0) return -1;
  const pairs = (Math.imul(word & 0x0f0f0f0f, 2561) >>> 8) & 0x00ff00ff;
  return Math.imul(pairs, 6553601) >>> 16;
}

function wholeNumber(digits: string): bigint | undefined {
  const value = digits.trim() === '' ? Number.NaN : Number(digits);
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined;
}

/** A 32-bit count or flag; undefined where something else stands. */
export function readUint32(bytes: Uint8Array, from: number, to: number): number | undefined {
  const value = readDouble(bytes, from, to);
  if (Number.isNaN(value)) return undefined;
  return value < 0 ? 0 : Math.min(0xffffffff, Math.trunc(value));
}

/** Doubles as JSON writes them, and proto3's "NaN" and "Infinity"; NaN for everything else as well. */
export function readDouble(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const negative = bytes[at] === 45;
  if (negative) at++;
  let value = 0;
  let scale = 0;
  let digits = 0;
  let point = false;
  for (; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 46 && !point) point = true;
    else if (byte >= 48 && byte <= 57 && digits < 16) {
      value = value * 10 + byte - 48;
      digits++;
      if (point) scale++;
    } else break;
  }
  if (at === to && digits > 0 && value <= Number.MAX_SAFE_INTEGER) {
    // Both exact, so the quotient is the correctly rounded value.
    if (scale > 0) value /= POWERS[scale] ?? 1;
    return negative ? -value : value;
  }
  const whole = text.decode(bytes.subarray(from, to));
  return whole.trim() === '' ? Number.NaN : Number(whole);
}

const POWERS = Float64Array.from({ length: 17 }, (_, i) => 10 ** i);

/**
 * Appends an integer's type and value to the batch's attributes: exact in a double up to 2^53, digits beyond.
 * False where no number stands.
 */
export function pushInteger(
  batch: SpanBatch,
  key: number,
  bytes: Uint8Array,
  from: number,
  to: number,
): boolean {
  if (to - from <= 16) {
    const value = readDouble(bytes, from, to);
    if (Number.isNaN(value)) return false;
    if (Number.isInteger(value) && !Number.isSafeInteger(value))
      return pushDigits(batch, key, bytes, from, to);
    batch.attributes.push(key, Number.isInteger(value) ? ATTR.int : ATTR.double, value + 0);
    return true;
  }
  return pushDigits(batch, key, bytes, from, to);
}

function pushDigits(batch: SpanBatch, key: number, bytes: Uint8Array, from: number, to: number): boolean {
  const digits = text.decode(bytes.subarray(from, to));
  if (!/^-?\d{1,20}$/.test(digits)) {
    const value = Number(digits);
    if (Number.isNaN(value)) return false;
    batch.attributes.push(key, Number.isSafeInteger(value) ? ATTR.int : ATTR.double, value);
    return true;
  }
  pushBigint(batch, key, BigInt(digits));
  return true;
}

export function pushBigint(batch: SpanBatch, key: number, value: bigint): void {
  const number = Number(value);
  if (Number.isSafeInteger(number)) batch.attributes.push(key, ATTR.int, number);
  else batch.attributes.push(key, ATTR.bigint, batch.strings.intern(String(value)));
}
