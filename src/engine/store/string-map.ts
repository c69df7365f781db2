import type { StringTable } from '../../core/trace/strings.ts';

/** Tables beyond this are not given an array of their size for the sake of a few rows. */
const LARGE_TABLE = 2048;
const FEW_ROWS = 256;

/** Ids of one string table in another, interned there when first asked for. */
export class StringMap {
  readonly #from: StringTable;
  readonly #to: StringTable;
  readonly #same: boolean;
  /** Mapped id + 1; zero: not yet asked for. */
  readonly #ids: Uint32Array | undefined;
  readonly #few = new Map<number, number>();

  /** `rows`: how many are going to be copied. */
  constructor(from: StringTable, to: StringTable, rows: number) {
    this.#from = from;
    this.#to = to;
    this.#same = from === to;
    const few = this.#same || (from.size > LARGE_TABLE && rows < FEW_ROWS);
    this.#ids = few ? undefined : new Uint32Array(from.size);
  }

  id(source: number): number {
    if (this.#same || source === 0) return source;
    const ids = this.#ids;
    const known = (ids ? ids[source] : this.#few.get(source)) ?? 0;
    if (known !== 0) return known - 1;
    const fresh = this.#to.internFrom(this.#from, source);
    if (ids) ids[source] = fresh + 1;
    else this.#few.set(source, fresh + 1);
    return fresh;
  }
}
