import { hashUtf8 } from '../trace/text-hash.ts';
import type { JsonReader } from './json-reader.ts';

/**
 * The member names an object may have. Names come in nearly the same order in every object of a kind, so the one
 * that followed last time is tried first, by its bytes, before anything is scanned or hashed.
 */
export class KeySet<Name extends string> {
  readonly #names: readonly Name[];
  readonly #spellings: readonly string[];
  /** All spellings as `"name":`, one after the other. */
  readonly #quoted: DataView;
  readonly #starts: Int32Array;
  readonly #slots: Int32Array;
  readonly #hashes: Int32Array;
  readonly #next: Int32Array;
  #last: number;

  /** `aliases` are other spellings, read as the name they stand for. */
  constructor(names: readonly Name[], aliases: Readonly<Record<string, Name>> = {}) {
    const all: [string, Name][] = [...names.map((n): [string, Name] => [n, n]), ...Object.entries(aliases)];
    const encoder = new TextEncoder();
    this.#names = all.map(([, name]) => name);
    this.#spellings = all.map(([spelling]) => spelling);
    this.#starts = new Int32Array(all.length + 1);
    this.#spellings.forEach((spelling, i) => {
      this.#starts[i + 1] = (this.#starts[i] ?? 0) + encoder.encode(spelling).length + 3;
    });
    const quoted = encoder.encode(this.#spellings.map((spelling) => `"${spelling}":`).join(''));
    this.#quoted = new DataView(quoted.buffer);
    this.#hashes = Int32Array.from(this.#spellings, (_, i) =>
      hashUtf8(quoted, (this.#starts[i] ?? 0) + 1, (this.#starts[i + 1] ?? 0) - 2),
    );
    this.#next = new Int32Array(all.length + 1).fill(-1);
    this.#last = all.length;
    let size = 8;
    while (size < all.length * 4) size *= 2;
    this.#slots = new Int32Array(size).fill(-1);
    this.#hashes.forEach((hash, i) => {
      let slot = hash & (size - 1);
      while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & (size - 1);
      this.#slots[slot] = i;
    });
  }

  /**
   * Into an object and to its first member, or past an empty one: `null`. With `next`, for objects that come by the
   * million:
   *
   *   for (let key = KEYS.first(r); key !== null; key = KEYS.next(r)) switch (key) { ...; default: r.skip(); }
   */
  first(r: JsonReader): Name | undefined | null {
    return r.enterObject() ? this.read(r) : null;
  }

  /** From behind a value to the next member's, or past the object's end: `null`. */
  next(r: JsonReader): Name | undefined | null {
    const guess = this.#next[this.#last] ?? -1;
    if (guess >= 0 && r.takeNext(this.#quoted, this.#starts[guess] ?? 0, this.#starts[guess + 1] ?? 0)) {
      this.#last = guess;
      return this.#names[guess];
    }
    return r.nextMember() ? this.read(r) : null;
  }

  /** Reads a name with its colon; undefined for one that is not in the set. */
  read(r: JsonReader): Name | undefined {
    const guess = this.#next[this.#last] ?? -1;
    if (guess >= 0 && r.take(this.#quoted, this.#starts[guess] ?? 0, this.#starts[guess + 1] ?? 0)) {
      this.#last = guess;
      return this.#names[guess];
    }
    r.key();
    const found = r.escaped ? this.#spellings.indexOf(r.text()) : this.#find(r);
    if (found < 0) return undefined;
    this.#next[this.#last] = found;
    this.#last = found;
    return this.#names[found];
  }

  #find(r: JsonReader): number {
    const mask = this.#slots.length - 1;
    for (let slot = r.hash & mask; ; slot = (slot + 1) & mask) {
      const at = this.#slots[slot] ?? -1;
      if (at < 0 || (this.#hashes[at] === r.hash && this.#same(at, r))) return at;
    }
  }

  #same(at: number, r: JsonReader): boolean {
    const start = (this.#starts[at] ?? 0) + 1;
    if ((this.#starts[at + 1] ?? 0) - 2 - start !== r.to - r.from) return false;
    for (let i = r.from; i < r.to; i++)
      if (this.#quoted.getUint8(start + i - r.from) !== r.bytes[i]) return false;
    return true;
  }
}
