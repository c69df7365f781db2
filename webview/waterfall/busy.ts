import { button } from '../shared/controls.ts';
import { el, setText } from '../shared/dom.ts';

/** Shorter waits show nothing: it would only flicker. */
const PATIENCE_MS = 300;

type Wait = { readonly text: string; readonly since: number; readonly cancel: () => void };

/** What the panel waits for beside the trace itself: analyses, searches, drawings. Said after a while, with a way out. */
export class Busy {
  readonly element: HTMLElement;
  readonly #text = el('span', { role: 'status' });
  readonly #waits = new Set<Wait>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.element = el(
      'div',
      { class: 'busy', hidden: true },
      this.#text,
      el('progress', { 'aria-label': 'Busy' }),
      button({ label: 'Cancel' }, () => {
        for (const wait of this.#waits) wait.cancel();
      }),
    );
  }

  /** Runs what may take long; rejects at once when the user has had enough, whatever the other side still does. */
  async run<T>(text: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    const cancelled = new Promise<never>((_, reject) => {
      abort.signal.addEventListener('abort', () => reject(new Error(`${text} was cancelled.`)));
    });
    const wait: Wait = { text, since: performance.now(), cancel: () => abort.abort() };
    this.#waits.add(wait);
    this.#timer ??= setTimeout(() => this.#show(), PATIENCE_MS);
    try {
      return await Promise.race([ask(abort.signal), cancelled]);
    } finally {
      this.#waits.delete(wait);
      this.#show();
    }
  }

  #show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const [oldest] = this.#waits;
    const left = oldest ? PATIENCE_MS - (performance.now() - oldest.since) : 0;
    this.element.hidden = !oldest || left > 0;
    if (!oldest) return;
    setText(this.#text, oldest.text);
    if (left > 0) this.#timer = setTimeout(() => this.#show(), left);
  }
}
