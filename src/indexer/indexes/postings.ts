/**
 * Rows of numbers by key, in chains: a key's rows are linked newest first. A file's rows are taken out by marking
 * them dead; the table is packed once a third is dead. Column 0 is the file.
 */
export class Postings {
  readonly width: number;
  #heads = new Int32Array(64).fill(-1);
  #next = new Int32Array(64);
  #keys = new Int32Array(64);
  #cells: Int32Array<ArrayBuffer>;
  #count = 0;
  #dead = 0;
  /** Rows of each file, [from, to) at 2 * file; empty where both are equal. A file's rows are one run. */
  #runs = new Int32Array(64);

  constructor(width: number) {
    this.width = width;
    this.#cells = new Int32Array(64 * width);
  }

  get rows(): number {
    return this.#count - this.#dead;
  }

  /** Adds a row; those of one file must be added in one go, after `remove`. `cells` are the columns after the file. */
  add(file: number, key: number, ...cells: number[]): void {
    const row = this.#count++;
    this.#reserve(row, key, file);
    this.#keys[row] = key;
    this.#next[row] = this.#heads[key] ?? -1;
    this.#heads[key] = row;
    const at = row * this.width;
    this.#cells[at] = file;
    for (let i = 0; i < cells.length; i++) this.#cells[at + 1 + i] = cells[i] ?? 0;
    this.#extend(file, row);
  }

  #extend(file: number, row: number): void {
    if (this.#runs[2 * file] === this.#runs[2 * file + 1]) this.#runs[2 * file] = row;
    this.#runs[2 * file + 1] = row + 1;
  }

  remove(file: number): void {
    const from = this.#runs[2 * file] ?? 0;
    const to = this.#runs[2 * file + 1] ?? 0;
    if (from === to) return;
    this.#runs[2 * file] = 0;
    this.#runs[2 * file + 1] = 0;
    for (let row = from; row < to; row++) this.#cells[row * this.width] = -1;
    this.#dead += to - from;
    if (this.#dead > 4096 && this.#dead * 3 > this.#count) this.#pack();
  }

  /** Calls back with each live row of a key; return false to stop. */
  each(key: number, visit: (row: number) => unknown): void {
    for (let row = this.#heads[key] ?? -1; row >= 0; row = this.#next[row] ?? -1) {
      if ((this.#cells[row * this.width] ?? -1) < 0) continue;
      if (visit(row) === false) return;
    }
  }

  cell(row: number, column: number): number {
    return this.#cells[row * this.width + column] ?? 0;
  }

  key(row: number): number {
    return this.#keys[row] ?? 0;
  }

  /** Rows of one file, in the order they were added. */
  *ofFile(file: number): Iterable<number> {
    const to = this.#runs[2 * file + 1] ?? 0;
    for (let row = this.#runs[2 * file] ?? 0; row < to; row++) yield row;
  }

  /** Exact copies of the columns, for keeping between sessions. */
  save(): PostingsData {
    if (this.#dead > 0) this.#pack();
    return { keys: this.#keys.slice(0, this.#count), cells: this.#cells.slice(0, this.#count * this.width) };
  }

  /** Takes over what `save` gave, arrays and all. */
  load({ keys, cells }: PostingsData): void {
    this.#count = keys.length;
    this.#dead = 0;
    this.#keys = keys;
    this.#cells = cells;
    this.#next = new Int32Array(keys.length);
    let most = 0;
    for (const key of keys) if (key > most) most = key;
    this.#heads = new Int32Array(most + 1).fill(-1);
    this.#runs.fill(0);
    this.#link();
  }

  #link(): void {
    for (let row = 0; row < this.#count; row++) {
      const key = this.#keys[row] ?? 0;
      this.#next[row] = this.#heads[key] ?? -1;
      this.#heads[key] = row;
      const file = this.#cells[row * this.width] ?? 0;
      this.#reserveRuns(file);
      this.#extend(file, row);
    }
  }

  #reserve(row: number, key: number, file: number): void {
    if (row >= this.#keys.length) {
      const size = Math.max(64, Math.ceil(this.#keys.length * 1.4));
      this.#keys = grown(this.#keys, size);
      this.#next = grown(this.#next, size);
      this.#cells = grown(this.#cells, size * this.width);
    }
    if (key >= this.#heads.length) {
      const heads = new Int32Array(Math.max(key + 1, Math.ceil(this.#heads.length * 1.4))).fill(-1);
      heads.set(this.#heads);
      this.#heads = heads;
    }
    this.#reserveRuns(file);
  }

  #reserveRuns(file: number): void {
    if (2 * file + 1 >= this.#runs.length)
      this.#runs = grown(this.#runs, Math.max(2 * file + 2, Math.ceil(this.#runs.length * 1.4)));
  }

  /** Rows keep their order, so a file's run stays one run. */
  #pack(): void {
    const { width } = this;
    let to = 0;
    for (let row = 0; row < this.#count; row++) {
      if ((this.#cells[row * width] ?? -1) < 0) continue;
      this.#keys[to] = this.#keys[row] ?? 0;
      this.#cells.copyWithin(to * width, row * width, (row + 1) * width);
      to++;
    }
    this.#count = to;
    this.#dead = 0;
    this.#heads.fill(-1);
    this.#runs.fill(0);
    this.#link();
  }
}

export type PostingsData = {
  readonly keys: Int32Array<ArrayBuffer>;
  readonly cells: Int32Array<ArrayBuffer>;
};

function grown(array: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(size);
  copy.set(array);
  return copy;
}
