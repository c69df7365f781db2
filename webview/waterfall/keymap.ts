/** Every key of the panel, in the order `?` lists them. One table, so that help and behaviour cannot differ. */
export type Command =
  | 'up'
  | 'down'
  | 'pageUp'
  | 'pageDown'
  | 'first'
  | 'last'
  | 'collapseOrParent'
  | 'expandOrChild'
  | 'expandSubtree'
  | 'collapseSubtree'
  | 'collapseAll'
  | 'expandAll'
  | 'criticalOnly'
  | 'focus'
  | 'unfocus'
  | 'openCode'
  | 'openCodeAndFocus'
  | 'previewUp'
  | 'previewDown'
  | 'nextError'
  | 'previousError'
  | 'find'
  | 'nextMatch'
  | 'previousMatch'
  | 'toggleFilter'
  | 'hide'
  | 'zoomIn'
  | 'zoomOut'
  | 'panLeft'
  | 'panRight'
  | 'fit'
  | 'zoomToSpan'
  | 'toggleClock'
  | 'toggleSkew'
  | 'toggleDetails'
  | 'menu'
  | 'copySpanId'
  | 'showWaterfall'
  | 'showFlame'
  | 'showTable'
  | 'showGraph'
  | 'showFindings'
  | 'showCompare'
  | 'help'
  | 'escape'
  | `depth${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;

export type KeyRow = { readonly keys: readonly string[]; readonly command: Command; readonly text: string };
export type KeyGroup = { readonly title: string; readonly rows: readonly KeyRow[] };

const key = (command: Command, text: string, ...keys: string[]): KeyRow => ({ keys, command, text });

export const KEY_GROUPS: readonly KeyGroup[] = [
  {
    title: 'Rows',
    rows: [
      key('up', 'Previous row', 'ArrowUp', 'K'),
      key('down', 'Next row', 'ArrowDown', 'J'),
      key('pageUp', 'A page up', 'PageUp'),
      key('pageDown', 'A page down', 'PageDown'),
      key('first', 'First row', 'Home'),
      key('last', 'Last row', 'End'),
      key('nextError', 'Next error', 'E'),
      key('previousError', 'Previous error', 'Shift+E'),
      key('openCode', 'Open the code beside', 'Enter'),
      key('openCodeAndFocus', 'Open the code and go there', 'Mod+Enter'),
      key('previewUp', 'Previous row, and show its code', 'Alt+ArrowUp'),
      key('previewDown', 'Next row, and show its code', 'Alt+ArrowDown'),
      key('menu', 'Everything about the row', 'Shift+F10', 'ContextMenu'),
      key('copySpanId', 'Copy the span id', 'Y'),
    ],
  },
  {
    title: 'Tree',
    rows: [
      key('collapseOrParent', 'Collapse, or go to the parent', 'ArrowLeft'),
      key('expandOrChild', 'Expand, or go to the first child', 'ArrowRight'),
      key('collapseSubtree', 'Collapse with all below', 'Shift+ArrowLeft'),
      key('expandSubtree', 'Expand with all below', 'Shift+ArrowRight'),
      key('collapseAll', 'Collapse all', '['),
      key('expandAll', 'Expand all', ']'),
      key('criticalOnly', 'Collapse all but the critical path', 'C'),
      ...([1, 2, 3, 4, 5, 6, 7, 8, 9] as const).map((n) =>
        key(`depth${n}`, `Show ${n} level${n === 1 ? '' : 's'}`, `Shift+${n}`),
      ),
      key('focus', 'Only this subtree', 'F'),
      key('unfocus', 'The whole trace again', 'Shift+F'),
      key('hide', 'Choose what is hidden', 'H'),
    ],
  },
  {
    title: 'Time',
    rows: [
      key('zoomIn', 'Zoom in', '+', '=', 'W'),
      key('zoomOut', 'Zoom out', '-', 'S'),
      key('panLeft', 'Earlier', 'A', 'Alt+ArrowLeft'),
      key('panRight', 'Later', 'D', 'Alt+ArrowRight'),
      key('fit', 'All of the time', '0'),
      key('zoomToSpan', 'Zoom to the span', 'Z'),
      key('toggleClock', 'Relative or wall-clock time', 'T'),
      key('toggleSkew', 'Clock skew: adjusted or raw', 'R'),
    ],
  },
  {
    title: 'Find',
    rows: [
      key('find', 'Find in every span', 'Mod+F', '/'),
      key('nextMatch', 'Next match', 'F3', 'N', 'Mod+G'),
      key('previousMatch', 'Previous match', 'Shift+F3', 'Shift+N', 'Mod+Shift+G'),
      key('toggleFilter', 'Only matches, or all with matches marked', 'M'),
      key('escape', 'Close, clear, step back', 'Escape'),
    ],
  },
  {
    title: 'Views',
    rows: [
      key('showWaterfall', 'Waterfall', '1'),
      key('showFlame', 'Flame graph', '2'),
      key('showTable', 'Table', '3'),
      key('showGraph', 'Service graph', '4'),
      key('showFindings', 'Findings', '5'),
      key('showCompare', 'Compare', '6'),
      key('toggleDetails', 'Details pane', 'I'),
      key('help', 'These keys', '?'),
    ],
  },
];

const BY_CHORD: ReadonlyMap<string, Command> = new Map(
  KEY_GROUPS.flatMap((group) =>
    group.rows.flatMap((row) => row.keys.map((chord) => [chord, row.command] as const)),
  ),
);

type KeyEvent = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** "Mod+Shift+G": Mod is Command on a Mac and Control elsewhere. Letters are upper case; digits go by their place. */
export function chordOf(event: KeyEvent, mac: boolean): string {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  const name = digit ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  const mod = mac ? event.metaKey : event.ctrlKey;
  // What Shift did to a symbol is in the symbol already.
  const shift = event.shiftKey && (digit !== undefined || event.key.length > 1 || /[A-Z]/.test(name));
  const other = mac ? event.ctrlKey : event.metaKey;
  return [mod && 'Mod', other && 'Other', event.altKey && 'Alt', shift && 'Shift', name]
    .filter(Boolean)
    .join('+');
}

export const commandFor = (event: KeyEvent, mac: boolean): Command | undefined =>
  BY_CHORD.get(chordOf(event, mac));

/** The chord as a person reads it. */
export function chordText(chord: string, mac: boolean): string {
  const names: Readonly<Record<string, string>> = {
    Mod: mac ? '⌘' : 'Ctrl',
    Alt: mac ? '⌥' : 'Alt',
    Shift: mac ? '⇧' : 'Shift',
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    PageUp: 'PgUp',
    PageDown: 'PgDn',
    Escape: 'Esc',
    ContextMenu: '☰',
  };
  const parts = chord === '+' ? ['+'] : chord.split('+');
  return parts.map((part) => names[part] ?? part).join(mac ? '' : '+');
}
