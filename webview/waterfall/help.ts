import { openDialog } from '../shared/dialog.ts';
import { el } from '../shared/dom.ts';
import { chordText, KEY_GROUPS } from './keymap.ts';

/** Every key there is. */
export function showHelp(mac: boolean): void {
  const groups = KEY_GROUPS.map(({ title, rows }) => {
    // Nine rows that differ in a digit are one to a reader.
    const shown = rows.filter(({ command }) => !/^depth[2-9]$/.test(command));
    return el(
      'section',
      {},
      el('h3', {}, title),
      el(
        'dl',
        { class: 'keys' },
        ...shown.flatMap(({ keys, command, text }) => [
          el(
            'dt',
            {},
            ...keyCaps(command === 'depth1' ? ['Shift+1', 'Shift+9'] : keys, mac, command === 'depth1'),
          ),
          el('dd', {}, command === 'depth1' ? 'Show that many levels' : text),
        ]),
      ),
    );
  });
  const mouse = el(
    'section',
    {},
    el('h3', {}, 'Mouse'),
    el(
      'dl',
      { class: 'keys' },
      ...[
        ['Ctrl + wheel, pinch', 'Zoom at the pointer'],
        ['Shift + wheel, drag', 'Earlier, later'],
        ['Drag on the ruler', 'Zoom to a range'],
        ['Drag on the overview', 'Choose what is in view'],
        ['Double click on a bar', 'Zoom to the span'],
        ['Alt + click', 'Show the code, stay here'],
      ].flatMap(([how = '', what = '']) => [el('dt', {}, how), el('dd', {}, what)]),
    ),
  );
  openDialog('Keys', [el('div', { class: 'key-groups' }, ...groups, mouse)]);
}

function keyCaps(keys: readonly string[], mac: boolean, range: boolean): Node[] {
  return keys.flatMap((chord, i) => [
    ...(i > 0 ? [document.createTextNode(range ? ' to ' : ' ')] : []),
    el('kbd', {}, chordText(chord, mac)),
  ]);
}
