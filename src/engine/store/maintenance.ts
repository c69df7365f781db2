import type { Logger } from '../../core/ports.ts';
import type { RetentionConfig } from '../../protocol/engine-store.ts';
import { buildLargeTrace } from './built-traces.ts';
import { Catalogue } from './catalogue.ts';
import type { Clock } from './clock.ts';
import { ClockWatch } from './clock-watch.ts';
import { FOLD_BATCH, foldStats } from './fold-stats.ts';
import { mergeSegments } from './merge-segments.ts';
import { DEFAULT_RETENTION, pruneStats, pruneStore, shrink } from './prune-store.ts';
import { SegmentCache } from './segment-cache.ts';
import { SegmentFilters } from './segment-filters.ts';
import type { StoreDb } from './store-db.ts';

/** ms between two runs of each kind of work. Every kind is bounded to some 100 ms, but for a very large trace. */
const EVERY = { fold: 10_000, prune: 15_000, merge: 5000, build: 3000, stats: 3600_000 } as const;

type Kind = keyof typeof EVERY;

export type MaintenanceOptions = {
  readonly clock: Clock;
  readonly log: Logger;
  /** Spans were deleted. */
  readonly removed: () => void;
};

/**
 * Keeps the store small and quick: folds statistics, deletes what is too old or too much, merges small segments, builds
 * large traces. All of it may be done by several processes at once: each step checks, in its transaction, that what it
 * works on is still there.
 */
export class Maintenance {
  readonly #options: MaintenanceOptions;
  readonly #watch: ClockWatch;
  readonly #due = new Map<Kind, number>();
  #retention = DEFAULT_RETENTION;

  constructor(options: MaintenanceOptions) {
    this.#options = options;
    this.#watch = new ClockWatch(options.clock);
    const now = options.clock.monotonicMs();
    for (const kind of Object.keys(EVERY) as Kind[]) this.#due.set(kind, now + EVERY[kind] / 2);
    this.#due.set('stats', now + 60_000);
  }

  set retention(retention: RetentionConfig) {
    this.#retention = retention;
    this.#due.set('prune', 0);
  }

  /** Does at most one piece of work. To be called on a timer, after what was received is written. */
  run(store: StoreDb): void {
    const now = this.#options.clock.monotonicMs();
    // The clock is looked at all the time, or a jump would be taken for a long pause.
    const steady = this.#watch.steady();
    const kind = [...this.#due].find(([, due]) => due <= now)?.[0];
    if (!kind) return;
    this.#due.set(kind, now + EVERY[kind]);
    try {
      if (this.#work(kind, store, steady)) this.#due.set(kind, now);
    } catch (error) {
      // A full disk or a busy file: the next time will do.
      this.#options.log.debug(`store maintenance (${kind}): ${(error as Error).message}`);
    }
  }

  /** Whether there is more to do at once. */
  #work(kind: Kind, store: StoreDb, steady: boolean): boolean {
    const nowMs = this.#options.clock.wallMs();
    switch (kind) {
      case 'fold':
        return foldStats(store) >= FOLD_BATCH;
      case 'prune': {
        const pruned = pruneStore(store, this.#retention, steady ? nowMs : undefined);
        if (pruned > 0) this.#options.removed();
        shrink(store);
        return false;
      }
      case 'merge':
        return mergeSegments(store, nowMs);
      case 'build': {
        const segments = {
          catalogue: new Catalogue(store),
          filters: new SegmentFilters(store),
          cache: new SegmentCache(store, 0),
        };
        return buildLargeTrace(store, segments, nowMs);
      }
      case 'stats':
        if (steady) pruneStats(store, this.#retention, nowMs);
        return false;
    }
  }
}
