import { el } from '../../shared/dom.ts';

/** A titled part of the pane. */
export function section(title: string, ...children: readonly (Node | undefined)[]): HTMLElement {
  return el('section', { class: 'part' }, el('h3', {}, title), ...children);
}

/** Names on the left, values on the right. */
export function pairs(rows: readonly (readonly [string, Node | string])[]): HTMLElement {
  return el(
    'dl',
    { class: 'pairs' },
    ...rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]),
  );
}

/** Text that acts: a button that looks like a link. */
export function linkButton(text: string, run: () => void, title = ''): HTMLElement {
  const button = el('button', { class: 'link', type: 'button', title: title || undefined }, text);
  button.addEventListener('click', run);
  return button;
}
