/**
 * Rows of numbers by key, in chains: a key's rows are linked newest first. A file's rows are taken out by marking
 * them dead; the table is packed once a third is dead. Column 0 is the file.
 */
export class Postings {
  readonly width: number;
  #heads = new Int32Array(256).fill(-1);
  #next = new Int32Array(256);
  #keys = new Int32Array(256);
  #cells: Int32Array;
  #count = 0;
  #dead = 0;
  /** First row of each run a file added: [from, to) pairs. */
  readonly #runs = new Map<number, number[]>();

  constructor(width: number) {
    this.width = width;
    this.#cells = new Int32Array(256 * width);
  }

  get rows(): number {
    return this.#count - this.#dead;
  }

  /** Starts the rows of a file; those it had are dropped. */
  begin(file: number): void {
    this.remove(file);
    this.#runs.set(file, [this.#count, this.#count]);
  }

  /** Adds a row to the file begun last. `cells` are the columns after the file. */
  add(file: number, key: number, ...cells: number[]): void {
    const row = this.#count++;
    this.#reserve(row, key);
    this.#keys[row] = key;
    this.#next[row] = this.#heads[key] ?? -1;
    this.#heads[key] = row;
    const at = row * this.width;
    this.#cells[at] = file;
    for (let i = 0; i < cells.length; i++) this.#cells[at + 1 + i] = cells[i] ?? 0;
    const run = this.#runs.get(file);
    if (run) run[1] = this.#count;
    else this.#runs.set(file, [row, this.#count]);
  }

  remove(file: number): void {
    const run = this.#runs.get(file);
    if (!run) return;
    this.#runs.delete(file);
    for (let row = run[0] ?? 0; row < (run[1] ?? 0); row++) {
      this.#cells[row * this.width] = -1;
      this.#dead++;
    }
    if (this.#dead > 4096 && this.#dead * 3 > this.#count) this.#pack();
  }

  /** Calls back with each live row of a key; return false to stop. */
  each(key: number, visit: (row: number) => boolean | undefined): void {
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
    const run = this.#runs.get(file);
    if (run) for (let row = run[0] ?? 0; row < (run[1] ?? 0); row++) yield row;
  }

  #reserve(row: number, key: number): void {
    if (row >= this.#keys.length) {
      const size = Math.ceil(this.#keys.length * 1.6);
      this.#keys = grown(this.#keys, size);
      this.#next = grown(this.#next, size);
      this.#cells = grown(this.#cells, size * this.width);
    }
    if (key >= this.#heads.length) {
      const heads = new Int32Array(Math.max(key + 1, Math.ceil(this.#heads.length * 1.6))).fill(-1);
      heads.set(this.#heads);
      this.#heads = heads;
    }
  }

  /** Rows keep their order, so a file's run stays one run. */
  #pack(): void {
    const { width } = this;
    this.#heads.fill(-1);
    this.#runs.clear();
    let to = 0;
    for (let row = 0; row < this.#count; row++) {
      const file = this.#cells[row * width] ?? -1;
      if (file < 0) continue;
      const key = this.#keys[row] ?? 0;
      this.#keys[to] = key;
      this.#cells.copyWithin(to * width, row * width, (row + 1) * width);
      this.#next[to] = this.#heads[key] ?? -1;
      this.#heads[key] = to;
      const run = this.#runs.get(file);
      if (run) run[1] = to + 1;
      else this.#runs.set(file, [to, to + 1]);
      to++;
    }
    this.#count = to;
    this.#dead = 0;
  }
}

function grown(array: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(size);
  copy.set(array);
  return copy;
}
