/** Varints (up to 2^53) and float64 in a growing buffer. */
export class ByteWriter {
  #bytes = new Uint8Array(64);
  #length = 0;

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.byte((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  float(value: number): void {
    if (this.#length + 8 > this.#bytes.length) this.#grow(8);
    new DataView(this.#bytes.buffer).setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** Bytes with their length before them. */
  block(bytes: Uint8Array): void {
    this.varint(bytes.length);
    if (this.#length + bytes.length > this.#bytes.length) this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(by: number): void {
    const grown = new Uint8Array(this.#bytes.length * 2 + by);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** Reads what ByteWriter wrote; every method throws a RangeError when the bytes end too early. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw new RangeError('Latency sketch ends too early.');
    return value;
  }

  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte % 128) * factor;
      if (byte < 128) break;
      if (factor > 2 ** 46) throw new RangeError('Latency sketch has a number that is too long.');
    }
    if (value > Number.MAX_SAFE_INTEGER)
      throw new RangeError('Latency sketch has a number that is too large.');
    return value;
  }

  float(): number {
    const { buffer, byteOffset, byteLength } = this.#bytes;
    if (this.#at + 8 > byteLength) throw new RangeError('Latency sketch ends too early.');
    const value = new DataView(buffer, byteOffset, byteLength).getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  /** A view of what `block` wrote. */
  block(): Uint8Array {
    const length = this.varint();
    const from = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new RangeError('Latency sketch ends too early.');
    return this.#bytes.subarray(from, this.#at);
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new RangeError('Latency sketch has bytes after its end.');
  }
}
