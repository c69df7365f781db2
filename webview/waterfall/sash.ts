import { el, setRange } from '../shared/dom.ts';
import { onDrag } from '../shared/drag.ts';
import type { Context } from './context.ts';

/** Panels narrower than this (em) put the details below the rows. */
const STACK_BELOW_EM = 56;
const KEY_STEP = 24;
const LEAST = 120;
const MOST_SHARE = 0.75;

/** The line between rows and details: dragged, or moved by arrow keys. */
export class Sash {
  readonly element = el('div', {
    class: 'sash',
    role: 'separator',
    tabindex: 0,
    'aria-label': 'Size of the details',
  });
  readonly #context: Context;
  readonly #main: HTMLElement;

  constructor(context: Context, main: HTMLElement) {
    this.#context = context;
    this.#main = main;
    onDrag(this.element, () => {
      const before = context.store.state.detailsSize;
      return {
        move: (_, __, event) => {
          const box = main.getBoundingClientRect();
          this.#set(this.#stacked ? box.bottom - event.clientY : box.right - event.clientX);
        },
        cancel: () => context.store.set({ detailsSize: before }),
      };
    });
    this.element.addEventListener('dblclick', () => context.store.set({ detailsSize: 0 }));
    this.element.addEventListener('keydown', (event) => {
      const step = { ArrowLeft: 1, ArrowUp: 1, ArrowRight: -1, ArrowDown: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      this.#set(this.#size() + step * KEY_STEP);
    });
  }

  get #stacked(): boolean {
    return this.#main.classList.contains('stacked');
  }

  /** Applies the size and chooses the side by the room there is. */
  layOut(): void {
    const { theme, store } = this.#context;
    this.#main.classList.toggle('stacked', this.#main.clientWidth < theme.fontSize * STACK_BELOW_EM);
    this.element.setAttribute('aria-orientation', this.#stacked ? 'horizontal' : 'vertical');
    this.element.hidden = !store.state.detailsOpen;
    const size = this.#size();
    this.#main.style.setProperty('--details-size', `${size}px`);
    setRange(this.element, size, LEAST, Math.round(this.#room * MOST_SHARE));
  }

  #size(): number {
    const room = this.#room;
    const { detailsSize } = this.#context.store.state;
    const automatic = this.#stacked ? room * 0.36 : Math.min(380, room * 0.34);
    return Math.round(
      Math.max(LEAST, Math.min(detailsSize > 0 ? detailsSize : automatic, room * MOST_SHARE)),
    );
  }

  get #room(): number {
    return this.#stacked ? this.#main.clientHeight : this.#main.clientWidth;
  }

  #set(size: number): void {
    this.#context.store.set({ detailsSize: Math.max(LEAST, Math.round(size)) });
  }
}
