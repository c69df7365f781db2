import type { Pattern, PatternKind } from '../../../src/core/analysis/patterns/pattern.ts';
import { formatDuration, formatPercent, plural } from '../../../src/core/trace/units.ts';
import type { Findings } from '../../../src/protocol/engine-analysis.ts';
import { data, el, icon } from '../../shared/dom.ts';
import { linkButton } from '../details/section.ts';
import type { Doc } from '../doc.ts';
import { sentenceElement } from './sentence-element.ts';
import type { PanelView, ViewDeps } from './view.ts';

/** What each finding means and what helps. */
const ADVICE: Readonly<Record<PatternKind, string>> = {
  'n-plus-one':
    'Each call waits for the one before. One call for all of them (a join, IN, a batch endpoint, a data loader) takes about as long as one of these.',
  'serial-could-be-parallel':
    'None of these needs what another returns, as far as the trace shows. Started together they take as long as the longest.',
  'retry-storm':
    'Every try waits for its own time limit. A shorter limit, a circuit breaker, or giving up earlier bounds what users wait.',
  'fan-out':
    'Many calls at once load what they call and wait for the slowest. One call for all, or a bound on how many run together, is kinder to both.',
  gap: 'Nothing that is measured happens here: the code of the span itself, garbage collection, a lock, or a call without instrumentation.',
  'queue-wait':
    'Time between sending and receiving: consumers are too few or too slow, or fetch in large batches.',
  'dominant-child': 'Whatever else is made faster, this decides how long the whole takes.',
  'chatty-pair': 'Two services that exchange so many messages for one request may want one coarser call.',
  'wrong-host': 'A host of another environment: a copied setting, or an address that was left in the code.',
};

const ICONS: Partial<Record<PatternKind, string>> = {
  'n-plus-one': 'list-ordered',
  'serial-could-be-parallel': 'list-ordered',
  'retry-storm': 'refresh',
  'fan-out': 'type-hierarchy-sub',
  gap: 'question',
  'queue-wait': 'watch',
  'dominant-child': 'flame',
  'chatty-pair': 'comment-discussion',
  'wrong-host': 'warning',
};

/** Where the time went, what stands out, and how far the trace can be believed; each with a way to its spans. */
export class FindingsView implements PanelView {
  readonly element = el('div', { class: 'document' });
  readonly #deps: ViewDeps;
  #shown: unknown;

  constructor(deps: ViewDeps) {
    this.#deps = deps;
  }

  render(): void {
    const { doc } = this.#deps.context;
    const findings = doc?.findings;
    const shown = findings ? `${doc?.version}` : 'none';
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (!doc || !findings) {
      this.element.replaceChildren(el('p', { class: 'dim' }, 'The trace is being analysed.'));
      return;
    }
    const { patterns, health } = findings;
    this.element.replaceChildren(
      ...[
        this.#chain(doc, findings),
        this.#shares(doc, findings),
        el('h2', {}, 'What stands out'),
        patterns.length === 0
          ? el('p', { class: 'dim' }, 'Nothing: no repeated calls, no retries, no gaps.')
          : undefined,
        ...patterns.map((pattern) => this.#pattern(pattern)),
        el('h2', {}, 'How far to believe it'),
        health.notes.length === 0
          ? el('p', { class: 'dim' }, 'Complete, clocks agree, nothing was cut.')
          : undefined,
        ...health.notes.map((note) =>
          el(
            'div',
            { class: 'finding' },
            icon(note.incomplete ? 'warning' : 'info'),
            el('div', {}, data(note.text), ' ', this.#show(note.spans[0])),
          ),
        ),
      ].filter((part) => part !== undefined),
    );
  }

  /** From the failed root down to where it went wrong. */
  #chain(doc: Doc, { rootCause }: Findings): HTMLElement | undefined {
    if (!rootCause) return undefined;
    const name = (span: number) => doc.trace.strings.get(doc.trace.name[span] ?? 0);
    const rows = rootCause.chain.map((span, i) => {
      const link = linkButton('', () => this.#deps.reveal(span));
      link.append(data(name(span)));
      return el(
        'li',
        { class: span === rootCause.span ? 'failure' : undefined },
        link,
        ' ',
        this.#placeOf(span),
        i === rootCause.chain.length - 1
          ? el('span', { class: 'dim' }, ' where it went wrong first')
          : undefined,
      );
    });
    return el('section', {}, el('h2', {}, 'How it failed'), el('ol', { class: 'chain' }, ...rows));
  }

  /** The critical path in words. */
  #shares(doc: Doc, { shares, requestNs }: Findings): HTMLElement {
    const rows = shares.slice(0, 8).map((share) => {
      const part = requestNs > 0 ? share.ns / requestNs : 0;
      const meter = el('span', { class: 'meter', 'aria-hidden': true }, el('span', {}));
      (meter.firstElementChild as HTMLElement).style.width = `${Math.min(100, part * 100)}%`;
      const text = linkButton('', () => this.#deps.reveal(share.span));
      text.append(data(whose(doc, share)));
      return el(
        'div',
        { class: 'share' },
        el('span', { class: 'figure' }, formatPercent(part)),
        meter,
        el(
          'span',
          {},
          text,
          ' ',
          this.#placeOf(share.span),
          el('span', { class: 'dim' }, ` ${formatDuration(share.ns)}`),
        ),
      );
    });
    return el(
      'section',
      {},
      el('h2', {}, `Where the ${formatDuration(requestNs)} went`),
      el(
        'p',
        { class: 'dim' },
        'Along the critical path: the chain of work that the request had to wait for.',
      ),
      ...rows,
    );
  }

  #pattern(pattern: Pattern): HTMLElement {
    return el(
      'div',
      { class: 'finding' },
      icon(ICONS[pattern.kind] ?? 'lightbulb'),
      el(
        'div',
        {},
        el('div', {}, sentenceElement(pattern.sentence, this.#deps.reveal), ' ', this.#placeOf(pattern.span)),
        el('div', { class: 'dim' }, ADVICE[pattern.kind]),
        el(
          'div',
          {},
          this.#show(pattern.spans[0], pattern.count > 1 ? `Show ${plural(pattern.count, 'span')}` : 'Show'),
        ),
      ),
    );
  }

  #show(span: number | undefined, label = 'Show'): HTMLElement | undefined {
    return span === undefined ? undefined : linkButton(label, () => this.#deps.reveal(span));
  }

  #placeOf(span: number): HTMLElement | undefined {
    const place = this.#deps.place(span);
    return place ? linkButton(place.label, () => this.#deps.openCode(span), place.why) : undefined;
  }
}

/** "payment.charge waiting for stripe.api", "cart's own work". */
function whose(doc: Doc, { kind, label, span }: Findings['shares'][number]): string {
  const parent = doc.trace.parent[span] ?? -1;
  if (kind === 'code' || parent < 0) return label;
  return `${doc.trace.strings.get(doc.trace.name[parent] ?? 0)} waiting for ${label}`;
}
