import type { Offers, PanelSettings } from '../../src/protocol/waterfall.ts';
import { el, icon } from '../shared/dom.ts';
import { Banner } from './banner.ts';
import { Busy } from './busy.ts';
import { bindKeys, createCommands } from './commands.ts';
import type { Context } from './context.ts';
import { DetailsPane } from './details/details-pane.ts';
import { bindDrop } from './drop.ts';
import { ExportMenu } from './export-menu.ts';
import { Extras } from './extras.ts';
import { Find } from './find.ts';
import { FindBox } from './find-box.ts';
import { Footer } from './footer.ts';
import { Grid } from './grid.ts';
import { Header } from './header.ts';
import { showHelp } from './help.ts';
import { HideMenu } from './hide-menu.ts';
import { isFoldRow, spanOfRow } from './lay-rows.ts';
import { Minimap } from './minimap.ts';
import type { NoticeActions } from './notices.ts';
import { PlaceBook } from './places.ts';
import { bindPointer } from './pointer.ts';
import { RowsActions } from './rows-actions.ts';
import { Ruler } from './ruler.ts';
import { Sash } from './sash.ts';
import { SpanActions } from './span-actions.ts';
import { Tabs } from './tabs.ts';
import { Toast } from './toast.ts';
import { Tooltip } from './tooltip.ts';
import { Views } from './views/views.ts';
import { Zoom } from './zoom.ts';

export type PartDeps = {
  readonly refresh: () => void;
  readonly offers: () => Offers;
  readonly toggleSkew: () => void;
  readonly settings: () => PanelSettings;
};

export type Parts = ReturnType<typeof createParts>;

