import type { ByteReader, ByteWriter } from './sketch-bytes.ts';

/** ln(1.8e308) / ln(1.01/0.99), rounded up: no double has a key beyond. */
const MAX_KEY = 35_500;

/** Counts by bucket key, dense between the lowest and the highest key seen: about 1,200 keys from 1 µs to 1 day. */
export class Buckets {
  #counts = new Float64Array(0);
  /** Key of the first count. */
  #first = 0;
  total = 0;

  add(key: number, count: number): void {
    let at = key - this.#first;
    if (at < 0 || at >= this.#counts.length) at = this.#cover(key, key) + key - this.#first;
    this.#counts[at] = (this.#counts[at] ?? 0) + count;
    this.total += count;
  }

  merge(other: Buckets): void {
    if (other.#counts.length === 0) return;
    this.#cover(other.#first, other.#first + other.#counts.length - 1);
    const shift = other.#first - this.#first;
    for (let i = 0; i < other.#counts.length; i++)
      this.#counts[i + shift] = (this.#counts[i + shift] ?? 0) + (other.#counts[i] ?? 0);
    this.total += other.total;
  }

  /** The key of the rank-th value, 1-based, ascending. */
  keyAt(rank: number): number {
    let seen = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      seen += this.#counts[i] ?? 0;
      if (seen >= rank) return this.#first + i;
    }
    return this.#first + this.#counts.length - 1;
  }

  each(visit: (key: number, count: number) => void): void {
    for (let i = 0; i < this.#counts.length; i++) {
      const count = this.#counts[i] ?? 0;
      if (count > 0) visit(this.#first + i, count);
    }
  }

  write(writer: ByteWriter): void {
    let filled = 0;
    this.each(() => filled++);
    writer.varint(filled);
    let last = 0;
    this.each((key, count) => {
      writer.varint(zigzag(key - last));
      writer.varint(count);
      last = key;
    });
  }

  read(reader: ByteReader): void {
    const filled = reader.varint();
    let key = 0;
    for (let i = 0; i < filled; i++) {
      key += unzigzag(reader.varint());
      if (Math.abs(key) > MAX_KEY) throw new RangeError('Latency sketch has a bucket beyond any number.');
      this.add(key, reader.varint());
    }
  }

  /** Grows to hold the keys from `low` to `high`, with room to spare; returns 0. */
  #cover(low: number, high: number): 0 {
    const counts = this.#counts;
    if (counts.length === 0) {
      this.#first = low;
      this.#counts = new Float64Array(high - low + 1);
      return 0;
    }
    const last = this.#first + counts.length - 1;
    if (low >= this.#first && high <= last) return 0;
    const spare = Math.min(512, Math.max(16, counts.length >> 1));
    const first = low < this.#first ? low - spare : this.#first;
    const end = high > last ? high + spare : last;
    const grown = new Float64Array(end - first + 1);
    grown.set(counts, this.#first - first);
    this.#counts = grown;
    this.#first = first;
    return 0;
  }
}

/** Only the first distance can be negative. */
const zigzag = (n: number) => (n < 0 ? -2 * n - 1 : 2 * n);
const unzigzag = (n: number) => (n % 2 === 1 ? -(n + 1) / 2 : n / 2);
