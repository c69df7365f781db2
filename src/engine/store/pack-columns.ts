/**
 * Columns as bytes for a general compressor: integers by byte planes (all low bytes, then all second bytes ...), planes
 * that are zero throughout left out. Little-endian:
 *
 *   u32 number of columns, per column u32 form and u32 count, then the data of each column in turn
 *
 * Forms: 0..4 = that many byte planes of unsigned 32-bit integers, 8 = float64, 9 = bytes.
 */
const F64 = 8;
const BYTES = 9;

type Entry = { readonly form: number; readonly count: number; readonly bytes: Uint8Array };

export class ColumnPacker {
  readonly #entries: Entry[] = [];

  /** `length` values from the start of the column. */
  u32(column: Uint32Array | Uint8Array, length = column.length): void {
    let all = 0;
    for (let i = 0; i < length; i++) all |= column[i] ?? 0;
    const planes = all === 0 ? 0 : Math.ceil((32 - Math.clz32(all)) / 8);
    const bytes = new Uint8Array(length * planes);
    for (let p = 0, at = 0; p < planes; p++) {
      const shift = p * 8;
      for (let i = 0; i < length; i++) bytes[at++] = (column[i] ?? 0) >>> shift;
    }
    this.#entries.push({ form: planes, count: length, bytes });
  }

  f64(column: Float64Array): void {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    this.#entries.push({ form: F64, count: column.length, bytes });
  }

  bytes(bytes: Uint8Array): void {
    this.#entries.push({ form: BYTES, count: bytes.length, bytes });
  }

  finish(): Uint8Array<ArrayBuffer> {
    const header = 4 + this.#entries.length * 8;
    const size = this.#entries.reduce((n, e) => n + e.bytes.length, header);
    const out = new Uint8Array(size);
    const view = new DataView(out.buffer);
    view.setUint32(0, this.#entries.length, true);
    let at = header;
    this.#entries.forEach((entry, i) => {
      view.setUint32(4 + i * 8, entry.form, true);
      view.setUint32(8 + i * 8, entry.count, true);
      out.set(entry.bytes, at);
      at += entry.bytes.length;
    });
    return out;
  }
}

/** Hands out columns in the order they were packed. Throws a RangeError where the bytes are not such columns. */
export class ColumnReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #columns: number;
  #next = 0;
  #at: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#columns = bytes.length < 4 ? 0 : this.#view.getUint32(0, true);
    this.#at = 4 + this.#columns * 8;
    if (this.#at > bytes.length) throw new RangeError('Packed columns are truncated.');
  }

  u32(): Uint32Array {
    const { form, count, at } = this.#take();
    if (form > 4) throw new RangeError(`Expected an integer column, found form ${form}.`);
    const out = new Uint32Array(count);
    const bytes = this.#bytes;
    for (let p = 0, from = at; p < form; p++, from += count) {
      const shift = p * 8;
      if (p === 0) for (let i = 0; i < count; i++) out[i] = bytes[from + i] ?? 0;
      else for (let i = 0; i < count; i++) out[i] = (out[i] ?? 0) | ((bytes[from + i] ?? 0) << shift);
    }
    return out;
  }

  f64(): Float64Array {
    const { form, at, size } = this.#take();
    if (form !== F64) throw new RangeError(`Expected a float column, found form ${form}.`);
    return new Float64Array(new Uint8Array(this.#bytes.subarray(at, at + size)).buffer);
  }

  /** A view, not a copy. */
  bytes(): Uint8Array {
    const { form, at, size } = this.#take();
    if (form !== BYTES) throw new RangeError(`Expected bytes, found form ${form}.`);
    return this.#bytes.subarray(at, at + size);
  }

  #take() {
    if (this.#next >= this.#columns) throw new RangeError('There is no further column.');
    const form = this.#view.getUint32(4 + this.#next * 8, true);
    const count = this.#view.getUint32(8 + this.#next * 8, true);
    this.#next++;
    const size = form === F64 ? count * 8 : form === BYTES ? count : count * form;
    const at = this.#at;
    this.#at += size;
    if (this.#at > this.#bytes.length) throw new RangeError('Packed columns are truncated.');
    return { form, count, at, size };
  }
}
