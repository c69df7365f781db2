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
    else if (byte >= 48 && byte <= 57 && digits < 15) {
      value = value * 10 + byte - 48;
      digits++;
      if (point) scale++;
    } else break;
  }
  if (at === to && digits > 0) {
    // Both exact, so the quotient is the correctly rounded value.
    if (scale > 0) value /= POWERS[scale] ?? 1;
    return negative ? -value : value;
  }
  const whole = text.decode(bytes.subarray(from, to));
  return whole.trim() === '' ? Number.NaN : Number(whole);
}

const POWERS = Float64Array.from({ length: 16 }, (_, i) => 10 ** i);

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
  if (to - from <= 15) {
    const value = readDouble(bytes, from, to);
    if (Number.isNaN(value)) return false;
    batch.attributes.push(key, Number.isInteger(value) ? ATTR.int : ATTR.double, value + 0);
    return true;
  }
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
