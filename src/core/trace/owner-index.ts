import type { AttributeRows } from './attribute-rows.ts';
import type { OwnerRows } from './span-batch.ts';

/** Finds equal resources (or scopes) again, so that a stream of small batches stores each once. */
export class OwnerIndex {
  readonly #rows: OwnerRows;
  readonly #attributes: AttributeRows;
  readonly #ranges = new Map<string, { readonly from: number; readonly to: number }>();
  readonly #owners = new Map<string, number>([['0,0,0,0,0,0', 0]]);

  constructor(rows: OwnerRows, attributes: AttributeRows) {
    this.#rows = rows;
    this.#attributes = attributes;
  }

  /** Takes the attributes at the end of the table, from `from` on, as an owner's; drops them again if known. */
  takeAttributes(from: number): { readonly from: number; readonly to: number } {
    const { key, type, value } = this.#attributes;
    const to = this.#attributes.length;
    if (to === from) return EMPTY;
    let content = '';
    for (let a = from; a < to; a++) content += `${key.at(a)},${type.at(a)},${value.at(a)};`;
    const known = this.#ranges.get(content);
    if (known) {
      this.#attributes.truncate(from);
      return known;
    }
    const range = { from, to };
    this.#ranges.set(content, range);
    return range;
  }

  /** Row of an owner with these fields, added where there is none. */
  add(owner: Owner): number {
    const { attrFrom, attrTo, dropped, schemaUrl, name, version } = owner;
    const content = `${attrFrom},${attrTo},${dropped},${schemaUrl},${name},${version}`;
    const known = this.#owners.get(content);
    if (known !== undefined) return known;
    const row = this.#rows.add(attrFrom, attrTo, dropped, schemaUrl, name, version);
    this.#owners.set(content, row);
    return row;
  }
}

const EMPTY = { from: 0, to: 0 };

/** A resource or scope as it is read; texts are string ids. */
export type Owner = {
  attrFrom: number;
  attrTo: number;
  dropped: number;
  schemaUrl: number;
  name: number;
  version: number;
};

export function emptyOwner(): Owner {
  return { attrFrom: 0, attrTo: 0, dropped: 0, schemaUrl: 0, name: 0, version: 0 };
}
