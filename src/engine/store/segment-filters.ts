import { mayHold } from './bloom.ts';
import type { StoreDb } from './store-db.ts';

/** Bytes of filters kept in memory: those of some 50 million spans. */
const KEEP_BYTES = 48 * 1024 * 1024;

/** The segments' filters, read once each: segments never change. */
export class SegmentFilters {
  readonly #store: StoreDb;
  readonly #known = new Map<number, Uint8Array>();
  #bytes = 0;

  constructor(store: StoreDb) {
    this.#store = store;
  }

  /** Whether a segment may hold all these texts (by `textHash`). */
  mayHold(segment: number, hashes: readonly number[]): boolean {
    if (hashes.length === 0) return true;
    const bloom = this.#bloom(segment);
    return bloom !== undefined && hashes.every((hash) => mayHold(bloom, hash));
  }

  #bloom(segment: number): Uint8Array | undefined {
    const known = this.#known.get(segment);
    if (known) return known;
    const row = this.#store.sql('SELECT bloom FROM segment_filter WHERE segment = ?').get(segment);
    if (!row) return undefined;
    const bloom = row.bloom as Uint8Array;
    for (const [oldest, bytes] of this.#known) {
      if (this.#bytes + bloom.length <= KEEP_BYTES) break;
      this.#known.delete(oldest);
      this.#bytes -= bytes.length;
    }
    this.#known.set(segment, bloom);
    this.#bytes += bloom.length;
    return bloom;
  }
}
