import { Catalogue } from './catalogue.ts';
import { PendingDeltas } from './pending-deltas.ts';
import type { Segments } from './read-trace.ts';
import { SegmentCache } from './segment-cache.ts';
import { SegmentFilters } from './segment-filters.ts';
import { SiteIndex } from './site-index.ts';
import { SiteResolver } from './site-series.ts';
import type { StoreDb } from './store-db.ts';

/** All that reading keeps of one open store. */
export type ReaderState = Segments & {
  readonly store: StoreDb;
  readonly sites: SiteIndex;
  readonly resolver: SiteResolver;
  readonly pending: PendingDeltas;
};

/** ms between two looks whether the file is still the one that was opened. */
const CHECK_EVERY = 500;

/** The reading side's connection: opened when first needed, and again when the file was replaced by another. */
export class StoreReader {
  readonly #open: () => StoreDb;
  #state: ReaderState | undefined;
  #checkedAt = 0;

  constructor(open: () => StoreDb) {
    this.#open = open;
  }

  get(): ReaderState {
    const now = performance.now();
    if (this.#state && now - this.#checkedAt > CHECK_EVERY) {
      this.#checkedAt = now;
      if (!this.#state.store.current) this.close();
    }
    this.#state ??= stateOf(this.#open());
    return this.#state;
  }

  close(): void {
    this.#state?.store.close();
    this.#state = undefined;
  }
}

function stateOf(store: StoreDb): ReaderState {
  const sites = new SiteIndex(store);
  return {
    store,
    catalogue: new Catalogue(store),
    filters: new SegmentFilters(store),
    cache: new SegmentCache(store),
    sites,
    resolver: new SiteResolver(sites),
    pending: new PendingDeltas(store),
  };
}
