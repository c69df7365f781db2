import type { Place } from '../../src/protocol/waterfall.ts';
import type { RowData } from './row-data.ts';
import { RowElement } from './row-element.ts';

export type RowLook = {
  readonly color: string;
  readonly indent: number;
  readonly active: boolean;
  /** The span has links to others. */
  readonly linked: boolean;
  readonly location: Place | undefined;
};

type Describe = (index: number) => { data: RowData; look: RowLook };

/**
 * A few dozen row elements that follow the visible rows. An element keeps its row while that stays in view, so that
 * scrolling by a row writes one element.
 */
export class RowList {
  readonly #host: HTMLElement;
  readonly #idPrefix: string;
  readonly #shown = new Map<number, RowElement>();
  readonly #spare: RowElement[] = [];
  readonly #byElement = new Map<Element, RowElement>();
  #made = 0;

  constructor(host: HTMLElement, idPrefix: string) {
    this.#host = host;
    this.#idPrefix = idPrefix;
  }

  /** `version` changes whenever rows may read differently. `topOf` is the place of a row in the host, in px. */
  render(
    indexes: readonly number[],
    version: number,
    topOf: (index: number, at: number) => number,
    describe: Describe,
  ): void {
    const wanted = new Set(indexes);
    for (const [index, row] of this.#shown)
      if (!wanted.has(index)) {
        this.#shown.delete(index);
        this.#spare.push(row);
      }
    indexes.forEach((index, at) => {
      let row = this.#shown.get(index);
      if (!row) {
        row = this.#spare.pop() ?? this.#make();
        this.#shown.set(index, row);
        row.index = index;
        row.version = -1;
        row.element.hidden = false;
      }
      const top = `${topOf(index, at)}px`;
      if (row.element.style.top !== top) row.element.style.top = top;
      if (row.version === version) return;
      row.version = version;
      const { data, look } = describe(index);
      row.update(data, look);
    });
    for (const row of this.#spare) if (!row.element.hidden) row.element.hidden = true;
  }

  /** The row an event happened in. */
  rowOf(target: EventTarget | null): RowElement | undefined {
    const element = target instanceof Element ? target.closest('.row') : null;
    return element ? this.#byElement.get(element) : undefined;
  }

  elementOf(index: number): HTMLElement | undefined {
    return this.#shown.get(index)?.element;
  }

  #make(): RowElement {
    const row = new RowElement(`${this.#idPrefix}${this.#made++}`);
    this.#byElement.set(row.element, row);
    this.#host.append(row.element);
    return row;
  }
}
