import { hashUtf8 } from './text-hash.ts';

/**
 * Interned text as UTF-8 in one buffer: ids are dense, equal text has equal ids, and a string is decoded only when
 * somebody reads it. Id 0 is always the empty string.
 */
export class StringTable {
  #bytes: Uint8Array;
  #view: DataView;
  #ends: Uint32Array;
  #count = 0;
  /** Pairs of hash and id + 1; a zero id is a free slot. Made when first searched. */
  #slots: Int32Array | undefined;
  #mask = 0;
  #cache: (string | undefined)[] = [];
  readonly #ids = new Map<string, number>();

  constructor(bytes = new Uint8Array(1024), ends = new Uint32Array(64), count = 0) {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
    this.#ends = ends;
    this.#count = count;
    if (count === 0) this.intern('');
  }

  get size(): number {
    return this.#count;
  }

  /** Bytes of all text held. */
  get byteLength(): number {
    return this.#count === 0 ? 0 : (this.#ends[this.#count - 1] ?? 0);
  }

  get(id: number): string {
    const known = this.#cache[id];
    if (known !== undefined) return known;
    if (id < 0 || id >= this.#count) return '';
    const text = decoder.decode(this.#bytes.subarray(this.#startOf(id), this.#ends[id]));
    this.#cache[id] = text;
    return text;
  }

  /** The text's bytes, for byte-wise search without decoding. Valid until the next `intern`. */
  bytesOf(id: number): Uint8Array {
    return this.#bytes.subarray(this.#startOf(id), this.#ends[id] ?? 0);
  }

  intern(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const bytes = encoder.encode(text);
    const id = this.internUtf8(bytes, 0, bytes.length);
    this.#ids.set(text, id);
    return id;
  }

  internUtf8(source: Uint8Array, start: number, end: number): number {
    return this.internHashed(viewOf(source), start, end, hashUtf8(source, start, end));
  }

  /** The id of another table's text here, without making a view or a string of it. */
  internFrom(other: StringTable, id: number): number {
    const [start, end] = [other.#startOf(id), other.#ends[id] ?? 0];
    return this.internHashed(other.#view, start, end, hashUtf8(other.#bytes, start, end));
  }

  /** For readers that hash while they scan; `hash` must be `hashUtf8` of the range. */
  internHashed(source: DataView, start: number, end: number, hash: number): number {
    const slots = this.#slots ?? this.#rehash(64);
    const mask = this.#mask;
    let slot = hash & mask;
    for (;;) {
      const found = slots[slot * 2 + 1] ?? 0;
      if (found === 0) break;
      if (slots[slot * 2] === hash && this.#equals(found - 1, source, start, end)) return found - 1;
      slot = (slot + 1) & mask;
    }
    const id = this.#append(source, start, end);
    slots[slot * 2] = hash;
    slots[slot * 2 + 1] = id + 1;
    if (this.#count * 2 > mask) this.#rehash((mask + 1) * 2);
    return id;
  }

  /** The id of a text already in the table. */
  idOf(text: string): number | undefined {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const bytes = encoder.encode(text);
    const slots = this.#slots ?? this.#rehash(64);
    const [view, hash] = [viewOf(bytes), hashUtf8(bytes, 0, bytes.length)];
    let slot = hash & this.#mask;
    for (;;) {
      const found = slots[slot * 2 + 1] ?? 0;
      if (found === 0) return undefined;
      if (slots[slot * 2] === hash && this.#equals(found - 1, view, 0, bytes.length)) return found - 1;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** The raw form, exact length, for serialising. */
  raw(): { bytes: Uint8Array; ends: Uint32Array } {
    return { bytes: this.#bytes.subarray(0, this.byteLength), ends: this.#ends.subarray(0, this.#count) };
  }

  #startOf(id: number): number {
    return id === 0 ? 0 : (this.#ends[id - 1] ?? 0);
  }

  #equals(id: number, source: DataView, start: number, end: number): boolean {
    const from = this.#startOf(id);
    const length = end - start;
    if ((this.#ends[id] ?? 0) - from !== length) return false;
    const view = this.#view;
    let i = 0;
    for (; i + 4 <= length; i += 4)
      if (view.getInt32(from + i, true) !== source.getInt32(start + i, true)) return false;
    for (; i < length; i++) if (view.getUint8(from + i) !== source.getUint8(start + i)) return false;
    return true;
  }

  #append(source: DataView, start: number, end: number): number {
    const at = this.byteLength;
    const next = at + end - start;
    if (next > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(next, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, at));
      this.#bytes = grown;
      this.#view = viewOf(grown);
    }
    if (next - at > 64)
      this.#bytes.set(new Uint8Array(source.buffer, source.byteOffset + start, next - at), at);
    else for (let i = at, from = start; i < next; i++, from++) this.#bytes[i] = source.getUint8(from);
    if (this.#count === this.#ends.length) {
      const grown = new Uint32Array(Math.max(64, this.#count * 2));
      grown.set(this.#ends);
      this.#ends = grown;
    }
    this.#ends[this.#count] = next;
    return this.#count++;
  }

  /** Also the first hashing of a table read from a buffer: reading one must cost nothing until it is searched. */
  #rehash(atLeast: number): Int32Array {
    let size = atLeast;
    while (size < this.#count * 2 + 2) size *= 2;
    const old = this.#slots;
    const slots = new Int32Array(size * 2);
    const mask = size - 1;
    const put = (hash: number, mark: number) => {
      let slot = hash & mask;
      while (slots[slot * 2 + 1] !== 0) slot = (slot + 1) & mask;
      slots[slot * 2] = hash;
      slots[slot * 2 + 1] = mark;
    };
    if (old)
      for (let i = 0; i < old.length; i += 2) {
        const mark = old[i + 1] ?? 0;
        if (mark !== 0) put(old[i] ?? 0, mark);
      }
    else
      for (let id = 0; id < this.#count; id++)
        put(hashUtf8(this.#bytes, this.#startOf(id), this.#ends[id] ?? 0), id + 1);
    this.#slots = slots;
    this.#mask = mask;
    return slots;
  }
}

const encoder = new TextEncoder();
// A byte order mark inside a text is part of it.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
