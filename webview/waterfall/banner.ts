import { data, el, icon } from '../shared/dom.ts';

export type Notice = {
  /** Tells notices apart; a dismissed one stays away. */
  readonly id: string;
  readonly kind: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly actions: readonly { readonly label: string; readonly run: () => void }[];
  readonly dismissible: boolean;
};

/** What must be known before believing the picture, each with what to do about it. */
export class Banner {
  readonly element = el('div', { class: 'banner', role: 'status' });
  readonly #dismissed = new Set<string>();
  #shown = '';

  render(notices: readonly Notice[]): void {
    const due = notices.filter((n) => !this.#dismissed.has(n.id));
    const shown = JSON.stringify(due);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.element.replaceChildren(...due.map((notice) => this.#row(notice, notices)));
  }

  #row(notice: Notice, all: readonly Notice[]): HTMLElement {
    const row = el('div', { class: `notice ${notice.kind}` }, icon(notice.kind), data(notice.text));
    for (const { label, run } of notice.actions) {
      const button = el('button', { type: 'button', class: 'link' }, label);
      button.addEventListener('click', run);
      row.append(button);
    }
    if (notice.dismissible) {
      const close = el(
        'button',
        { type: 'button', class: 'icon-button', title: 'Dismiss', 'aria-label': 'Dismiss' },
        icon('close'),
      );
      close.addEventListener('click', () => {
        this.#dismissed.add(notice.id);
        this.render(all);
      });
      row.append(close);
    }
    return row;
  }
}
