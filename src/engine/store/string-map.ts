import type { StringTable } from '../../core/trace/strings.ts';

/** Ids of one string table in another, interned there when first asked for. */
export class StringMap {
  readonly #from: StringTable;
  readonly #to: StringTable;
  readonly #same: boolean;
  /** Mapped id + 1; zero: not yet asked for. */
  readonly #ids: Uint32Array;

  constructor(from: StringTable, to: StringTable) {
    this.#from = from;
    this.#to = to;
    this.#same = from === to;
    this.#ids = new Uint32Array(this.#same ? 0 : from.size);
  }

  id(source: number): number {
    if (this.#same || source === 0) return source;
    const known = this.#ids[source] ?? 0;
    if (known !== 0) return known - 1;
    const fresh = this.#to.internFrom(this.#from, source);
    this.#ids[source] = fresh + 1;
    return fresh;
  }
}
