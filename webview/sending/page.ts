import type { Rpc } from '../../src/protocol/rpc.ts';
import type { SendingHostApi, SendingState, SendingViewApi } from '../../src/protocol/sending.ts';
import { data, el, icon } from '../shared/dom.ts';

type Host = Rpc<SendingHostApi, SendingViewApi>;
type Section = SendingState['sections'][number];

/** ms that a copied code says so. */
const COPIED_MS = 1500;

/** How to send, as a page: where to, a trace to try it with, and what to type for each program of the workspace. */
export function sendingPage(host: Host) {
  const element = el('main');
  const show = (state: SendingState) => {
    const { activeElement } = document;
    const focused = activeElement?.getAttribute('data-key');
    element.replaceChildren(
      receiver(state, host),
      toggle(state, host),
      ...state.sections.map((section) => program(section, host)),
      ...(state.anyProgram === '' ? [] : [anyProgram(state, host)]),
    );
    // Drawn anew, it must not take the keyboard away.
    if (focused) element.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  };
  return { element, show };
}

function receiver({ receiving, lines }: SendingState, host: Host): HTMLElement {
  const test = el('vscode-button' as 'button', { 'data-key': 'test' }, 'Send a Test Trace');
  test.addEventListener('click', () => {
    test.setAttribute('disabled', '');
    void host.call('sendTestTrace', undefined).finally(() => test.removeAttribute('disabled'));
  });
  const start = el('vscode-button' as 'button', { 'data-key': 'start' }, 'Start Receiver');
  start.addEventListener('click', () => host.emit('startReceiver', undefined));
  return el(
    'section',
    { class: 'receiver', role: 'status' },
    ...lines.map((line) =>
      el(
        'p',
        { class: receiving ? 'line' : 'line off' },
        icon(receiving ? 'broadcast' : 'circle-slash'),
        data(line),
      ),
    ),
    receiving ? test : start,
  );
}

function toggle({ sending }: SendingState, host: Host): HTMLElement {
  const box = el(
    'vscode-checkbox' as 'input',
    { 'data-key': 'sending', checked: sending },
    'New terminals and debug sessions send here',
  );
  box.addEventListener('change', () => host.emit('setSending', (box as HTMLInputElement).checked));
  return el(
    'section',
    {},
    box,
    el('p', { class: 'hint' }, 'Sets the OpenTelemetry variables below where a program has none of its own.'),
  );
}

function program({ title, folder, steps }: Section, host: Host): HTMLElement {
  return el(
    'section',
    { 'aria-label': title },
    el('h2', {}, title, folder !== '' && el('span', { class: 'folder' }, data(folder))),
    el(
      'ol',
      {},
      ...steps.map(({ text, code }, n) =>
        el('li', {}, el('p', {}, text), block(code, `${title} ${n}`, host)),
      ),
    ),
  );
}

function anyProgram({ anyProgram: code }: SendingState, host: Host): HTMLElement {
  return el(
    'section',
    { 'aria-label': 'Any program' },
    el('h2', {}, 'Any program with OpenTelemetry'),
    el('p', {}, 'On the standard ports it needs none of this. Anywhere else:'),
    block(code, 'any', host),
  );
}

function block(code: string, key: string, host: Host): HTMLElement {
  const copy = el(
    'button',
    { class: 'copy', type: 'button', title: 'Copy', 'aria-label': `Copy: ${code}`, 'data-key': key },
    icon('copy'),
  );
  copy.addEventListener('click', () => {
    void host.call('copy', { text: code }).then(() => {
      copy.replaceChildren(icon('check'));
      copy.title = 'Copied';
      setTimeout(() => {
        copy.replaceChildren(icon('copy'));
        copy.title = 'Copy';
      }, COPIED_MS);
    });
  });
  // Focusable, so that the keyboard can scroll it.
  const lines = code.split('\n').flatMap((line, n) => {
    const shown = data(line.replaceAll('\t', '    '));
    return n === 0 ? [shown] : ['\n', shown];
  });
  return el('div', { class: 'code' }, el('pre', { tabindex: 0 }, el('code', {}, ...lines)), copy);
}
