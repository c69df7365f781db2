import { el, setText } from '../shared/dom.ts';
import { visibleText } from '../shared/visible-text.ts';

const SHOWN_MS = 6000;

/** A sentence at the bottom of the panel for some seconds; also read out. */
export class Toast {
  readonly element = el('div', { class: 'toast', role: 'status', hidden: true });
  readonly spoken = el('div', { class: 'sr-only', role: 'status', 'aria-live': 'polite' });
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.element.addEventListener('click', () => {
      this.element.hidden = true;
    });
  }

  show(text: string): void {
    clearTimeout(this.#timer);
    setText(this.element, visibleText(text));
    this.element.hidden = false;
    this.#timer = setTimeout(() => {
      this.element.hidden = true;
    }, SHOWN_MS);
  }

  say(text: string): void {
    setText(this.spoken, text);
  }
}
