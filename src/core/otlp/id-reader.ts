import { StringTable } from '../trace/strings.ts';
import { hashUtf8 } from '../trace/text-hash.ts';
import { decodeBase64 } from './base64.ts';
import { KEPT } from './kept.ts';

const HEX = new Int8Array(256).fill(-1);
for (let i = 0; i < 10; i++) HEX[48 + i] = i;
for (let i = 0; i < 6; i++) HEX[65 + i] = HEX[97 + i] = 10 + i;
/** Two digits at once, by their bytes as a little-endian number; -1 where one is none. */
const PAIRS = new Int16Array(65_536).fill(-1);
for (let first = 0; first < 256; first++)
  for (let second = 0; (HEX[first] ?? -1) >= 0 && second < 256; second++)
    if ((HEX[second] ?? -1) >= 0)
      PAIRS[first | (second << 8)] = ((HEX[first] ?? 0) << 4) | (HEX[second] ?? 0);
const DIGITS = new TextEncoder().encode('0123456789abcdef');

/**
 * How ids are written: `otlp` is exactly 32 and 16 hex digits, or base64 of 16 and 8 bytes as Tempo writes; `hex` is
 * up to 32 and 16 digits, as backends that drop leading zeros or know 64-bit trace ids write.
 */
export type IdForm = 'otlp' | 'hex';

/** Turns ids into the one form that columns hold. */
export class IdReader {
  readonly #strings: StringTable;
  readonly #form: IdForm;
  readonly #raw = new Uint8Array(16);
  readonly #hex = new Uint8Array(32);
  readonly #hexView = new DataView(this.#hex.buffer);
  /** The last trace id as it was written, and its string id: most spans of a run share theirs. */
  readonly #last = new Uint8Array(40);
  readonly #lastView = new DataView(this.#last.buffer);
  /** The same for ids in raw bytes; no id is all zeros. */
  readonly #lastRaw = new Uint8Array(16);
  #lastRawId = 0;
  #lastLength = -1;
  #lastId = 0;
  /** Words of the last span id. */
  hi = 0xffffffff;
  lo = 0xffffffff;

  constructor(strings: StringTable, form: IdForm) {
    this.#strings = strings;
    this.#form = form;
  }

