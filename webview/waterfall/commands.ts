import type { Context } from './context.ts';
import type { Find } from './find.ts';
import type { Grid } from './grid.ts';
import { type Command, commandFor } from './keymap.ts';
import type { RowsActions } from './rows-actions.ts';
import type { ViewName } from './state.ts';
import type { Zoom } from './zoom.ts';

export type CommandDeps = {
  readonly context: Context;
  readonly grid: Grid;
  readonly rows: RowsActions;
  readonly zoom: Zoom;
  readonly find: Find;
  readonly focusFind: () => void;
  readonly openCode: (row: number, keepFocus: boolean) => void;
  readonly openHideMenu: () => void;
  readonly openRowMenu: () => void;
  readonly copySpanId: () => void;
  readonly toggleSkew: () => void;
  readonly help: () => void;
};

const ZOOM = 1.6;
const PAN = 0.15;

export function createCommands(deps: CommandDeps): Readonly<Record<Command, () => void>> {
  const { context, rows, zoom, find } = deps;
  const { store } = context;
  const show = (name: ViewName) => () => store.set({ shown: name });
  const openCode = (keepFocus: boolean) => () => {
    if (store.state.active >= 0) deps.openCode(store.state.active, keepFocus);
  };
  return {
    up: () => rows.moveBy(-1),
    down: () => rows.moveBy(1),
    pageUp: () => rows.page(-1),
    pageDown: () => rows.page(1),
    first: () => rows.first(),
    last: () => rows.last(),
    collapseOrParent: () => rows.collapseOrParent(),
    expandOrChild: () => rows.expandOrChild(),
    expandSubtree: () => rows.setSubtreeExpanded(true),
    collapseSubtree: () => rows.setSubtreeExpanded(false),
    collapseAll: () => rows.collapseAll(),
    expandAll: () => rows.expandAll(),
    criticalOnly: () => rows.criticalOnly(),
    focus: () => rows.span >= 0 && rows.focus(rows.span),
    unfocus: () => rows.focus(-1),
    previewUp: () => {
      rows.moveBy(-1);
      openCode(true)();
    },
    previewDown: () => {
      rows.moveBy(1);
      openCode(true)();
    },
    openCode: openCode(true),
    openCodeAndFocus: openCode(false),
    nextError: () => rows.error(1),
    previousError: () => rows.error(-1),
    find: deps.focusFind,
    nextMatch: () => find.step(1),
    previousMatch: () => find.step(-1),
    toggleFilter: () => store.set({ find: { ...store.state.find, filter: !store.state.find.filter } }),
    hide: deps.openHideMenu,
    zoomIn: () => zoom.by(1 / ZOOM, deps.grid.pointer),
    zoomOut: () => zoom.by(ZOOM, deps.grid.pointer),
    panLeft: () => zoom.pan(-PAN),
    panRight: () => zoom.pan(PAN),
    fit: () => zoom.fit(),
    zoomToSpan: () => zoomToActive(deps),
    toggleClock: () => store.set({ clock: store.state.clock === 'relative' ? 'absolute' : 'relative' }),
    toggleSkew: deps.toggleSkew,
    toggleDetails: () => store.set({ detailsOpen: !store.state.detailsOpen }),
    menu: deps.openRowMenu,
    copySpanId: deps.copySpanId,
    showWaterfall: show('waterfall'),
    showFlame: show('flame'),
    showTable: show('table'),
    showGraph: show('graph'),
    showFindings: show('findings'),
    showCompare: show('compare'),
    help: deps.help,
    escape: () => stepBack(deps),
    ...depths(rows),
  };
}

type Depth = Extract<Command, `depth${number}`>;

function depths(rows: RowsActions): Record<Depth, () => void> {
  const entries = Array.from({ length: 9 }, (_, i) => [`depth${i + 1}`, () => rows.depth(i + 1)] as const);
  return Object.fromEntries(entries) as Record<Depth, () => void>;
}

/** Steps back from the nearest thing that was narrowed. */
function stepBack({ context, rows, find, zoom }: CommandDeps): void {
  const { store, doc } = context;
  if (store.state.shown !== 'waterfall') store.set({ shown: 'waterfall' });
  else if (store.state.find.text !== '') find.clear();
  else if ((doc?.model.focus ?? -1) >= 0) rows.focus(-1);
  else if (store.state.view) zoom.fit();
  else store.set({ active: -1 });
}

function zoomToActive({ context, grid, zoom }: CommandDeps): void {
  const { doc } = context;
  const index = grid.indexOfActive();
  if (!doc || index < 0) return;
  const members = doc.model.fold(index)?.members ?? Uint32Array.of(doc.model.span(index));
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const span of members) {
    const start = doc.starts[span] ?? 0;
    from = Math.min(from, start);
    to = Math.max(to, start + Math.max(0, doc.trace.duration[span] ?? 0));
  }
  zoom.toSpan(from, to);
}

/** Keys that only mean something where the rows are. */
const OF_ROWS: ReadonlySet<Command> = new Set([
  'up',
  'down',
  'pageUp',
  'pageDown',
  'first',
  'last',
  'collapseOrParent',
  'expandOrChild',
  'expandSubtree',
  'collapseSubtree',
  'openCode',
  'openCodeAndFocus',
  'previewUp',
  'previewDown',
  'menu',
]);

const isTyping = (target: Element) =>
  target.matches('input, textarea, select, vscode-text-field, vscode-dropdown, [contenteditable]');

/** Keys go to commands wherever the focus is, but for those that a focused control needs itself. */
export function bindKeys(
  root: HTMLElement,
  commands: Readonly<Record<Command, () => void>>,
  scroller: HTMLElement,
  mac: boolean,
): void {
  root.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return;
    const command = commandFor(event, mac);
    if (!command) return;
    const target = event.target as Element;
    if (isTyping(target) && !(event.ctrlKey || event.metaKey || /^F\d+$|^Escape$/.test(event.key))) return;
    const inRows = target === scroller || target === root || target === document.documentElement;
    if (OF_ROWS.has(command) && !inRows) return;
    event.preventDefault();
    commands[command]();
  });
}
