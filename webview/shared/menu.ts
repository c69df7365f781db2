import { el, icon } from './dom.ts';

export type MenuItem =
  | {
      readonly label: string;
      readonly run: () => void;
      readonly icon?: string;
      /** The key that does the same. */
      readonly keys?: string;
      /** Given: a choice that is on or off; the menu stays open. */
      readonly checked?: boolean;
      readonly disabled?: boolean;
    }
  | { readonly title: string }
  | 'separator';

let close: (() => void) | undefined;

/** A menu at a place, by mouse and keyboard; one at a time. Returns how to close it. */
export function openMenu(
  items: () => readonly MenuItem[],
  at: { readonly x: number; readonly y: number } | HTMLElement,
  label: string,
): () => void {
  close?.();
  const before = document.activeElement as HTMLElement | null;
  const menu = el('div', { class: 'menu', role: 'menu', 'aria-label': label, tabindex: -1 });
  const abort = new AbortController();
  const { signal } = abort;
  const dispose = (restore = true) => {
    abort.abort();
    menu.remove();
    if (close === dispose) close = undefined;
    if (restore) before?.focus();
  };
  close = dispose;
  const fill = () => {
    const focused = entries(menu).indexOf(document.activeElement as HTMLElement);
    menu.replaceChildren(...items().map((item) => entry(item, () => (isChoice(item) ? fill() : dispose()))));
    entries(menu)[Math.max(0, focused)]?.focus();
  };
  document.body.append(menu);
  fill();
  place(menu, at);
  menu.addEventListener('keydown', (event) => onKey(event, menu, dispose), { signal });
  window.addEventListener('blur', () => dispose(false), { signal });
  window.addEventListener(
    'pointerdown',
    (event) => {
      if (!menu.contains(event.target as Node)) dispose(false);
    },
    { signal, capture: true },
  );
  return dispose;
}

const isChoice = (item: MenuItem) => typeof item === 'object' && 'checked' in item;

const entries = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('button:not([aria-disabled])')];

function entry(item: MenuItem, done: () => void): HTMLElement {
  if (item === 'separator') return el('div', { class: 'menu-separator', role: 'separator' });
  if ('title' in item) return el('div', { class: 'menu-title', role: 'presentation' }, item.title);
  const choice = item.checked !== undefined;
  const button = el(
    'button',
    {
      type: 'button',
      role: choice ? 'menuitemcheckbox' : 'menuitem',
      'aria-checked': choice ? String(item.checked) : undefined,
      'aria-disabled': item.disabled ? true : undefined,
      tabindex: -1,
    },
    icon(choice ? (item.checked ? 'check' : 'blank') : (item.icon ?? 'blank')),
    el('span', { class: 'menu-label' }, item.label),
    item.keys ? el('span', { class: 'menu-keys' }, item.keys) : undefined,
  );
  button.addEventListener('click', () => {
    if (item.disabled) return;
    if (!choice) done();
    item.run();
    if (choice) done();
  });
  button.addEventListener('pointermove', () => button.focus());
  return button;
}

function onKey(event: KeyboardEvent, menu: HTMLElement, dispose: () => void): void {
  const all = entries(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const go = (index: number) => all[(index + all.length) % all.length]?.focus();
  event.stopPropagation();
  if (event.key === 'Escape' || event.key === 'Tab') dispose();
  else if (event.key === 'ArrowDown') go(at + 1);
  else if (event.key === 'ArrowUp') go(at - 1);
  else if (event.key === 'Home') go(0);
  else if (event.key === 'End') go(all.length - 1);
  else if (event.key.length === 1 && event.key !== ' ') {
    const letter = event.key.toLowerCase();
    const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find((e) =>
      e.textContent?.trim().toLowerCase().startsWith(letter),
    );
    next?.focus();
    return;
  } else return;
  event.preventDefault();
}

/** Below (or at) the place, moved back into the window where it would stick out. */
function place(menu: HTMLElement, at: { readonly x: number; readonly y: number } | HTMLElement): void {
  const box = at instanceof HTMLElement ? at.getBoundingClientRect() : undefined;
  const { x, y } = at instanceof HTMLElement ? { x: box?.left ?? 0, y: (box?.bottom ?? 0) + 2 } : at;
  const { width, height } = menu.getBoundingClientRect();
  const above = (box?.top ?? y) - height - 2;
  const top =
    y + height <= window.innerHeight ? y : above >= 0 ? above : Math.max(0, window.innerHeight - height);
  menu.style.left = `${Math.max(0, Math.min(x, window.innerWidth - width - 2))}px`;
  menu.style.top = `${top}px`;
}
