import type { Place, Places } from '../../src/protocol/waterfall.ts';
import type { Extras } from './extras.ts';
import { isFoldRow, spanOfRow } from './lay-rows.ts';

/** Places in code of rows, as far as they are known: the host numbers them, rows know their number. */
export class PlaceBook {
  readonly #extras: Extras;
  #places: Places | undefined;

  constructor(extras: Extras) {
    this.#extras = extras;
  }

  get counts(): Places['counts'] | undefined {
    return this.#places?.counts;
  }

  take(places: Places): void {
    // Rows that were fetched before the sites were known do not say theirs.
    if (!this.#places) this.#extras.forget();
    this.#places = places;
  }

  ofSpan(span: number): Place | undefined {
    const number = this.#extras.of(span)?.place;
    return number === undefined ? undefined : this.#places?.byNumber[number];
  }

  ofRow(row: number): Place | undefined {
    return this.ofSpan(isFoldRow(row) ? spanOfRow(row) : row);
  }
}
