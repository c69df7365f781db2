import { button } from './controls.ts';
import { el } from './dom.ts';

/** A dialog over the panel; Escape and the button close it, focus goes back to where it was. */
export function openDialog(
  title: string,
  content: readonly Node[],
  buttons: readonly HTMLElement[] = [],
): HTMLDialogElement {
  const dialog = el('dialog', { class: 'dialog', 'aria-label': title });
  const close = button({ label: 'Close', appearance: 'icon', icon: 'close' }, () => dialog.close());
  dialog.append(
    el('div', { class: 'dialog-head' }, el('h2', {}, title), close),
    el('div', { class: 'dialog-body' }, ...content),
  );
  if (buttons.length > 0) dialog.append(el('div', { class: 'dialog-buttons' }, ...buttons));
  const before = document.activeElement as HTMLElement | null;
  dialog.addEventListener('close', () => {
    dialog.remove();
    before?.focus();
  });
  // Keys of the panel mean nothing while it is covered.
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