/** Makes the parts of the panel, puts them into the page and connects them with each other. */
export function createParts(root: HTMLElement, context: Context, stage: HTMLElement, deps: PartDeps) {
  const { store } = context;
  const mac = /Mac/i.test(navigator.platform);
  const extras = new Extras(context, () => {
    grid.changed();
    if (context.doc) context.doc.version++;
    context.invalidate('header', 'details', 'view');
  });
  const places = new PlaceBook(extras);
  const grid: Grid = new Grid(context, {
    location: (row) => places.ofRow(row),
    events: (span) => extras.of(span)?.events,
    path: (span) => extras.of(span)?.path,
    usual: (span) => extras.usual(span),
    linked: (row) => !isFoldRow(row) && (extras.of(row)?.links ?? 0) > 0,
    currentMatch: () => find.current,
    shown: (first, last) => extras.want(first, last),
  });
  const zoom = new Zoom(context);
  const rows = new RowsActions(context, grid);
  const find: Find = new Find(context, grid, rows);
  const ruler = new Ruler(context, grid);
  const minimap = new Minimap(context, grid, () => find.matches);
  const tooltip = new Tooltip(context);
  const toast = new Toast();
  const busy = new Busy();
  const actions: SpanActions = new SpanActions({
    context,
    grid,
    mac,
    offers: deps.offers,
    run: (command) => commands[command](),
    compare: () => {
      commands.showCompare();
      views.compare();
    },
  });
  const openCode = (row: number, keepFocus: boolean) =>
    actions.openCode(row, keepFocus && deps.settings().keepFocus);
  const columns = {
    shown: () => grid.geometry.numbersWidth > 0,
    toggle: () => store.set({ columns: grid.geometry.numbersWidth > 0 ? 'off' : 'on' }),
  };
  const hide = new HideMenu(context, columns, () => {
    grid.changed();
    context.invalidate('banner', 'keep');
  });
  const hideButton = iconButton('eye', 'Choose what is hidden (H)', () => void hide.open(hideButton));
  const exports = new ExportMenu(context, () => deps.offers().formats);
  const exportButton = iconButton('share', 'Share the trace', () => exports.open(exportButton));
  const findBox = new FindBox(context, find);
  const findButton = iconButton('search', 'Find in every span (Ctrl+F)', () => findBox.focus());
  findButton.classList.add('find-opener');
  const commands = createCommands({
    context,
    grid,
    rows,
    zoom,
    find,
    focusFind: () => findBox.focus(),
    openCode,
    openHideMenu: () => void hide.open(hideButton),
    openRowMenu: () => openRowMenu(),
    copySpanId: () => actions.copySpanId(),
    toggleSkew: deps.toggleSkew,
    help: () => showHelp(mac),
  });
  const openRowMenu = () => {
    const { active } = store.state;
    const box = grid.scroller.getBoundingClientRect();
    const y = grid.indexOfActive() * grid.geometry.rowHeight - grid.scroll.offset + grid.geometry.rowHeight;
    if (active >= 0) actions.menu(active, { x: box.left + 40, y: box.top + Math.max(0, y) });
  };
  const details = new DetailsPane(context, {
    openCode: (span) => openCode(span, true),
    openFrame: (span, frame) => actions.openFrame(span, frame),
    similar: (span) => actions.findSame(span),
    menu: (span, anchor) => actions.menu(span, anchor),
    findAll: (key, text, type) => actions.findAll(key, text, type),
    copy: (text, what) => actions.copy(text, what),
    location: (span) => places.ofSpan(span),
    usual: (span) => extras.usual(span),
    path: (span) => {
      extras.wantSpans([span]);
      return extras.of(span)?.path;
    },
  });
  const header = new Header(context, {
    reveal: (span) => rows.reveal(span),
    openCode: (span) => openCode(span, true),
    copy: (text, what) => actions.copy(text, what),
    location: (span) => places.ofSpan(span)?.label,
  });
  const footer = new Footer({
    why: () =>
      deps.offers().actions.includes('explainTrace') ? () => actions.act('explainTrace', 0) : undefined,
    toggleSkew: deps.toggleSkew,
    toggleClock: commands.toggleClock,
    help: commands.help,
  });
  const tabs = new Tabs(context);
  const banner = new Banner();
  const waterfall = el(
    'section',
    { class: 'waterfall', id: 'view-waterfall', role: 'tabpanel', 'aria-labelledby': 'tab-waterfall' },
    minimap.element,
    ruler.element,
    grid.element,
  );
  const views: Views = new Views({
    context,
    select: (span) => rows.selectSpan(span),
    reveal: (span) => {
      store.set({ shown: 'waterfall' });
      rows.reveal(span);
    },
    openCode: (span) => openCode(span, true),
    place: (span) => {
      extras.wantSpans([span]);
      return places.ofSpan(span);
    },
    find: (text) => actions.find(text),
    findAll: (key, text, type) => actions.findAll(key, text, type),
    save: (format) => void exports.save(format),
  });
  const main = el('main', {});
  const sash = new Sash(context, main);
  main.append(waterfall, views.element, sash.element, details.element);
  const toolbar = el(
    'nav',
    { class: 'toolbar', 'aria-label': 'Views and search' },
    tabs.element,
    findBox.element,
    findButton,
    hideButton,
    exportButton,
  );
  root.append(
    header.element,
    banner.element,
    toolbar,
    main,
    footer.element,
    stage,
    tooltip.element,
    busy.element,
    toast.element,
    toast.spoken,
  );
  bindPointer({
    ...{ context, grid, ruler, minimap, rows, zoom, openCode },
    menu: (index, x, y) => actions.menu(context.doc?.model.row(index) ?? 0, { x, y }),
    hover: (row, x, y) => tooltip.over(row, x, y),
  });
  bindKeys(root, commands, grid.scroller, mac);
  bindDrop(root, context);
  store.subscribe((changed) => {
    const { active } = store.state;
    if (changed.has('active') && active >= 0 && deps.settings().previewOnSelect)
      actions.openCode(spanOfRow(active), true);
  });
  const noticeActions: NoticeActions = {
    refresh: deps.refresh,
    showAll: () => hide.showAll(),
    unfocus: () => rows.focus(-1),
    reveal: (span) => void rows.reveal(span),
    findings: commands.showFindings,
  };
  return {
    ...{
      grid,
      rows,
      find,
      extras,
      places,
      ruler,
      minimap,
      details,
      header,
      banner,
      footer,
      sash,
      toast,
      busy,
      noticeActions,
    },
    renderToolbar: () => {
      tabs.render(context.doc?.findings?.patterns.length);
      findBox.render();
      const filter = context.doc?.model.hidden ?? 0;
      hideButton.setAttribute('aria-pressed', String(filter > 0));
      exportButton.hidden = deps.offers().formats.length === 0;
    },
    renderView: () => {
      waterfall.hidden = store.state.shown !== 'waterfall';
      views.render(store.state.shown);
    },
    renderFooter: () => {
      const { doc } = context;
      if (!doc) return;
      const { findings } = doc;
      footer.render({
        mapping: places.counts,
        skew: findings?.adjusted
          ? {
              text: store.state.adjusted ? 'clock skew adjusted' : 'clock skew as sent',
              adjusted: store.state.adjusted,
            }
          : undefined,
        completeness: (findings?.health.complete ?? doc.head.complete) ? 'complete' : 'incomplete',
        clock: store.state.clock,
      });
    },
  };
}

function iconButton(name: string, label: string, run: () => void): HTMLButtonElement {
  const button = el(
    'button',
    { type: 'button', class: 'icon-button', title: label, 'aria-label': label },
    icon(name),
  );
  button.addEventListener('click', run);
  return button;
}
