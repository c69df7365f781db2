import type { Gathered } from './gather-spans.ts';
import { readSegment } from './segment-table.ts';
import type { StoreDb } from './store-db.ts';

/** Decoded segments last used; a trace's spans lie in neighbouring ones. Counted in spans (about 250 bytes each). */
const KEEP_SPANS = 100_000;

export class SegmentCache {
  readonly #store: StoreDb;
  readonly #keep: number;
  readonly #known = new Map<string, Gathered>();
  #spans = 0;

  constructor(store: StoreDb, keep = KEEP_SPANS) {
    this.#store = store;
    this.#keep = keep;
  }

  /** See `readSegment`. A whole segment also serves those who ask for less. */
  get(id: number, whole: boolean): Gathered | undefined {
    const key = `${id}/${whole}`;
    const known = this.#known.get(`${id}/true`) ?? this.#known.get(key);
    if (known) return known;
    const read = readSegment(this.#store, id, whole);
    if (!read) return undefined;
    this.#known.set(key, read);
    this.#spans += read.batch.count;
    for (const [oldest, { batch }] of this.#known) {
      if (this.#spans <= this.#keep || oldest === key) break;
      this.#known.delete(oldest);
      this.#spans -= batch.count;
    }
    return read;
  }
}
