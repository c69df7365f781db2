import type { GroupBy, StatsRow } from '../../../src/core/analysis/operation-stats.ts';
import { formatDuration, formatInteger, formatPercent } from '../../../src/core/trace/units.ts';
import { dropdown, textField } from '../../shared/controls.ts';
import { data, el, icon } from '../../shared/dom.ts';
import { linkButton } from '../details/section.ts';
import { type PanelView, PerTrace, type ViewDeps } from './view.ts';

type Column = {
  readonly title: string;
  readonly hint: string;
  readonly value: (row: StatsRow, requestNs: number) => number | string;
  readonly text: (row: StatsRow, requestNs: number) => string;
};

const time = (title: string, hint: string, value: (row: StatsRow) => number): Column => ({
  title,
  hint,
  value,
  text: (row) => formatDuration(value(row)),
});

const COLUMNS: readonly Column[] = [
  { title: 'Group', hint: 'What the spans have in common', value: (r) => r.label, text: (r) => r.label },
  { title: 'Service', hint: 'Whose spans they are', value: (r) => r.service, text: (r) => r.service },
  { title: 'Spans', hint: 'How many', value: (r) => r.count, text: (r) => formatInteger(r.count) },
  {
    title: 'Errors',
    hint: 'How many failed',
    value: (r) => r.errors,
    text: (r) => (r.errors === 0 ? '' : `${formatInteger(r.errors)} (${formatPercent(r.errors / r.count)})`),
  },
  time('Self', 'Time no child accounts for', (r) => r.selfNs),
  {
    title: 'Critical',
    hint: 'Share of what the request waited for',
    value: (r) => r.criticalNs,
    text: (r, requestNs) =>
      requestNs > 0 && r.criticalNs > 0 ? formatPercent(r.criticalNs / requestNs) : '',
  },
  time('Total', 'All durations; what ran side by side counts twice', (r) => r.totalNs),
  time('p50', 'Half were faster', (r) => r.p50Ns),
  time('p95', '95 % were faster', (r) => r.p95Ns),
  time('p99', '99 % were faster', (r) => r.p99Ns),
  time('Max', 'The slowest', (r) => r.maxNs),
];

const GROUPS: readonly { readonly title: string; readonly groupBy: GroupBy }[] = [
  { title: 'Operation', groupBy: { by: 'operation' } },
  { title: 'Service', groupBy: { by: 'service' } },
  { title: 'Function', groupBy: { by: 'attribute', key: 'code.function.name' } },
  { title: 'File', groupBy: { by: 'attribute', key: 'code.file.path' } },
];

/** Rows shown before more are asked for: a page of text, not of memory. */
const PAGE = 200;

/** Statistics of the spans by what they have in common. */
export class TableView implements PanelView {
  readonly element = el('div', { class: 'document wide' });
  readonly #deps: ViewDeps;
  readonly #body = el('div', { class: 'table-body' });
  readonly #rows: PerTrace<readonly StatsRow[]>;
  #groupBy: GroupBy = { by: 'operation' };
  #sort = 4;
  #descending = true;
  #shown = PAGE;

  constructor(deps: ViewDeps) {
    this.#deps = deps;
    const { context } = deps;
    this.#rows = new PerTrace(
      context,
      'Counting',
      (signal) => context.host.call('table', { groupBy: this.#groupBy }, { signal }),
      () => context.invalidate('view'),
    );
    const other = textField({
      label: 'Attribute to group by',
      placeholder: 'any attribute, such as http.route',
    });
    const pick = dropdown('Group by', [...GROUPS.map((g) => g.title), 'Attribute'], (index) => {
      other.hidden = index < GROUPS.length;
      const group = GROUPS[index];
      if (group) this.#group(group.groupBy);
      else other.focus();
    });
    other.hidden = true;
    other.addEventListener('change', () => {
      if (other.value.trim() !== '') this.#group({ by: 'attribute', key: other.value.trim() });
    });
    this.element.append(
      el('div', { class: 'view-tools' }, el('label', {}, 'Group by ', pick), other),
      this.#body,
    );
  }

  shown(): void {
    this.#rows.retry();
  }

  render(): void {
    const rows = this.#rows.get();
    if (!rows) {
      this.#body.replaceChildren(el('p', { class: 'dim' }, this.#rows.failure || 'Counting.'));
      return;
    }
    const column = COLUMNS[this.#sort] ?? COLUMNS[0];
    const requestNs = this.#deps.context.doc?.findings?.requestNs ?? 0;
    const sign = this.#descending ? -1 : 1;
    const sorted = rows.toSorted(
      (a, b) => sign * compare(column?.value(a, requestNs), column?.value(b, requestNs)),
    );
    const table = el(
      'table',
      { class: 'stats' },
      el('caption', { class: 'sr-only' }, 'Statistics of the spans'),
      el(
        'thead',
        {},
        el('tr', {}, ...COLUMNS.map((c, i) => this.#header(c, i)), el('th', { scope: 'col' }, '')),
      ),
      el('tbody', {}, ...sorted.slice(0, this.#shown).map((row) => this.#row(row, requestNs))),
    );
    this.#body.replaceChildren(
      rows.length === 0 ? el('p', { class: 'dim' }, 'No span has that attribute.') : table,
    );
    if (sorted.length > this.#shown)
      this.#body.append(
        linkButton(`${formatInteger(sorted.length - this.#shown)} more`, () => {
          this.#shown += PAGE * 5;
          this.render();
        }),
      );
  }

  #group(groupBy: GroupBy): void {
    this.#groupBy = groupBy;
    this.#shown = PAGE;
    this.#rows.reset();
    this.render();
  }

  #header(column: Column, index: number): HTMLElement {
    const active = index === this.#sort;
    const button = el('button', { type: 'button', class: 'sort', title: column.hint }, column.title);
    if (active) button.append(icon(this.#descending ? 'chevron-down' : 'chevron-up'));
    button.addEventListener('click', () => {
      this.#descending = active ? !this.#descending : index > 1;
      this.#sort = index;
      this.render();
      this.#body.querySelectorAll<HTMLElement>('button.sort')[index]?.focus();
    });
    const sort = active ? (this.#descending ? 'descending' : 'ascending') : 'none';
    return el('th', { scope: 'col', 'aria-sort': sort }, button);
  }

  #row(row: StatsRow, requestNs: number): HTMLElement {
    const cells = COLUMNS.map((column, i) => {
      const text = column.text(row, requestNs);
      if (i === 0) return el('th', { scope: 'row', title: row.label }, data(text));
      const failed = column.title === 'Errors' && row.errors > 0;
      return el('td', { class: failed ? 'failure' : undefined }, i === 1 ? data(text) : text);
    });
    const slowest = linkButton(
      'slowest',
      () => this.#deps.reveal(row.slowest.span),
      'Show the slowest of them',
    );
    return el('tr', {}, ...cells, el('td', {}, slowest));
  }
}

function compare(a: number | string | undefined, b: number | string | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [x, y] = [String(a ?? ''), String(b ?? '')];
  return x < y ? -1 : x > y ? 1 : 0;
}
