/**
 * Writes protobuf from the end to the beginning, so that a message's length is known when its turn comes and nothing
 * is written twice. Fields therefore are written last one first.
 */
export class ProtobufWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  /** Bytes written so far; they stand at the buffer's end. */
  #length = 0;

  constructor(capacity = 64 * 1024) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  varint(tag: number, value: number): void {
    if (value === 0) return;
    this.#varint(value);
    this.#varint(tag);
  }

  /** Unlike the other kinds written even if zero: an AnyValue says its type by its field. */
  int64(tag: number, value: bigint): void {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, value);
    for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
    bytes.push(Number(rest));
    this.#put(bytes);
    this.#varint(tag);
  }

  bool(tag: number, value: boolean): void {
    this.#put([value ? 1 : 0]);
    this.#varint(tag);
  }

  double(tag: number, value: number): void {
    scratch.setFloat64(0, value, true);
    this.#put(scratchBytes);
    this.#varint(tag);
  }

  fixed64(tag: number, value: bigint): void {
    if (value === 0n) return;
    scratch.setBigUint64(0, BigInt.asUintN(64, value), true);
    this.#put(scratchBytes);
    this.#varint(tag);
  }

  fixed32(tag: number, value: number): void {
    if (value === 0) return;
    scratch.setUint32(0, value, true);
    this.#put(scratchBytes.subarray(0, 4));
    this.#varint(tag);
  }

  bytes(tag: number, bytes: ArrayLike<number>): void {
    this.#put(bytes);
    this.#varint(bytes.length);
    this.#varint(tag);
  }

  /** Closes the message whose fields were written since `length` was `before`. */
  message(tag: number, before: number): void {
    this.#varint(this.#length - before);
    this.#varint(tag);
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(this.#bytes.length - this.#length);
  }

  #varint(value: number): void {
    const bytes: number[] = [];
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
    bytes.push(rest);
    this.#put(bytes);
  }

  #put(bytes: ArrayLike<number>): void {
    this.#length += bytes.length;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      grown.set(this.#bytes, grown.length - this.#bytes.length);
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, this.#bytes.length - this.#length);
  }
}

const scratch = new DataView(new ArrayBuffer(8));
const scratchBytes = new Uint8Array(scratch.buffer);
