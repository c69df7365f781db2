import { STATUS } from '../../src/core/trace/columns.ts';
import { formatDuration, formatOffset } from '../../src/core/trace/units.ts';
import { data, el } from '../shared/dom.ts';
import type { Context } from './context.ts';
import { isFoldRow, spanOfRow } from './lay-rows.ts';
import { durationText } from './row-data.ts';

const DELAY = 350;

/** What a bar says when the pointer rests on it. */
export class Tooltip {
  readonly element = el('div', { class: 'tooltip', role: 'tooltip', hidden: true });
  readonly #context: Context;
  #row: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  over(row: number | undefined, x: number, y: number): void {
    clearTimeout(this.#timer);
    if (row !== this.#row) this.element.hidden = true;
    this.#row = row;
    if (row !== undefined && this.element.hidden)
      this.#timer = setTimeout(() => this.#show(row, x, y), DELAY);
  }

  #show(row: number, x: number, y: number): void {
    const { doc } = this.#context;
    if (!doc || isFoldRow(row)) return;
    const span = spanOfRow(row);
    const { trace, selfTime, starts } = doc;
    const times = [durationText(trace, span), formatOffset(starts[span] ?? 0)];
    if (selfTime) times.splice(1, 0, `self ${formatDuration(selfTime[span] ?? 0)}`);
    this.element.replaceChildren(
      el(
        'div',
        { class: trace.status[span] === STATUS.error ? 'failure' : undefined },
        data(trace.strings.get(trace.name[span] ?? 0)),
      ),
      el('div', { class: 'dim' }, data(trace.strings.get(trace.service[span] ?? 0))),
      el('div', {}, times.join(' · ')),
    );
    this.element.hidden = false;
    const box = this.element.getBoundingClientRect();
    this.element.style.left = `${Math.max(0, Math.min(x + 12, window.innerWidth - box.width - 4))}px`;
    this.element.style.top = `${y + 18 + box.height < window.innerHeight ? y + 18 : y - box.height - 8}px`;
  }
}
