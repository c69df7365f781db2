import type { AttributePath, ShownAttribute, SpanDetails } from '../../../src/core/trace/span-details.ts';
import type { ReverseLink, ShownFrame } from '../../../src/protocol/engine-view.ts';
import type { ShownLog, UsualTimes } from '../../../src/protocol/waterfall.ts';
import { button } from '../../shared/controls.ts';
import { data, el } from '../../shared/dom.ts';
import type { Context } from '../context.ts';
import type { Doc } from '../doc.ts';
import { isFoldRow, spanOfRow } from '../lay-rows.ts';
import { kindName } from '../row-data.ts';
import { type AttributeActions, attributeList } from './attribute-list.ts';
import { errorSection, eventsSection } from './events-section.ts';
import { linksSection } from './links-section.ts';
import { logsSection } from './logs-section.ts';
import { runSection } from './run-section.ts';
import { section } from './section.ts';
import { timeSection } from './time-section.ts';

export type DetailsActions = {
  readonly openCode: (span: number) => void;
  readonly openFrame: (span: number, frame: ShownFrame) => void;
  readonly similar: (span: number) => void;
  readonly menu: (span: number, anchor: HTMLElement) => void;
  readonly findAll: (key: string, text: string, type: ShownAttribute['type']) => void;
  readonly copy: (text: string, what: string) => void;
  /** Where the span is on the critical path, pairs of from and to; undefined until known. */
  readonly path: (span: number) => Float64Array | undefined;
  /** What is usual for the span's function, where that is known. */
  readonly usual: (span: number) => UsualTimes | undefined;
  /** The place in code, if one is known; its text and how sure it is. */
  readonly location: (span: number) => { readonly label: string; readonly why: string } | undefined;
};

/** A selection that lasts shorter (ms) than this is passed over: arrow keys held down fetch nothing. */
const SETTLE = 40;
const MORE_ITEMS = 100_000;

type Known = {
  readonly doc: Doc;
  readonly details: SpanDetails;
  head: HTMLElement;
  /** What the head says of the place in code. */
  why: string | undefined;
  time: HTMLElement;
};

/** Everything about the selected span. */
export class DetailsPane {
  readonly element = el('aside', { class: 'details', 'aria-label': 'Span details', tabindex: -1 });
  readonly #context: Context;
  readonly #actions: DetailsActions;
  #shown = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;
  /** The span that is shown. */
  #known: Known | undefined;

  constructor(context: Context, actions: DetailsActions) {
    this.#context = context;
    this.#actions = actions;
  }