  /** String id of the 32 lower-case digits; 0 for anything that is not a trace id, or is all zeros. */
  trace(bytes: Uint8Array, from: number, to: number): number {
    const length = to - from;
    if (length === this.#lastLength) {
      let i = 0;
      while (i < length && bytes[from + i] === this.#last[i]) i++;
      if (i === length) return this.#lastId;
    }
    const id = this.#trace(bytes, from, to);
    if (id > 0) {
      this.#last.set(bytes.subarray(from, to));
      this.#lastLength = length;
      this.#lastId = id;
    }
    return id;
  }

  /** `trace` for 32 digits that were the last ones as well; 0 for all others. */
  trace32(view: DataView, from: number): number {
    if (this.#lastLength !== 32) return 0;
    // As doubles, eight digits a step: text is never NaN or zero.
    const last = this.#lastView;
    return view.getFloat64(from, true) === last.getFloat64(0, true) &&
      view.getFloat64(from + 8, true) === last.getFloat64(8, true) &&
      view.getFloat64(from + 16, true) === last.getFloat64(16, true) &&
      view.getFloat64(from + 24, true) === last.getFloat64(24, true)
      ? this.#lastId
      : 0;
  }

  /** As `trace`, from 16 raw bytes. */
  traceBytes(bytes: Uint8Array, from: number, to: number): number {
    if (to - from !== 16) return 0;
    let known = 0;
    while (known < 16 && bytes[from + known] === this.#lastRaw[known]) known++;
    if (known === 16) return this.#lastRawId;
    let any = 0;
    for (let i = 0; i < 16; i++) {
      const byte = bytes[from + i] ?? 0;
      any |= byte;
      this.#hex[i * 2] = DIGITS[byte >> 4] ?? 0;
      this.#hex[i * 2 + 1] = DIGITS[byte & 15] ?? 0;
    }
    if (any === 0) return 0;
    this.#lastRaw.set(bytes.subarray(from, to));
    this.#lastRawId = this.#intern();
    return this.#lastRawId;
  }

  /** Sets `hi` and `lo`; both 0 for the empty or all-zero id. False where it is no span id at all. */
  span(bytes: Uint8Array, from: number, to: number): boolean {
    this.hi = this.lo = 0;
    const length = to - from;
    if (length === 16 || (this.#form === 'hex' && length < 16)) return this.#spanHex(bytes, from, to);
    if (length === 0) return true;
    if (this.#form === 'hex' || (length !== 12 && length !== 11)) return false;
    return decodeBase64(bytes, from, to, this.#raw) === 8 && this.spanBytes(this.#raw, 0, 8);
  }

  /** `span` for exactly 16 hex digits; false, and nothing set, for anything else. */
  span16(view: DataView, from: number): boolean {
    const a = PAIRS[view.getUint16(from, true)] ?? -1;
    const b = PAIRS[view.getUint16(from + 2, true)] ?? -1;
    const c = PAIRS[view.getUint16(from + 4, true)] ?? -1;
    const d = PAIRS[view.getUint16(from + 6, true)] ?? -1;
    const e = PAIRS[view.getUint16(from + 8, true)] ?? -1;
    const f = PAIRS[view.getUint16(from + 10, true)] ?? -1;
    const g = PAIRS[view.getUint16(from + 12, true)] ?? -1;
    const h = PAIRS[view.getUint16(from + 14, true)] ?? -1;
    if ((a | b | c | d | e | f | g | h) < 0) return false;
    this.hi = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
    this.lo = ((e << 24) | (f << 16) | (g << 8) | h) >>> 0;
    return true;
  }

  /** As `span`, from 8 raw bytes. */
  spanBytes(bytes: Uint8Array, from: number, to: number): boolean {
    this.hi = this.lo = 0;
    if (to === from) return true;
    if (to - from !== 8) return false;
    const word = (at: number) =>
      (((bytes[at] ?? 0) << 24) |
        ((bytes[at + 1] ?? 0) << 16) |
        ((bytes[at + 2] ?? 0) << 8) |
        (bytes[at + 3] ?? 0)) >>>
      0;
    this.hi = word(from);
    this.lo = word(from + 4);
    return true;
  }

  /** The last span id as 16 digits, empty for none. */
  spanText(): string {
    if (this.hi === 0 && this.lo === 0) return '';
    return this.hi.toString(16).padStart(8, '0') + this.lo.toString(16).padStart(8, '0');
  }

  #spanHex(bytes: Uint8Array, from: number, to: number): boolean {
    const split = Math.max(from, to - 8);
    let bad = 0;
    let hi = 0;
    let lo = 0;
    for (let i = from; i < split; i++) {
      const digit = HEX[bytes[i] ?? 0] ?? -1;
      bad |= digit;
      hi = (hi << 4) | digit;
    }
    for (let i = split; i < to; i++) {
      const digit = HEX[bytes[i] ?? 0] ?? -1;
      bad |= digit;
      lo = (lo << 4) | digit;
    }
    if (bad < 0) return false;
    this.hi = hi >>> 0;
    this.lo = lo >>> 0;
    return true;
  }

  #trace(bytes: Uint8Array, from: number, to: number): number {
    const length = to - from;
    if (this.#form === 'otlp' && (length === 24 || length === 22))
      return decodeBase64(bytes, from, to, this.#raw) === 16 ? this.traceBytes(this.#raw, 0, 16) : 0;
    if (length > 32 || length === 0 || (this.#form === 'otlp' && length < 32)) return 0;
    this.#hex.fill(48);
    let any = 0;
    for (let i = 0; i < length; i++) {
      const digit = HEX[bytes[from + i] ?? 0] ?? -1;
      if (digit < 0) return 0;
      any |= digit;
      this.#hex[32 - length + i] = DIGITS[digit] ?? 0;
    }
    return any === 0 ? 0 : this.#intern();
  }

  #intern(): number {
    return this.#strings.internHashed(this.#hexView, 0, 32, hashUtf8(this.#hex, 0, 32));
  }
}

KEPT.push(new IdReader(new StringTable(), 'otlp'));
