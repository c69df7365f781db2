import { type Delta, unpackDeltas } from './stat-deltas.ts';
import type { StoreDb } from './store-db.ts';

type Parsed = {
  readonly first: number;
  readonly last: number;
  readonly bySeries: ReadonlyMap<number, Delta[]>;
};

/** Deltas that are not folded yet, parsed once each: a few seconds of what was written. */
export class PendingDeltas {
  readonly #store: StoreDb;
  #known = new Map<number, Parsed>();

  constructor(store: StoreDb) {
    this.#store = store;
  }

  /** Those that touch the minutes [from, to]. Call it in the transaction that reads the folded rows. */
  between(from: number, to: number): Parsed[] {
    const present = this.#store.sql('SELECT seq FROM stat_delta ORDER BY seq').all();
    const next = new Map<number, Parsed>();
    for (const row of present) {
      const seq = Number(row.seq);
      const parsed = this.#known.get(seq) ?? this.#parse(seq);
      if (parsed) next.set(seq, parsed);
    }
    this.#known = next;
    return [...next.values()].filter((p) => p.first <= to && p.last >= from);
  }

  #parse(seq: number): Parsed | undefined {
    const row = this.#store
      .sql('SELECT first_minute, last_minute, data FROM stat_delta WHERE seq = ?')
      .get(seq);
    if (!row) return undefined;
    const bySeries = new Map<number, Delta[]>();
    for (const delta of unpackDeltas(row.data as Uint8Array)) {
      const list = bySeries.get(delta.id);
      if (list) list.push(delta);
      else bySeries.set(delta.id, [delta]);
    }
    return { first: Number(row.first_minute), last: Number(row.last_minute), bySeries };
  }
}
