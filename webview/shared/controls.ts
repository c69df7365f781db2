/**
 * The one door to the control toolkit: archived upstream, so nothing else may import it. What it lacks, or does by
 * inline styles (badge, progress ring), is plain DOM.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { icon } from './dom.ts';

let registered = false;

export function registerControls(): void {
  if (registered) return;
  registered = true;
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeTextField(),
  );
}

type ButtonOptions = {
  readonly label: string;
  readonly appearance?: 'primary' | 'secondary' | 'icon';
  readonly icon?: string;
  /** Shown on hover; the label of icon buttons is their title anyway. */
  readonly title?: string;
};

/** A toolkit button; with appearance `icon` only the icon shows and the label is spoken. */
export function button(options: ButtonOptions, run: (event: MouseEvent) => void): HTMLElement {
  const { label, appearance = 'secondary', title } = options;
  const element = document.createElement('vscode-button');
  element.setAttribute('appearance', appearance);
  if (options.icon) {
    const picture = icon(options.icon);
    if (appearance !== 'icon') picture.slot = 'start';
    element.append(picture);
  }
  if (appearance === 'icon') {
    element.setAttribute('aria-label', label);
    element.title = title ?? label;
  } else {
    element.append(label);
    if (title) element.title = title;
  }
  element.addEventListener('click', run);
  return element;
}

export function checkbox(label: string, checked: boolean, changed: (checked: boolean) => void): HTMLElement {
  const element = document.createElement('vscode-checkbox') as HTMLElement & { checked: boolean };
  element.append(label);
  element.checked = checked;
  if (checked) element.setAttribute('checked', '');
  element.addEventListener('change', () => changed(element.checked));
  return element;
}

export type TextField = HTMLElement & { value: string };

export function textField(options: { label: string; placeholder?: string; value?: string }): TextField {
  const element = document.createElement('vscode-text-field') as TextField;
  element.setAttribute('aria-label', options.label);
  if (options.placeholder) element.setAttribute('placeholder', options.placeholder);
  if (options.value) element.setAttribute('value', options.value);
  return element;
}

/** A list to choose one of; `chosen` gets its number. */
export function dropdown(
  label: string,
  options: readonly string[],
  chosen: (index: number) => void,
): HTMLElement {
  const element = document.createElement('vscode-dropdown') as HTMLElement & { selectedIndex: number };
  element.setAttribute('aria-label', label);
  for (const option of options) {
    const item = document.createElement('vscode-option');
    item.append(option);
    element.append(item);
  }
  element.addEventListener('change', () => chosen(element.selectedIndex));
  return element;
}
