import type { TimeRange } from '../../core/ports.ts';
import type { SegmentSummary } from './segment-summary.ts';
import { allSegments, readSummary, type SegmentInfo } from './segment-table.ts';
import type { StoreDb } from './store-db.ts';

/** The list of segments as of the last commit of anybody, read anew only when there was one. */
export class Catalogue {
  readonly #store: StoreDb;
  #version = -1;
  #segments: readonly SegmentInfo[] = [];
  readonly #summaries = new Map<number, SegmentSummary>();

  constructor(store: StoreDb) {
    this.#store = store;
  }

  /** In the order of receiving. */
  segments(): readonly SegmentInfo[] {
    const version = this.#store.number('PRAGMA data_version');
    if (version === this.#version) return this.#segments;
    this.#version = version;
    this.#segments = allSegments(this.#store);
    const ids = new Set(this.#segments.map((s) => s.id));
    for (const id of this.#summaries.keys()) if (!ids.has(id)) this.#summaries.delete(id);
    return this.#segments;
  }

  /** Those with a span that starts in the range. */
  in(range: TimeRange): SegmentInfo[] {
    return this.segments().filter((s) => s.lastMs >= range.fromMs && s.firstMs <= range.toMs);
  }

  summary(id: number): SegmentSummary | undefined {
    const known = this.#summaries.get(id);
    if (known) return known;
    const text = readSummary(this.#store, id);
    if (text === undefined) return undefined;
    const summary = JSON.parse(text) as SegmentSummary;
    this.#summaries.set(id, summary);
    return summary;
  }
}
