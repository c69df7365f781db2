/** Span id (two words) -> row, open addressing; rows with equal ids are chained through `nextSame`. */
export class IdMap {
  readonly #slots: Int32Array;
  readonly #hi: Uint32Array;
  readonly #lo: Uint32Array;
  /** Row with the same id that came before, -1 at the end. */
  readonly nextSame: Int32Array;

  /** `hi` and `lo` are indexed by row; rows may be added up to their length. */
  constructor(rows: number, hi: Uint32Array, lo: Uint32Array) {
    let size = 16;
    while (size < rows * 2) size *= 2;
    this.#slots = new Int32Array(size).fill(-1);
    this.#hi = hi;
    this.#lo = lo;
    this.nextSame = new Int32Array(hi.length).fill(-1);
  }

  /** Returns the row that had the id before, -1 for none; the new row becomes the head of the chain. */
  add(row: number): number {
    const slot = this.#find(this.#hi[row] ?? 0, this.#lo[row] ?? 0);
    const head = this.#slots[slot] ?? -1;
    this.#slots[slot] = row;
    this.nextSame[row] = head;
    return head;
  }

  /** Replaces the whole chain of an id. */
  set(row: number): void {
    const slot = this.#find(this.#hi[row] ?? 0, this.#lo[row] ?? 0);
    this.#slots[slot] = row;
    this.nextSame[row] = -1;
  }

  get(hi: number, lo: number): number {
    return this.#slots[this.#find(hi, lo)] ?? -1;
  }

  #find(hi: number, lo: number): number {
    const mask = this.#slots.length - 1;
    let h = Math.imul(hi ^ (lo >>> 7), 0x9e3779b1) ^ Math.imul(lo, 0x85ebca6b);
    h ^= h >>> 15;
    let slot = h & mask;
    for (;;) {
      const row = this.#slots[slot] ?? -1;
      if (row < 0 || (this.#hi[row] === hi && this.#lo[row] === lo)) return slot;
      slot = (slot + 1) & mask;
    }
  }
}
