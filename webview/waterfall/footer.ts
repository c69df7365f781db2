import { formatPercent } from '../../src/core/trace/units.ts';
import { el } from '../shared/dom.ts';
import { SURE_MARKS, type Sureness } from './row-element.ts';

export type FooterFacts = {
  /** Spans by how surely they map to code; undefined until that is known. */
  readonly mapping: (Readonly<Record<Sureness, number>> & { readonly none: number }) | undefined;
  readonly skew: { readonly text: string; readonly adjusted: boolean } | undefined;
  readonly completeness: string;
  readonly clock: 'relative' | 'absolute';
};

export type FooterActions = {
  /** Why spans have no code, where that can be told. */
  readonly why: () => (() => void) | undefined;
  readonly toggleSkew: () => void;
  readonly toggleClock: () => void;
  readonly help: () => void;
};

/** How far the picture can be trusted: mapping, clocks, completeness. */
export class Footer {
  readonly element = el('footer');
  readonly #actions: FooterActions;
  #shown = '';

  constructor(actions: FooterActions) {
    this.#actions = actions;
  }

  render(facts: FooterFacts): void {
    const why = this.#actions.why();
    const shown = JSON.stringify([facts, why !== undefined]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const { toggleSkew, toggleClock, help } = this.#actions;
    const parts: HTMLElement[] = [];
    const { mapping, skew } = facts;
    if (mapping) {
      const total = mapping.exact + mapping.likely + mapping.guess + mapping.none;
      const share = (n: number) => formatPercent(total > 0 ? n / total : 0);
      for (const level of ['exact', 'likely', 'guess'] as const)
        if (mapping[level] > 0)
          parts.push(el('span', {}, `${SURE_MARKS[level]} ${level} ${share(mapping[level])}`));
      const none = el(
        'span',
        {},
        mapping.none > 0 ? `no code ${share(mapping.none)}` : 'all spans have code',
      );
      if (why && mapping.none > 0) none.append(' · ', act('why?', why));
      parts.push(none);
    }
    const clock = facts.clock === 'relative' ? 'relative time' : 'wall-clock time';
    parts.push(el('span', { class: 'end' }), el('span', { class: 'secondary' }, act(clock, toggleClock)));
    if (skew)
      parts.push(el('span', {}, skew.text, ' · ', act(skew.adjusted ? 'show raw' : 'adjust', toggleSkew)));
    parts.push(el('span', {}, facts.completeness), el('span', {}, act('keys', help)));
    this.element.replaceChildren(...parts);
  }
}

function act(text: string, run: () => void): HTMLElement {
  const button = el('button', { type: 'button', class: 'link quiet' }, text);
  button.addEventListener('click', run);
  return button;
}
