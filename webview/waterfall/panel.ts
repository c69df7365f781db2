import type { Loaded, Offers, PanelSettings } from '../../src/protocol/waterfall.ts';
import { registerControls } from '../shared/controls.ts';
import { el } from '../shared/dom.ts';
import { createFrames } from '../shared/frames.ts';
import { Store } from '../shared/store.ts';
import { watchTheme } from '../shared/theme.ts';
import { applyFindings, setAdjusted } from './apply-findings.ts';
import type { Context, Host, Part } from './context.ts';
import type { Doc } from './doc.ts';
import { type Kept, keptView, restoreRows, sameRow } from './keep.ts';
import { loadTrace } from './load.ts';
import { MARK, markOnly } from './marks.ts';
import { noticesOf } from './notices.ts';
import { createParts, type Parts } from './parts.ts';
import { INITIAL_STATE, type KeptState, keptFor, type PanelState } from './state.ts';

/** Where the panel keeps what must survive a reload. */
export type Keeper = { getState(): unknown; setState(state: unknown): void };

const KEEP_AFTER_MS = 400;
const CONTROLS_AFTER_MS = 250;
const NO_OFFERS: Offers = { actions: [], formats: [] };

/** Composes the panel and lets its parts know what happens. */
export function startPanel(root: HTMLElement, host: Host, keeper: Keeper): void {
  const kept = keeper.getState() as Partial<Kept> | undefined;
  const store = new Store<PanelState>(INITIAL_STATE);
  const stage = el('div', { class: 'loading' });
  let doc: Doc | undefined;
  let whole = false;
  let restored: KeptState | undefined;
  let loaded: Extract<Loaded, { kind: 'trace' }> | undefined;
  let settings: PanelSettings = { palette: 'standard', previewOnSelect: false, keepFocus: true };
  let keepTimer: ReturnType<typeof setTimeout> | undefined;
  const restyle = () => {
    parts.minimap.repaint();
    frames.invalidate('layout', 'view');
  };
  const themes = watchTheme(
    () => settings.palette,
    (next) => {
      theme = next;
      restyle();
    },
  );
  let { theme } = themes;
  const context: Context = {
    host,
    store,
    get doc() {
      return doc;
    },
    get theme() {
      return theme;
    },
    invalidate: (...names) => frames.invalidate(...names),
    wait: (text, ask) => parts.busy.run(text, ask),
    announce: (text) => parts.toast.say(text),
    tell: (text) => parts.toast.show(text),
  };
  const parts: Parts = createParts(root, context, stage, {
    refresh: () => void load(loaded?.trace.traceId),
    offers: () => loaded?.offers ?? NO_OFFERS,
    toggleSkew: () => doc?.findings?.adjusted && store.set({ adjusted: !store.state.adjusted }),
    settings: () => settings,
  });
  const { grid, rows, find, extras, places } = parts;

  const frames = createFrames<Part>({
    header: () => parts.header.render(doc?.findings?.summary),
    banner: () => doc && parts.banner.render(noticesOf(doc, whole, parts.noticeActions)),
    toolbar: () => parts.renderToolbar(),
    footer: () => parts.renderFooter(),
    layout: () => {
      parts.sash.layOut();
      grid.measure();
      parts.ruler.measure();
      parts.minimap.measure();
      grid.changed();
      frames.invalidate('minimap', 'ruler');
    },
    minimap: () => parts.minimap.render(),
    rows: () => grid.renderRows(),
    ruler: () => parts.ruler.render(),
    bars: () => grid.renderBars(),
    view: () => parts.renderView(),
    details: () => parts.details.render(),
    keep: () => {
      clearTimeout(keepTimer);
      keepTimer = setTimeout(keep, KEEP_AFTER_MS);
    },
  });

  const keep = () => {
    if (doc && whole && loaded)
      keeper.setState({ origin: loaded.origin, view: keptView(doc, store.state, grid) } satisfies Kept);
  };

  /** Controls are made once there is something to control: making them takes as long as drawing the first rows. */
  const afterFirstRows = () => {
    registerControls();
    parts.minimap.wanted = true;
    frames.invalidate('minimap', 'details');
  };

  /** The first rows are drawn as soon as they arrive; what they can do without comes in the frames after. */
  const show = (next: Doc, isWhole: boolean) => {
    const before = doc?.trace.traceId === next.trace.traceId ? doc : undefined;
    if (before && whole) {
      restored = keptFor(keptView(before, store.state, grid), next.trace.traceId, next.head.spanCount);
      if (restored) restoreRows(next, restored);
      store.set({ active: sameRow(before, next, store.state.active) });
    } else {
      if (!before) restored = keptFor(kept?.view, next.trace.traceId, next.head.spanCount);
      if (restored) restoreRows(next, restored);
      if (restored && !before) store.set(restored.state);
      if (before?.folded) next.model.foldLike(before.model);
    }
    next.folded = before?.folded ?? false;
    doc = next;
    whole = isWhole;
    root.classList.add('shown');
    frames.invalidate('layout', 'header', 'banner', 'toolbar', 'footer', 'view');
    frames.flush();
    setTimeout(afterFirstRows);
    if (restored && isWhole) grid.scroll.moveTo(restored.scrollTop);
    frames.invalidate('rows', 'bars');
  };

  /** Spans that the first line tells of get their places though their rows may not be in view. */
  const wantTold = () => extras.wantSpans(doc?.findings?.summary.flatMap(({ span }) => span ?? []) ?? []);

  const takeFindings = async (of: Doc) => {
    const findings = await context.wait('Analysing the trace', (signal) =>
      host.call('findings', undefined, { signal }),
    );
    if (doc !== of) return;
    applyFindings(of, findings, store.state.adjusted, restored?.openFolds ?? []);
    // Rows fetched before do not know the critical path.
    extras.forget();
    wantTold();
    if (store.state.active < 0) {
      const told = findings.rootCause ? findings.summary.find((p) => p.tone === 'strong')?.span : undefined;
      if (told === undefined) rows.select(0);
      else rows.reveal(told);
    }
    grid.changed();
    parts.minimap.repaint();
    frames.invalidate('header', 'banner', 'toolbar', 'minimap', 'ruler', 'details', 'footer', 'view');
  };

  const load = (traceId: string | undefined) =>
    loadTrace(
      {
        host,
        stage,
        show,
        loaded: (result) => {
          loaded = result;
          applySettings(result.settings);
          if (doc) void takeFindings(doc).catch((error: unknown) => context.tell(String(error)));
          find.again();
          frames.invalidate('keep');
        },
      },
      traceId,
    );

  const applySettings = (next: PanelSettings) => {
    const repaint = next.palette !== settings.palette;
    settings = next;
    if (repaint) themes.again();
  };

  store.subscribe((changed, before) => {
    frames.invalidate('keep');
    if (changed.has('view')) frames.invalidate('minimap', 'ruler', 'bars');
    if (changed.has('active')) {
      grid.changed();
      frames.invalidate('details');
    }
    if (changed.has('find')) {
      find.changed(store.state.find, before.find);
      frames.invalidate('toolbar');
    }
    if (changed.has('clock')) frames.invalidate('ruler', 'details', 'footer');
    if (changed.has('adjusted') && doc) {
      setAdjusted(doc, store.state.adjusted);
      frames.invalidate('minimap', 'ruler', 'bars', 'details', 'footer');
    }
    if (changed.has('shown')) frames.invalidate('toolbar', 'view', 'layout');
    for (const key of ['nameWidth', 'columns', 'detailsOpen', 'detailsSize'] as const)
      if (changed.has(key)) frames.invalidate('layout', 'details');
  });
  host.on('settings', applySettings);
  host.on('places', (next) => {
    places.take(next);
    wantTold();
    grid.changed();
    if (doc) doc.version++;
    frames.invalidate('header', 'details', 'footer', 'view');
  });
  host.on('cursor', ({ spans }) => {
    if (!doc) return;
    markOnly(doc.model.marks, MARK.atCursor, spans);
    grid.changed();
  });
  host.on('refresh', () => void load(loaded?.trace.traceId));
  host.on('reveal', ({ spans }) => {
    const [first] = spans;
    const next = spans.find((span) => span > rows.span) ?? first;
    store.set({ shown: 'waterfall' });
    if (next !== undefined) rows.reveal(next);
  });
  const resized = new ResizeObserver(() => frames.invalidate('layout', 'view'));
  // The rows may be out of sight while the panel is resized.
  for (const element of [grid.scroller, root]) resized.observe(element);
  const { origin } = kept ?? {};
  void load(origin?.kind === 'file' ? origin.traceId : undefined).finally(registerControls);
  // What is shown instead of rows, when those take long, has controls too.
  setTimeout(registerControls, CONTROLS_AFTER_MS);
}