  render(): void {
    const { doc, store } = this.#context;
    const { active, detailsOpen } = store.state;
    this.element.hidden = !detailsOpen;
    if (!detailsOpen || !doc) return;
    // Analyses, times and places may come later than the span: then it is drawn again.
    const shown = `${active} ${doc.version} ${store.state.adjusted} ${store.state.clock}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const known = this.#known;
    // What the user opened in it, or made visible, stays so.
    if (known?.doc === doc && known.details.span === active) {
      this.#refresh(known);
      return;
    }
    this.#known = undefined;
    clearTimeout(this.#timer);
    this.#running?.abort();
    if (active < 0) this.element.replaceChildren(hint());
    else if (isFoldRow(active)) this.element.replaceChildren(runSection(doc, spanOfRow(active)));
    else this.#timer = setTimeout(() => void this.#load(doc, active), SETTLE);
  }

  async #load(doc: Doc, span: number, items?: number): Promise<void> {
    const { host } = this.#context;
    const abort = new AbortController();
    this.#running = abort;
    const options = { signal: abort.signal };
    const none =
      <T>(fallback: T) =>
      () =>
        fallback;
    try {
      const [details, logs, reverse] = await Promise.all([
        host.call('span', items === undefined ? { span } : { span, items }, options),
        host.call('logs', { span }, options).catch(none<readonly ShownLog[]>([])),
        host.call('reverseLinks', { span }, options).catch(none<readonly ReverseLink[]>([])),
      ]);
      if (!abort.signal.aborted) this.#show(doc, details, logs, reverse);
    } catch (error) {
      if (abort.signal.aborted) return;
      const text = error instanceof Error ? error.message : String(error);
      this.element.replaceChildren(el('p', { class: 'failure' }, text));
    }
  }

  #show(doc: Doc, details: SpanDetails, logs: readonly ShownLog[], reverse: readonly ReverseLink[]): void {
    const { span } = details;
    const top = this.element.scrollTop;
    const same = this.element.dataset.span === String(span);
    const { host } = this.#context;
    const more = () => void this.#load(doc, span, MORE_ITEMS);
    const actions: AttributeActions = {
      whole: (path: AttributePath) => host.call('attribute', { span, path }),
      copy: this.#actions.copy,
      findAll: this.#actions.findAll,
      more,
    };
    const stack = {
      frames: (event: number) => host.call('stack', { span, event }),
      openFrame: (frame: ShownFrame) => this.#actions.openFrame(span, frame),
    };
    const list = (owner: 'span' | 'resource' | 'scope', attributes: SpanDetails['attributes']) =>
      attributeList(attributes, { owner, item: 0 }, actions);
    const why = this.#actions.location(span)?.why;
    const known = { doc, details, head: this.#head(doc, details), why, time: this.#time(doc, span) };
    this.#known = known;
    const parts = [
      known.head,
      known.time,
      errorSection(details, stack),
      details.attributes.count > 0 ? section('Attributes', list('span', details.attributes)) : undefined,
      eventsSection(details, doc.trace.start[span] ?? 0, () => actions, more),
      logsSection(logs, doc.trace.start[span] ?? 0),
      linksSection(details, reverse, {
        own: doc.trace.traceId,
        open: (traceId, spanId) => {
          host.call('open', { traceId, spanId }).catch((error: Error) => this.#context.tell(error.message));
        },
        attributes: () => actions,
      }),
      section('Resource', list('resource', details.resource)),
      scopeSection(details, list('scope', details.scope.attributes)),
    ];
    this.element.dataset.span = String(span);
    this.element.replaceChildren(...parts.filter((part) => part !== undefined));
    this.element.scrollTop = same ? top : 0;
  }

  /** Analyses, usual times and places come later than the span, or anew: only what tells of them is replaced. */
  #refresh(known: Known): void {
    const { doc, details } = known;
    const time = this.#time(doc, details.span);
    known.time.replaceWith(time);
    known.time = time;
    const why = this.#actions.location(details.span)?.why;
    if (why === known.why) return;
    const head = this.#head(doc, details);
    known.head.replaceWith(head);
    known.head = head;
    known.why = why;
  }

  #time(doc: Doc, span: number): HTMLElement {
    return timeSection(doc, span, this.#actions.usual(span), this.#actions.path(span));
  }

  #head(doc: Doc, details: SpanDetails): HTMLElement {
    const { span } = details;
    const place = this.#actions.location(span);
    const menu: HTMLElement = button(
      { label: 'More about this span', appearance: 'icon', icon: 'ellipsis' },
      () => this.#actions.menu(span, menu),
    );
    return el(
      'div',
      { class: 'details-head' },
      el('h2', {}, data(details.name || '(no name)')),
      el(
        'div',
        { class: 'dim' },
        data(details.service || '(no service)'),
        ` · ${kindName(doc.trace, span)} · span `,
        el('span', { class: 'mono selectable' }, details.spanId),
      ),
      el(
        'div',
        { class: 'buttons' },
        button({ label: place ? `Open ${place.label}` : 'Open code', appearance: 'primary' }, () =>
          this.#actions.openCode(span),
        ),
        button({ label: 'Similar', title: 'Find the spans of this operation' }, () =>
          this.#actions.similar(span),
        ),
        menu,
      ),
      place ? el('div', { class: 'dim why' }, place.why) : undefined,
    );
  }
}

const hint = () => el('p', { class: 'dim hint' }, 'Select a span to see its attributes, events and code.');

function scopeSection(
  { scope, traceState, parentId }: SpanDetails,
  attributes: HTMLElement,
): HTMLElement | undefined {
  const rows: HTMLElement[] = [];
  const line = (name: string, value: string) =>
    rows.push(el('div', {}, el('span', { class: 'dim' }, `${name} `), data(value)));
  if (scope.name !== '')
    line('library', scope.version === '' ? scope.name : `${scope.name} ${scope.version}`);
  if (traceState !== '') line('tracestate', traceState);
  if (parentId !== '') line('parent', parentId);
  return rows.length === 0 ? undefined : section('Instrumentation', ...rows, attributes);
}
