/**
 * Interned text as UTF-8 in one buffer: ids are dense, equal text has equal ids, and a string is decoded only when
 * somebody reads it. Id 0 is always the empty string.
 */
export class StringTable {
  #bytes: Uint8Array;
  #ends: Uint32Array;
  #count = 0;
  #slots: Int32Array | undefined;
  #cache: (string | undefined)[] = [];
  readonly #ids = new Map<string, number>();

  constructor(bytes = new Uint8Array(256), ends = new Uint32Array(16), count = 0) {
    this.#bytes = bytes;
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
    const slots = this.#slots ?? this.#rehash(64);
    let slot = hash(source, start, end) & (slots.length - 1);
    for (;;) {
      const id = slots[slot] ?? -1;
      if (id < 0) break;
      if (this.#equals(id, source, start, end)) return id;
      slot = (slot + 1) & (slots.length - 1);
    }
    const id = this.#append(source, start, end);
    slots[slot] = id;
    if (this.#count * 2 > slots.length) this.#rehash(slots.length * 2);
    return id;
  }

  /** The id of a text already in the table. */
  idOf(text: string): number | undefined {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const bytes = encoder.encode(text);
    const slots = this.#slots ?? this.#rehash(64);
    let slot = hash(bytes, 0, bytes.length) & (slots.length - 1);
    for (;;) {
      const id = slots[slot] ?? -1;
      if (id < 0) return undefined;
      if (this.#equals(id, bytes, 0, bytes.length)) return id;
      slot = (slot + 1) & (slots.length - 1);
    }
  }

  /** The raw form, exact length, for serialising. */
  raw(): { bytes: Uint8Array; ends: Uint32Array } {
    return { bytes: this.#bytes.subarray(0, this.byteLength), ends: this.#ends.subarray(0, this.#count) };
  }

  #startOf(id: number): number {
    return id === 0 ? 0 : (this.#ends[id - 1] ?? 0);
  }

  #equals(id: number, source: Uint8Array, start: number, end: number): boolean {
    const from = this.#startOf(id);
    const length = end - start;
    if ((this.#ends[id] ?? 0) - from !== length) return false;
    for (let i = 0; i < length; i++) if (this.#bytes[from + i] !== source[start + i]) return false;
    return true;
  }

  #append(source: Uint8Array, start: number, end: number): number {
    const at = this.byteLength;
    const next = at + end - start;
    if (next > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(next, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, at));
      this.#bytes = grown;
    }
    this.#bytes.set(source.subarray(start, end), at);
    if (this.#count === this.#ends.length) {
      const grown = new Uint32Array(Math.max(16, this.#count * 2));
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
    const slots = new Int32Array(size).fill(-1);
    for (let id = 0; id < this.#count; id++) {
      let slot = hash(this.#bytes, this.#startOf(id), this.#ends[id] ?? 0) & (size - 1);
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & (size - 1);
      slots[slot] = id;
    }
    this.#slots = slots;
    return slots;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** FNV-1a over at most 64 bytes from both ends and the length: long SQL statements differ there or in length. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let h = 0x811c9dc5 ^ (end - start);
  const firstEnd = Math.min(end, start + 32);
  for (let i = start; i < firstEnd; i++) h = Math.imul(h ^ (bytes[i] ?? 0), 0x01000193);
  for (let i = Math.max(firstEnd, end - 32); i < end; i++) h = Math.imul(h ^ (bytes[i] ?? 0), 0x01000193);
  h ^= h >>> 15;
  return h >>> 0;
}
