import type { StoreDb } from './store-db.ts';

export type Seen = {
  /** Spans that came in, whoever received them. */
  readonly added: number;
  /** Of them, those that other processes wrote. */
  readonly byOthers: number;
  /** Spans were deleted. */
  readonly removed: boolean;
};

/** Tells what happened to the store since it was last looked at. Looking costs next to nothing while nothing did. */
export class StoreWatch {
  readonly #store: StoreDb;
  #version: number;
  #lastId = 0;
  #spans = 0;

  constructor(store: StoreDb) {
    this.#store = store;
    this.#version = this.#dataVersion();
    const { id, spans } = this.#totals();
    this.#lastId = id;
    this.#spans = spans;
  }

  /** `own`: spans that this connection wrote since the last look. Undefined: nothing changed. */
  look(own: number): Seen | undefined {
    const version = this.#dataVersion();
    if (own === 0 && version === this.#version) return undefined;
    this.#version = version;
    const before = this.#spans;
    const { id, spans, added } = this.#totals();
    this.#lastId = id;
    this.#spans = spans;
    const removed = spans < before + added;
    return added === 0 && !removed ? undefined : { added, byOthers: Math.max(0, added - own), removed };
  }

  /** Raised by other connections' commits only. */
  #dataVersion(): number {
    return this.#store.number('PRAGMA data_version');
  }

  #totals(): { readonly id: number; readonly spans: number; readonly added: number } {
    const row = this.#store
      .sql(
        `SELECT max(id) AS id, total(spans) AS spans,
           total(CASE WHEN id > ? AND level = 0 THEN spans ELSE 0 END) AS added FROM segment`,
      )
      .get(this.#lastId);
    // An empty table has no highest id; ids go on from where they were.
    return {
      id: Math.max(this.#lastId, Number(row?.id ?? 0)),
      spans: Number(row?.spans ?? 0),
      added: Number(row?.added ?? 0),
    };
  }
}
