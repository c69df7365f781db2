import type { Place } from '../../src/protocol/waterfall.ts';
import { data, el, icon, setAttribute, setText } from '../shared/dom.ts';
import type { RowData } from './row-data.ts';

/** How sure a location is, as rows show it. */
export const SURE_MARKS = { exact: '●', likely: '◐', guess: '○' } as const;
export type Sureness = Place['sureness'];

/** Deep rows are indented less and less, so that the name keeps most of the column. */
export function indentPx(indent: number, step: number, columnWidth: number): number {
  const room = columnWidth * 0.45;
  const straight = indent * step;
  if (straight <= room / 2) return straight;
  const level = room / 2 / step;
  return room / 2 + (room / 2) * (1 - level / Math.max(level, indent));
}

/** One recycled row: built once, then only its texts and attributes change. */
export class RowElement {
  readonly element: HTMLElement;
  readonly #chevron = icon('chevron-right');
  readonly #swatch = el('span', { class: 'swatch' });
  readonly #name = data('', 'name');
  readonly #service = data('', 'service');
  readonly #flag = icon('blank');
  readonly #link = el('i', { class: 'codicon codicon-link linked', title: 'Linked with other spans' });
  /** Told with the row and opened by Enter: a control of its own here would be one more than a tree row may hold. */
  readonly #location = el('span', { class: 'location', 'aria-hidden': true });
  readonly #sure = el('i', { class: 'sure', 'aria-hidden': true });
  readonly #place = el('bdi');
  readonly #duration = el('span', { class: 'number', role: 'gridcell' });
  readonly #self = el('span', { class: 'number self', role: 'gridcell' });
  readonly #label: HTMLElement;
  /** Row and content version it shows; nothing is written while they stay. */
  index = -1;
  version = -1;
  row = -1;

  constructor(id: string) {
    this.#location.append(this.#sure, el('span', { class: 'whole-or-none' }, this.#place));
    this.#label = el(
      'span',
      { class: 'label', role: 'gridcell' },
      this.#chevron,
      this.#swatch,
      this.#name,
      // Out of sight, on a second line, unless all of it fits.
      el('span', { class: 'whole-or-none' }, this.#service),
      this.#flag,
      this.#link,
      this.#location,
    );
    this.element = el(
      'div',
      { class: 'row', role: 'row', id },
      this.#label,
      this.#duration,
      this.#self,
      el('span', { class: 'lane', role: 'gridcell', 'aria-hidden': true }),
    );
    this.#chevron.dataset.part = 'chevron';
    this.#location.dataset.part = 'location';
    this.#label.dataset.part = 'label';
  }

  update(
    row: RowData,
    look: { color: string; indent: number; active: boolean; linked: boolean; location: Place | undefined },
  ) {
    const { element } = this;
    this.row = row.row;
    setText(this.#name, row.name);
    setText(this.#service, row.sameService ? '' : row.service);
    setText(this.#duration, row.duration);
    setText(this.#self, row.self);
    this.#label.style.paddingInlineStart = `${look.indent}px`;
    this.#swatch.style.backgroundColor = look.color;
    this.#chevron.className = `chevron codicon codicon-chevron-${row.expanded ? 'down' : 'right'}`;
    this.#chevron.style.visibility = row.expanded === undefined ? 'hidden' : 'visible';
    this.#showFlag(row);
    this.#link.hidden = !look.linked;
    this.#showLocation(look.location);
    element.classList.toggle('odd', this.index % 2 === 1);
    element.classList.toggle('failed', row.failed);
    element.classList.toggle('critical', row.critical);
    element.classList.toggle('match', row.match);
    element.classList.toggle('at-cursor', row.atCursor);
    this.setActive(look.active);
    setAttribute(element, 'aria-level', String(row.level));
    setAttribute(element, 'aria-posinset', row.position > 0 ? String(row.position) : undefined);
    setAttribute(element, 'aria-setsize', row.siblings > 0 ? String(row.siblings) : undefined);
    setAttribute(element, 'aria-rowindex', String(this.index + 2));
    setAttribute(element, 'aria-expanded', row.expanded === undefined ? undefined : String(row.expanded));
    setAttribute(element, 'aria-label', spoken(row, look));
  }

  setActive(active: boolean): void {
    this.element.classList.toggle('active', active);
    setAttribute(this.element, 'aria-selected', String(active));
  }

  #showFlag(row: RowData): void {
    const below = !row.failed && row.errorBelow && row.expanded === false;
    this.#flag.className = row.failed
      ? 'flag codicon codicon-error'
      : below
        ? 'flag codicon codicon-circle-small-filled'
        : 'flag';
    this.#flag.hidden = !row.failed && !below;
    this.#flag.title = below ? 'An error further down' : '';
  }

  #showLocation(location: Place | undefined): void {
    this.#location.hidden = location === undefined;
    if (!location) return;
    setText(this.#sure, SURE_MARKS[location.sureness]);
    setText(this.#place, location.label);
    this.#location.title = location.why;
    this.#location.classList.toggle('guess', location.sureness === 'guess');
  }
}

function spoken(
  row: RowData,
  { linked, location }: { linked: boolean; location: Place | undefined },
): string {
  const parts = [row.name, row.service, row.duration];
  if (row.self) parts.push(`self ${row.self}`);
  if (row.failed) parts.push('failed');
  else if (row.errorBelow) parts.push('errors below');
  if (row.critical) parts.push('on the critical path');
  if (linked) parts.push('linked');
  if (row.match) parts.push('found');
  if (location) parts.push(`${location.label}, ${location.sureness}`);
  return parts.join(', ');
}
