/** Dense ids for pairs of unsigned 32-bit numbers, in the order first seen. Open addressing, no object a pair. */
export class PairIds {
  #slots = new Int32Array(64).fill(-1);
  #a = new Uint32Array(32);
  #b = new Uint32Array(32);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  intern(a: number, b: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(a, b) & mask;
    for (;;) {
      const id = this.#slots[slot] ?? -1;
      if (id < 0) break;
      if (this.#a[id] === a && this.#b[id] === b) return id;
      slot = (slot + 1) & mask;
    }
    const id = this.#count++;
    if (id === this.#a.length) {
      this.#a = doubled(this.#a);
      this.#b = doubled(this.#b);
    }
    this.#a[id] = a;
    this.#b[id] = b;
    this.#slots[slot] = id;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  first(id: number): number {
    return this.#a[id] ?? 0;
  }

  second(id: number): number {
    return this.#b[id] ?? 0;
  }

  #rehash(): void {
    const size = this.#slots.length * 2;
    const slots = new Int32Array(size).fill(-1);
    for (let id = 0; id < this.#count; id++) {
      let slot = hash(this.#a[id] ?? 0, this.#b[id] ?? 0) & (size - 1);
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & (size - 1);
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

function hash(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b ^ (a >>> 15), 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 13)) >>> 0;
}

function doubled(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(column.length * 2);
  grown.set(column);
  return grown;
}
