import { textField } from '../shared/controls.ts';
import { el, icon, setText } from '../shared/dom.ts';
import type { Context } from './context.ts';
import type { Find } from './find.ts';
import type { FindState } from './state.ts';

/** The box that looks for text, its switches, and where one stands among the matches. */
export class FindBox {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #find: Find;
  readonly #field = textField({ label: 'Find in every span', placeholder: 'Find, or { query }' });
  readonly #status = el('span', { class: 'find-status' });
  readonly #switches: readonly { button: HTMLElement; on: (find: FindState) => boolean }[];
  readonly #steps: readonly HTMLButtonElement[];
  readonly #close: HTMLElement;

  constructor(context: Context, find: Find) {
    this.#context = context;
    this.#find = find;
    const set = (patch: Partial<FindState>) =>
      context.store.set({ find: { ...context.store.state.find, ...patch } });
    const flip = (name: string, label: string, key: 'matchCase' | 'regex' | 'filter') => {
      const button = iconButton(name, label, () => set({ [key]: !context.store.state.find[key] }));
      return { button, on: (f: FindState) => f[key] };
    };
    this.#switches = [
      flip('case-sensitive', 'Match case', 'matchCase'),
      flip('regex', 'Pattern', 'regex'),
      flip('filter', 'Show only matches', 'filter'),
    ];
    this.#steps = [
      iconButton('arrow-up', 'Previous match (Shift+F3)', () => find.step(-1)),
      iconButton('arrow-down', 'Next match (F3)', () => find.step(1)),
    ];
    this.#close = iconButton('close', 'Clear (Escape)', () => find.clear());
    this.#field.addEventListener('input', () => set({ text: this.#field.value }));
    this.#field.addEventListener('keydown', (event) => this.#onKey(event));
    this.element = el(
      'div',
      { class: 'find', role: 'search' },
      this.#field,
      ...this.#switches.map((s) => s.button),
      this.#status,
      ...this.#steps,
      this.#close,
    );
  }

  focus(): void {
    // In narrow panels the box is out of sight until it is wanted.
    this.element.classList.add('open');
    this.#field.focus();
    this.#field.shadowRoot?.querySelector('input')?.select();
  }

  render(): void {
    const { find } = this.#context.store.state;
    if (this.#field.value !== find.text) this.#field.value = find.text;
    for (const { button, on } of this.#switches) {
      button.setAttribute('aria-pressed', String(on(find)));
      button.hidden = find.text === '';
    }
    this.element.classList.toggle('open', find.text !== '');
    const found = this.#find.matches.length > 0;
    for (const step of this.#steps) step.hidden = !found;
    this.#close.hidden = find.text === '';
    setText(this.#status, this.#find.status);
    this.#status.classList.toggle('failure', this.#find.problem !== undefined);
    this.#status.title = this.#find.problem ?? '';
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.#find.step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') {
      if (this.#field.value === '') document.querySelector<HTMLElement>('.scroller')?.focus();
      else this.#find.clear();
    } else if (event.key === 'ArrowDown') document.querySelector<HTMLElement>('.scroller')?.focus();
    // Everything else is typed, or a key of the panel's or the editor's own.
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function iconButton(name: string, label: string, run: () => void): HTMLButtonElement {
  const button = el(
    'button',
    { type: 'button', class: 'icon-button', title: label, 'aria-label': label },
    icon(name),
  );
  button.addEventListener('click', run);
  return button;
}
