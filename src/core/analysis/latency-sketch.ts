import { Buckets } from './sketch-buckets.ts';
import { ByteReader, ByteWriter } from './sketch-bytes.ts';

/**
 * Counts of values in logarithmic buckets (DDSketch: Masson, Rim, Lee, VLDB 2019). A quantile is off by at most 1 % of
 * its value however many values there are; sketches of the same kind merge without further loss.
 *
 * Bucket k holds the values in (g^(k-1), g^k] with g = 1.01/0.99 and answers with 2 g^k / (g + 1), which is within
 * 1 % of each of them. Zero and negative values have places of their own.
 */
const ACCURACY = 0.01;
const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const PER_LOG = 1 / Math.log(GAMMA);

/** Smaller magnitudes count as zero: beyond them the logarithm's error exceeds a bucket. */
const SMALLEST = 1e-300;

export class LatencySketch {
  readonly #positive = new Buckets();
  readonly #negative = new Buckets();
  #zeros = 0;
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  get count(): number {
    return this.#count;
  }
  get sum(): number {
    return this.#sum;
  }
  /** Exact. Infinity when empty. */
  get min(): number {
    return this.#min;
  }
  /** Exact. -Infinity when empty. */
  get max(): number {
    return this.#max;
  }

  /** `times`: how often the value counts, a whole number (a sampled span stands for several). NaN is left out. */
  add(value: number, times = 1): void {
    if (Number.isNaN(value) || times < 1) return;
    const clamped = Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
    if (clamped > SMALLEST) this.#positive.add(bucketOf(clamped), times);
    else if (clamped < -SMALLEST) this.#negative.add(bucketOf(-clamped), times);
    else this.#zeros += times;
    this.#count += times;
    this.#sum += clamped * times;
    if (clamped < this.#min) this.#min = clamped;
    if (clamped > this.#max) this.#max = clamped;
  }

  merge(other: LatencySketch): void {
    this.#positive.merge(other.#positive);
    this.#negative.merge(other.#negative);
    this.#zeros += other.#zeros;
    this.#count += other.#count;
    this.#sum += other.#sum;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  /** The value at the nearest rank, ceil(q n), within 1 %; undefined when empty. */
  quantile(q: number): number | undefined {
    if (this.#count === 0) return undefined;
    const rank = Math.min(this.#count, Math.max(1, Math.ceil(q * this.#count)));
    if (rank === 1) return this.#min;
    if (rank === this.#count) return this.#max;
    let left = rank;
    if (left <= this.#negative.total)
      // Larger magnitudes come first.
      return this.#within(-middleOf(this.#negative.keyAt(this.#negative.total - left + 1)));
    left -= this.#negative.total;
    if (left <= this.#zeros) return this.#within(0);
    return this.#within(middleOf(this.#positive.keyAt(left - this.#zeros)));
  }

  #within(value: number): number {
    return Math.min(this.#max, Math.max(this.#min, value));
  }

  /**
   * Buckets as [lower, upper) bounds with counts, ascending, empty ones left out: for a histogram. Negative values
   * are not part of it.
   */
  buckets(): { readonly from: number; readonly to: number; readonly count: number }[] {
    const all = this.#zeros > 0 ? [{ from: 0, to: 0, count: this.#zeros }] : [];
    this.#positive.each((key, count) => all.push({ from: GAMMA ** (key - 1), to: GAMMA ** key, count }));
    return all;
  }

  /**
   * version, then varints: zeros, and for each side the number of filled buckets, the first key (zigzag) and pairs of
   * (distance to the last key, count); min, max and sum as float64 first. About 3 bytes a filled bucket.
   */
  toBytes(): Uint8Array {
    const writer = new ByteWriter();
    writer.byte(VERSION);
    writer.float(this.#min);
    writer.float(this.#max);
    writer.float(this.#sum);
    writer.varint(this.#zeros);
    this.#positive.write(writer);
    this.#negative.write(writer);
    return writer.bytes();
  }

  /** Throws a RangeError that says what is wrong with the bytes. */
  static fromBytes(bytes: Uint8Array): LatencySketch {
    const sketch = new LatencySketch();
    sketch.mergeBytes(bytes);
    return sketch;
  }

  /** `merge` with a serialised sketch, without making one of it. */
  mergeBytes(bytes: Uint8Array): void {
    const reader = new ByteReader(bytes);
    const version = reader.byte();
    if (version !== VERSION)
      throw new RangeError(`Latency sketch has format ${version}; this version reads ${VERSION}.`);
    this.#min = Math.min(this.#min, reader.float());
    this.#max = Math.max(this.#max, reader.float());
    this.#sum += reader.float();
    this.#zeros += reader.varint();
    this.#positive.read(reader);
    this.#negative.read(reader);
    reader.end();
    this.#count = this.#zeros + this.#positive.total + this.#negative.total;
  }
}

const VERSION = 1;

const bucketOf = (value: number) => Math.ceil(Math.log(value) * PER_LOG);

const middleOf = (key: number) => (2 * GAMMA ** key) / (GAMMA + 1);
