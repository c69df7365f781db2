import { mayHold } from './bloom.ts';
import type { StoreDb } from './store-db.ts';
import { holdsTrace, readTraceHashes } from './trace-hashes.ts';

/** Bytes of filters kept in memory: those of some 50 million spans. */
const KEEP_BYTES = 48 * 1024 * 1024;

/** `traces` is undefined for segments of before there were such hashes. */
type Filter = { readonly bloom: Uint8Array; readonly traces: Uint32Array | undefined };

/** The segments' filters, read once each: segments never change. */
export class SegmentFilters {
  readonly #store: StoreDb;
  readonly #known = new Map<number, Filter>();
  #bytes = 0;

  constructor(store: StoreDb) {
    this.#store = store;
  }

  /** Whether a segment may hold all these texts (by `textHash`). */
  mayHold(segment: number, hashes: readonly number[]): boolean {
    if (hashes.length === 0) return true;
    const filter = this.#filter(segment);
    return filter !== undefined && hashes.every((hash) => mayHold(filter.bloom, hash));
  }

  /** Whether it holds spans of the trace (by `textHash` of its id); wrong once in a million times. */
  holdsTrace(segment: number, hash: number): boolean {
    const filter = this.#filter(segment);
    if (!filter) return false;
    return filter.traces ? holdsTrace(filter.traces, hash) : mayHold(filter.bloom, hash);
  }

  #filter(segment: number): Filter | undefined {
    const known = this.#known.get(segment);
    if (known) return known;
    const row = this.#store.sql('SELECT bloom, traces FROM segment_filter WHERE segment = ?').get(segment);
    if (!row) return undefined;
    const filter = {
      bloom: row.bloom as Uint8Array,
      traces: row.traces === null ? undefined : readTraceHashes(row.traces as Uint8Array),
    };
    for (const [oldest, dropped] of this.#known) {
      if (this.#bytes + sizeOf(filter) <= KEEP_BYTES) break;
      this.#known.delete(oldest);
      this.#bytes -= sizeOf(dropped);
    }
    this.#known.set(segment, filter);
    this.#bytes += sizeOf(filter);
    return filter;
  }
}

const sizeOf = ({ bloom, traces }: Filter) => bloom.length + (traces?.byteLength ?? 0);
