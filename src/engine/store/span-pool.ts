/**
 * Spans of the last seconds, waiting for their children: self times and calls between services can be told only when
 * both ends of a call have arrived, and they arrive in different requests. Columns, no object per span.
 */
export class SpanPool {
  count = 0;
  idHi = new Uint32Array(START);
  idLo = new Uint32Array(START);
  parentHi = new Uint32Array(START);
  parentLo = new Uint32Array(START);
  /** Hash of the trace id: span ids alone repeat between traces of simple clients. */
  trace = new Int32Array(START);
  /** ns from the pool's own epoch. */
  start = new Float64Array(START);
  end = new Float64Array(START);
  series = new Int32Array(START);
  service = new Uint32Array(START);
  /** What a call names as its target, numbered like services; for when nothing of another service answers it. */
  target = new Uint32Array(START);
  minute = new Uint32Array(START);
  /** Seconds of the caller's monotonic clock. */
  arrived = new Uint32Array(START);
  kind = new Uint8Array(START);
  /** STATE bits. */
  state = new Uint8Array(START);
  #slots = new Int32Array(START * 2).fill(-1);

  /** The row with this id, -1 for none. `kind` tells the two ends of a shared id apart; -1 for either. */
  find(trace: number, hi: number, lo: number, kind: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashOf(trace, hi, lo) & mask; ; slot = (slot + 1) & mask) {
      const row = this.#slots[slot] ?? -1;
      if (row < 0) return -1;
      if (
        this.idLo[row] === lo &&
        this.idHi[row] === hi &&
        this.trace[row] === trace &&
        (kind < 0 || this.kind[row] === kind)
      )
        return row;
    }
  }

  /** Makes room for one more row and returns it; the caller fills its columns, then calls `index`. */
  append(): number {
    if (this.count === this.idHi.length) this.#resize(this.count * 2);
    return this.count++;
  }

  index(row: number): void {
    const mask = this.#slots.length - 1;
    let slot = hashOf(this.trace[row] ?? 0, this.idHi[row] ?? 0, this.idLo[row] ?? 0) & mask;
    while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
    this.#slots[slot] = row;
  }

  /** Keeps the rows for which `keep` is not 0, in their order. */
  retain(keep: Uint8Array): void {
    const rows: number[] = [];
    for (let row = 0; row < this.count; row++) if (keep[row] !== 0) rows.push(row);
    const to = rows.length;
    if (to < this.count)
      for (const column of this.#columns())
        for (let i = 0; i < to; i++) column[i] = column[rows[i] ?? 0] ?? 0;
    this.count = to;
    let size = START;
    while (size < to * 1.5) size *= 2;
    if (size < this.idHi.length) this.#resize(size);
    else this.#reindex();
  }

  #columns() {
    return [
      this.idHi,
      this.idLo,
      this.parentHi,
      this.parentLo,
      this.trace,
      this.start,
      this.end,
      this.series,
      this.service,
      this.target,
      this.minute,
      this.arrived,
      this.kind,
      this.state,
    ];
  }

  #resize(capacity: number): void {
    const sized = <T extends { set(from: never): void; subarray(a: number, b: number): T }>(
      from: T,
      to: T,
    ): T => {
      to.set(from.subarray(0, this.count) as never);
      return to;
    };
    this.idHi = sized(this.idHi, new Uint32Array(capacity));
    this.idLo = sized(this.idLo, new Uint32Array(capacity));
    this.parentHi = sized(this.parentHi, new Uint32Array(capacity));
    this.parentLo = sized(this.parentLo, new Uint32Array(capacity));
    this.trace = sized(this.trace, new Int32Array(capacity));
    this.start = sized(this.start, new Float64Array(capacity));
    this.end = sized(this.end, new Float64Array(capacity));
    this.series = sized(this.series, new Int32Array(capacity));
    this.service = sized(this.service, new Uint32Array(capacity));
    this.target = sized(this.target, new Uint32Array(capacity));
    this.minute = sized(this.minute, new Uint32Array(capacity));
    this.arrived = sized(this.arrived, new Uint32Array(capacity));
    this.kind = sized(this.kind, new Uint8Array(capacity));
    this.state = sized(this.state, new Uint8Array(capacity));
    this.#reindex();
  }

  #reindex(): void {
    const size = this.idHi.length * 2;
    if (this.#slots.length === size) this.#slots.fill(-1);
    else this.#slots = new Int32Array(size).fill(-1);
    for (let row = 0; row < this.count; row++) this.index(row);
  }
}

/** Rows at first; capacities stay powers of two. */
const START = 4096;

export const STATE = {
  error: 1,
  /** Its self time was counted. */
  settled: 2,
  /** Its call from another service was counted. */
  edge: 4,
  /** Has no usable end: it has no self time and covers nothing. */
  endless: 8,
  /** A span of another service lies beneath it. */
  answered: 16,
} as const;

function hashOf(trace: number, hi: number, lo: number): number {
  let h = Math.imul(hi ^ trace, 0x9e3779b1) ^ Math.imul(lo, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 13);
}
