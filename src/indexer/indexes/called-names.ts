/**
 * Which files call something of a name. Asked rarely and large: each file has one run of sorted name ids, as
 * differences of seven bits a byte; a look-up reads all of them (10 MB for 100,000 files).
 */
export class CalledNames {
  #bytes = new Uint8Array(1024);
  #length = 0;
  /** Start and end of each file's run at 2 * file. */
  #runs = new Int32Array(64);
  #dead = 0;

  set(file: number, ids: readonly number[]): void {
    this.remove(file);
    if (ids.length === 0) return;
    const start = this.#length;
    this.#reserve(ids.length * 5, file);
    let before = 0;
    for (const id of [...ids].sort((a, b) => a - b)) {
      let delta = id - before;
      before = id;
      while (delta > 127) {
        this.#bytes[this.#length++] = (delta & 127) | 128;
        delta >>>= 7;
      }
      this.#bytes[this.#length++] = delta;
    }
    this.#runs[2 * file] = start;
    this.#runs[2 * file + 1] = this.#length;
  }

  remove(file: number): void {
    const from = this.#runs[2 * file] ?? 0;
    const to = this.#runs[2 * file + 1] ?? 0;
    if (from === to) return;
    this.#dead += to - from;
    this.#runs[2 * file] = 0;
    this.#runs[2 * file + 1] = 0;
    if (this.#dead > 65_536 && this.#dead * 3 > this.#length) this.#pack();
  }

  filesWith(id: number): number[] {
    const found: number[] = [];
    for (let file = 0; 2 * file < this.#runs.length; file++) {
      const to = this.#runs[2 * file + 1] ?? 0;
      let at = this.#runs[2 * file] ?? 0;
      let value = 0;
      while (at < to && value < id) {
        let shift = 0;
        let delta = 0;
        let byte: number;
        do {
          byte = this.#bytes[at++] ?? 0;
          delta |= (byte & 127) << shift;
          shift += 7;
        } while (byte > 127);
        value += delta;
      }
      if (value === id) found.push(file);
    }
    return found;
  }

  save(): { readonly bytes: Uint8Array; readonly runs: Int32Array } {
    this.#pack();
    return { bytes: this.#bytes.slice(0, this.#length), runs: this.#runs.slice() };
  }

  load({
    bytes,
    runs,
  }: {
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly runs: Int32Array<ArrayBuffer>;
  }): void {
    this.#bytes = bytes;
    this.#length = bytes.length;
    this.#runs = runs;
    this.#dead = 0;
  }

  #reserve(bytes: number, file: number): void {
    if (this.#length + bytes > this.#bytes.length) {
      const grown = new Uint8Array(Math.ceil((this.#length + bytes) * 1.4));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    if (2 * file + 1 >= this.#runs.length) {
      const grown = new Int32Array(Math.max(2 * file + 2, Math.ceil(this.#runs.length * 1.4)));
      grown.set(this.#runs);
      this.#runs = grown;
    }
  }

  #pack(): void {
    const kept = new Uint8Array(Math.max(1024, this.#length - this.#dead));
    let at = 0;
    for (let file = 0; 2 * file < this.#runs.length; file++) {
      const from = this.#runs[2 * file] ?? 0;
      const to = this.#runs[2 * file + 1] ?? 0;
      if (from === to) continue;
      kept.set(this.#bytes.subarray(from, to), at);
      this.#runs[2 * file] = at;
      at += to - from;
      this.#runs[2 * file + 1] = at;
    }
    this.#bytes = kept;
    this.#length = at;
    this.#dead = 0;
  }
}
