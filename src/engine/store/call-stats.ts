import { LatencySketch } from '../../core/analysis/latency-sketch.ts';
import { ByteReader, ByteWriter } from '../../core/analysis/sketch-bytes.ts';

/** Calls of one series in one stretch of time. Durations in ns. */
export class CallStats {
  count = 0;
  errors = 0;
  /** Unix ms of the newest start; 0 for none. */
  lastMs = 0;
  lastErrorMs = 0;
  readonly durations = new LatencySketch();
  /** Of those calls whose children are known; they come a few seconds after the calls themselves. */
  readonly selfTimes = new LatencySketch();

  /** `duration` is undefined for a call without an end. */
  add(duration: number | undefined, error: boolean, startMs: number): void {
    this.count++;
    if (duration !== undefined) this.durations.add(duration);
    if (startMs > this.lastMs) this.lastMs = startMs;
    if (!error) return;
    this.errors++;
    if (startMs > this.lastErrorMs) this.lastErrorMs = startMs;
  }

  merge(other: CallStats): void {
    this.count += other.count;
    this.errors += other.errors;
    this.lastMs = Math.max(this.lastMs, other.lastMs);
    this.lastErrorMs = Math.max(this.lastErrorMs, other.lastErrorMs);
    this.durations.merge(other.durations);
    this.selfTimes.merge(other.selfTimes);
  }

  toBytes(): Uint8Array {
    const out = new ByteWriter();
    out.varint(this.count);
    out.varint(this.errors);
    out.varint(this.lastMs);
    out.varint(this.lastErrorMs);
    out.block(this.durations.count > 0 ? this.durations.toBytes() : NOTHING);
    out.block(this.selfTimes.count > 0 ? this.selfTimes.toBytes() : NOTHING);
    return out.bytes();
  }

  /** Adds what `toBytes` wrote. Throws a RangeError for anything else. */
  mergeBytes(bytes: Uint8Array): void {
    const from = new ByteReader(bytes);
    this.count += from.varint();
    this.errors += from.varint();
    this.lastMs = Math.max(this.lastMs, from.varint());
    this.lastErrorMs = Math.max(this.lastErrorMs, from.varint());
    const [durations, selfTimes] = [from.block(), from.block()];
    if (durations.length > 0) this.durations.mergeBytes(durations);
    if (selfTimes.length > 0) this.selfTimes.mergeBytes(selfTimes);
  }
}

const NOTHING = new Uint8Array(0);
