import type { Sentence } from '../../src/core/analysis/sentence.ts';
import { STATUS } from '../../src/core/trace/columns.ts';
import { formatDuration, plural } from '../../src/core/trace/units.ts';
import { data, el } from '../shared/dom.ts';
import type { Context } from './context.ts';
import type { Doc } from './doc.ts';
import { dateTimeLabel } from './time-labels.ts';

export type HeaderActions = {
  readonly reveal: (span: number) => void;
  readonly openCode: (span: number) => void;
  readonly copy: (text: string, what: string) => void;
  readonly location: (span: number) => string | undefined;
};

/** What the trace is, and under it the answer in words. */
export class Header {
  readonly element = el('header', { class: 'head' });
  readonly #context: Context;
  readonly #actions: HeaderActions;
  #open = false;
  #shown = '';
  #watching: ResizeObserver | undefined;

  constructor(context: Context, actions: HeaderActions) {
    this.#context = context;
    this.#actions = actions;
  }

  render(summary: Sentence | undefined): void {
    const { doc } = this.#context;
    if (!doc) return;
    // Places come a few at a time while rows are scrolled; most of them are not told of here.
    const told = (summary ?? []).map(({ text, span }) => [
      text,
      span !== undefined && this.#actions.location(span),
    ]);
    const shown = JSON.stringify([doc.head, told]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const story = this.#story(summary);
    this.element.replaceChildren(this.#title(doc), story, this.#more(story));
  }

  /** Long answers are cut at three lines; whether this one is depends on the panel's width. */
  #more(story: HTMLElement): HTMLElement {
    story.classList.toggle('open', this.#open);
    const more = el(
      'button',
      { type: 'button', class: 'link quiet story-more', hidden: true },
      this.#open ? 'less' : 'more',
    );
    more.addEventListener('click', () => {
      this.#open = !this.#open;
      story.classList.toggle('open', this.#open);
      more.textContent = this.#open ? 'less' : 'more';
    });
    this.#watching?.disconnect();
    this.#watching = new ResizeObserver(() => {
      more.hidden = !this.#open && story.scrollHeight <= story.clientHeight + 1;
    });
    this.#watching.observe(story);
    return more;
  }

  #title({ head, trace, services }: Doc): HTMLElement {
    const failed = trace.status[0] === STATUS.error;
    const id = el('button', {
      type: 'button',
      class: 'link mono',
      title: `Copy the trace id ${head.traceId}`,
    });
    id.append(`${head.traceId.slice(0, 8)}…${head.traceId.slice(-6)}`);
    id.addEventListener('click', () => this.#actions.copy(head.traceId, 'the trace id'));
    const facts = [
      plural(head.spanCount, 'span'),
      plural(services.length, 'service'),
      dateTimeLabel(trace.epoch, new Date()),
    ];
    const small = el(
      'small',
      {},
      data(head.rootService),
      head.rootService === '' ? '' : ' · ',
      `${facts.join(' · ')} · `,
      id,
    );
    return el(
      'h1',
      {},
      data(head.rootName || '(no name)'),
      el('span', {}, formatDuration(trace.length)),
      failed ? el('span', { class: 'failure' }, 'failed') : undefined,
      small,
    );
  }

  #story(summary: Sentence | undefined): HTMLElement {
    const story = el('p', { class: 'story' });
    // The line is there from the start, so that nothing moves when the analyses arrive.
    if (!summary) story.append('\u00a0');
    const placed = new Set<string>();
    for (const { text, span, tone } of summary ?? []) {
      const piece = span === undefined ? document.createTextNode(text) : this.#link(text, span, tone);
      story.append(piece);
      const place = span === undefined ? undefined : this.#actions.location(span);
      if (span === undefined || !place || placed.has(place)) continue;
      placed.add(place);
      const link = el('button', { type: 'button', class: 'link place' }, data(place));
      link.addEventListener('click', () => this.#actions.openCode(span));
      story.append(' · ', link);
    }
    return story;
  }

  #link(text: string, span: number, tone: 'strong' | 'error' | undefined): HTMLElement {
    const link = el(
      'button',
      { type: 'button', class: `piece ${tone ?? ''}`, title: 'Show the span' },
      data(text),
    );
    link.addEventListener('click', () => this.#actions.reveal(span));
    return link;
  }
}
