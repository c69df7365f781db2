import { el, setText } from '../shared/dom.ts';
import type { Context } from './context.ts';
import { VIEW_NAMES, type ViewName } from './state.ts';

const TITLES: Readonly<Record<ViewName, string>> = {
  waterfall: 'Waterfall',
  flame: 'Flame',
  table: 'Table',
  graph: 'Graph',
  findings: 'Findings',
  compare: 'Compare',
};

/** The views of the trace, one in sight. */
export class Tabs {
  readonly element = el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Views of the trace' });
  readonly #context: Context;
  readonly #buttons = new Map<ViewName, HTMLElement>();
  #inSight: ViewName | undefined;
  readonly #count = el('span', { class: 'badge', hidden: true });

  constructor(context: Context) {
    this.#context = context;
    VIEW_NAMES.forEach((name, i) => {
      const button = el(
        'button',
        {
          type: 'button',
          role: 'tab',
          id: `tab-${name}`,
          'aria-controls': `view-${name}`,
          title: `${TITLES[name]} (${i + 1})`,
        },
        TITLES[name],
      );
      if (name === 'findings') button.append(this.#count);
      button.addEventListener('click', () => context.store.set({ shown: name }));
      this.#buttons.set(name, button);
      this.element.append(button);
    });
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  render(findings: number | undefined): void {
    const { shown } = this.#context.store.state;
    for (const [name, button] of this.#buttons) {
      button.setAttribute('aria-selected', String(name === shown));
      button.tabIndex = name === shown ? 0 : -1;
      // In narrow panels the tabs scroll.
      if (name === shown && name !== this.#inSight)
        button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    this.#inSight = shown;
    this.#count.hidden = !findings;
    setText(this.#count, String(findings ?? ''));
  }

  #onKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const at = VIEW_NAMES.indexOf(this.#context.store.state.shown);
    const next = VIEW_NAMES[(at + step + VIEW_NAMES.length) % VIEW_NAMES.length] ?? 'waterfall';
    this.#context.store.set({ shown: next });
    this.#buttons.get(next)?.focus();
  }
}
