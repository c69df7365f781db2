import type { StringTable } from '../trace/strings.ts';
import { hashView } from '../trace/text-hash.ts';
import { DecodeError } from './decode-error.ts';
import { KEPT } from './kept.ts';
import { sameBytes } from './same-bytes.ts';

/** Tags of fields as they stand on the wire: number and wire type. */
export const varintTag = (field: number) => field << 3;
export const fixed64Tag = (field: number) => (field << 3) | 1;
export const bytesTag = (field: number) => (field << 3) | 2;
export const fixed32Tag = (field: number) => (field << 3) | 5;

const TWO_32 = 4294967296;

/**
 * Reads the protobuf wire format where it lies. A message is walked as
 *
 *   while (p.pos < end) switch (p.tag(end)) { case bytesTag(1): const inner = p.open(end); ...; default: p.skip(end) }
 *
 * where `end` is the message's own end: nothing reads beyond it.
 */
export class ProtobufReader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  pos = 0;
  /** Words of the last 64-bit value. */
  hi = 0xffffffff;
  lo = 0xffffffff;
  /** A text was longer than allowed and cut. */
  cut = false;
  #tag = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  tag(end: number): number {
    let tag = this.bytes[this.pos] ?? 0;
    if (tag < 128) this.pos++;
    else {
      this.varint64(end);
      tag = this.hi === 0 ? this.lo | 0 : 0;
    }
    if (tag < 8) this.#malformed('a field number', this.pos - 1);
    this.#tag = tag;
    return tag;
  }

  /** An unsigned value; exact up to 2^53. */
  varint(end: number): number {
    this.varint64(end);
    return this.hi * TWO_32 + this.lo;
  }

  /** Sets `hi` and `lo`. */
  varint64(end: number): void {
    const { bytes } = this;
    const start = this.pos;
    let at = start;
    let lo = 0;
    let hi = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= end) this.#truncated(end, 'a number');
      const byte = bytes[at++] ?? 0;
      const part = byte & 127;
      if (shift < 28) lo |= part << shift;
      else if (shift === 28) {
        lo |= part << 28;
        hi = part >> 4;
      } else if (shift < 64) hi |= part << (shift - 32);
      if (byte < 128) {
        this.pos = at;
        this.lo = lo >>> 0;
        this.hi = hi >>> 0;
        return;
      }
    }
    this.#malformed('a number of at most ten bytes', start);
  }

  /** Sets `hi` and `lo`. */
  fixed64(end: number): void {
    if (end - this.pos < 8) this.#truncated(end, 'eight bytes');
    this.lo = this.view.getUint32(this.pos, true);
    this.hi = this.view.getUint32(this.pos + 4, true);
    this.pos += 8;
  }

  double(end: number): number {
    if (end - this.pos < 8) this.#truncated(end, 'eight bytes');
    const value = this.view.getFloat64(this.pos, true);
    this.pos += 8;
    return value;
  }

  fixed32(end: number): number {
    if (end - this.pos < 4) this.#truncated(end, 'four bytes');
    const value = this.view.getUint32(this.pos, true);
    this.pos += 4;
    return value;
  }

  /** Steps to the content of a length-delimited field and returns its end. */
  open(end: number): number {
    const length = this.bytes[this.pos] ?? 0;
    if (length < 128 && this.pos < end) this.pos++;
    else this.varint64(end);
    const long = length < 128 ? length : this.hi * TWO_32 + this.lo;
    if (long > end - this.pos) {
      if (end === this.bytes.length) this.#truncated(end, `${long} bytes from byte ${this.pos}`);
      this.#malformed(`a length of at most ${end - this.pos}`, this.pos - 1);
    }
    // A machine integer, as positions must stay.
    return (this.pos + long) | 0;
  }

  /** A text's id in a table, cut to `max` bytes; sets `cut` when it had to. */
  intern(end: number, strings: StringTable, max: number): number {
    const to = this.open(end);
    const from = this.pos;
    this.pos = to;
    let cutAt = to;
    if (to - from > max) {
      this.cut = true;
      cutAt = from + max;
      while (cutAt > from && ((this.bytes[cutAt] ?? 0) & 0xc0) === 0x80) cutAt--;
    }
    return strings.internHashed(this.view, from, cutAt, hashView(this.view, from, cutAt));
  }

  /** How many of `length` bytes are the same at two places; both ranges must lie within the data. */
  sameBytes(at: number, other: number, length: number): number {
    return sameBytes(this.view, at, other, length);
  }

  /** Steps over the field whose tag was read last. */
  skip(end: number): void {
    switch (this.#tag & 7) {
      case 0:
        this.varint64(end);
        break;
      case 1:
        this.fixed64(end);
        break;
      case 2:
        this.pos = this.open(end);
        break;
      case 5:
        this.fixed32(end);
        break;
      default:
        this.#malformed('a field of OTLP', this.pos - 1);
    }
  }

  #truncated(end: number, what: string): never {
    if (end < this.bytes.length) this.#malformed(what, this.pos);
    throw new DecodeError(
      'truncated',
      end,
      `The protobuf data ends at byte ${end} where ${what} should follow: it seems to be cut off.`,
    );
  }

  #malformed(what: string, offset: number): never {
    throw new DecodeError(
      'malformed',
      offset,
      `Expected ${what} at byte ${offset} of the protobuf data, found something else: it is no OTLP, or damaged.`,
    );
  }
}

KEPT.push(new ProtobufReader(new Uint8Array(0)));
