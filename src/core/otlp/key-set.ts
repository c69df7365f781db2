import { hashUtf8 } from '../trace/text-hash.ts';
import type { JsonReader } from './json-reader.ts';

/** The member names an object may have, found by the hash that reading one computes anyway. */
export class KeySet<Name extends string> {
  readonly #names: readonly Name[];
  readonly #bytes: readonly Uint8Array[];
  readonly #slots: Int32Array;
  readonly #hashes: Int32Array;

  /** `aliases` are other spellings, read as the name they stand for. */
  constructor(names: readonly Name[], aliases: Readonly<Record<string, Name>> = {}) {
    const all: [string, Name][] = [...names.map((n): [string, Name] => [n, n]), ...Object.entries(aliases)];
    this.#names = all.map(([, name]) => name);
    this.#bytes = all.map(([spelling]) => new TextEncoder().encode(spelling));
    this.#hashes = Int32Array.from(this.#bytes, (b) => hashUtf8(b, 0, b.length));
    let size = 8;
    while (size < all.length * 4) size *= 2;
    this.#slots = new Int32Array(size).fill(-1);
    this.#hashes.forEach((hash, i) => {
      let slot = hash & (size - 1);
      while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & (size - 1);
      this.#slots[slot] = i;
    });
  }

  /** Reads a name with its colon; undefined for one that is not in the set. */
  read(r: JsonReader): Name | undefined {
    r.key();
    if (r.escaped) return this.#names[this.#bytes.findIndex((b) => utf8.decode(b) === r.text())];
    const mask = this.#slots.length - 1;
    for (let slot = r.hash & mask; ; slot = (slot + 1) & mask) {
      const at = this.#slots[slot] ?? -1;
      if (at < 0) return undefined;
      if (this.#hashes[at] === r.hash && this.#same(at, r)) return this.#names[at];
    }
  }

  #same(at: number, r: JsonReader): boolean {
    const name = this.#bytes[at];
    if (!name || name.length !== r.to - r.from) return false;
    for (let i = 0; i < name.length; i++) if (name[i] !== r.bytes[r.from + i]) return false;
    return true;
  }
}

const utf8 = new TextDecoder();
