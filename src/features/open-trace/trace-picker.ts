import * as vscode from 'vscode';
import { scopeConditions } from '../../core/figures/site-query.ts';
import type { Logger, SearchPage, TraceSummary } from '../../core/ports.ts';
import { readQuery } from '../../core/query/read-query.ts';
import { scopedQuery } from '../../core/query/scoped-query.ts';
import { namedTrace } from '../../core/trace/find-ids.ts';
import { type Connections, connectionName } from '../../host/connections.ts';
import type { Engine } from '../../host/engine.ts';
import type { QueryCompletion } from '../../host/query-completion.ts';
import type { SelectionState } from '../../host/selection.ts';
import { windowText } from '../../host/selection-text.ts';
import {
  type Choice,
  COPY_ID,
  heading,
  idItems,
  namedOf,
  note,
  type PickerItem,
  shortId,
  suggestionItem,
  traceItem,
} from './picker-items.ts';

export type TracePickerDeps = {
  readonly engine: Engine;
  readonly connections: Connections;
  readonly selection: SelectionState;
  readonly completion: QueryCompletion;
  readonly log: Logger;
};

export type Picked = { readonly choice: Choice; readonly typed: string };

const MOST_TRACES = 50;
const MOST_SUGGESTIONS = 6;
/** ms of not typing before a backend is asked. */
const DEBOUNCE_MS = 250;

/** Any way to name a trace, in one box: recent ones, a query with completion, an id, a header, an address, a file. */
export class TracePicker {
  readonly #deps: TracePickerDeps;
  readonly #pick = vscode.window.createQuickPick<PickerItem>();
  readonly #clipboard: PickerItem[] = [];
  #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #suggested: readonly PickerItem[] = [];
  #traces: readonly PickerItem[] = [];
  #state: PickerItem | undefined;
  #asksForClipboard = false;

  constructor(deps: TracePickerDeps, title: string, value: string) {
    this.#deps = deps;
    const pick = this.#pick;
    pick.title = title;
    pick.placeholder = vscode.l10n.t(
      'A query (service:cart error slow>500ms), a trace id, a header or an address',
    );
    pick.value = value;
    keepOrder(pick);
  }

  show(): Promise<Picked | undefined> {
    const pick = this.#pick;
    return new Promise((resolve) => {
      pick.onDidChangeValue((value) => this.#typed(value));
      pick.onDidAccept(() => {
        const choice = pick.selectedItems[0]?.choice;
        if (choice === undefined) return;
        if (typeof choice === 'object' && 'type' in choice) {
          pick.value = choice.type;
          this.#typed(choice.type);
          return;
        }
        resolve({ choice, typed: pick.value });
        pick.hide();
      });
      pick.onDidTriggerItemButton(({ item, button }) => {
        if (button === COPY_ID && typeof item.choice === 'object' && 'open' in item.choice)
          void vscode.env.clipboard.writeText(item.choice.open.traceId);
      });
      pick.onDidHide(() => {
        this.#abort.abort();
        clearTimeout(this.#timer);
        resolve(undefined);
        pick.dispose();
      });
      this.#typed(pick.value);
      void this.#readClipboard();
      pick.show();
    });
  }

  #typed(value: string): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    clearTimeout(this.#timer);
    const ids = this.#ids(value);
    this.#suggested =
      ids.length > 0 || value.trim() === ''
        ? []
        : this.#deps.completion.now(value, MOST_SUGGESTIONS).map(suggestionItem);
    if (ids.length > 0) {
      this.#traces = [];
      this.#state = undefined;
      this.#pick.busy = false;
    } else {
      this.#pick.busy = true;
      const { signal } = this.#abort;
      this.#timer = setTimeout(() => void this.#ask(value, signal), value === '' ? 0 : DEBOUNCE_MS);
    }
    this.#refresh();
  }

  async #ask(value: string, signal: AbortSignal): Promise<void> {
    await Promise.all([this.#complete(value, signal), this.#search(value, signal)]);
    if (!signal.aborted) this.#pick.busy = false;
  }

  async #complete(value: string, signal: AbortSignal): Promise<void> {
    if (value.trim() === '') return;
    try {
      const found = await this.#deps.completion.complete(value, MOST_SUGGESTIONS, signal);
      this.#suggested = found.map(suggestionItem);
      this.#refresh();
    } catch {
      // Typed on.
    }
  }

  async #search(value: string, signal: AbortSignal): Promise<void> {
    const { engine, selection } = this.#deps;
    const read = readQuery(value);
    if ('problem' in read) {
      this.#traces = [];
      this.#state = note('warning', read.problem);
      this.#refresh();
      return;
    }
    const { connection, environment, version } = selection.current;
    const query = scopedQuery(value, scopeConditions({ environment, version }));
    const found: TraceSummary[] = [];
    const nowMs = Date.now();
    const onPart = (page: SearchPage) => {
      if (signal.aborted) return;
      found.push(...page.traces);
      this.#traces = found.map((trace) => traceItem(trace, connection, nowMs));
      this.#state =
        page.provenance.notes.length > 0 ? note('info', page.provenance.notes.join(', ')) : undefined;
      this.#refresh();
    };
    try {
      const request = { connection, query, range: selection.range(), limit: MOST_TRACES };
      await engine.call('backend.search', request, { signal, onPart });
      signal.throwIfAborted();
      if (found.length > 0) return;
      this.#traces = [];
      this.#state = note('circle-slash', vscode.l10n.t('No trace matches'), this.#where());
    } catch (error) {
      if (signal.aborted) return;
      this.#traces = [];
      this.#state = note('warning', (error as Error).message);
    }
    this.#refresh();
  }

  #refresh(): void {
    const value = this.#pick.value;
    const ids = this.#ids(value);
    const empty = value.trim() === '';
    const kept = this.#pick.activeItems[0];
    const recent =
      ids.length > 0 ? [] : [heading(this.#where()), ...this.#traces, ...(this.#state ? [this.#state] : [])];
    const items = [
      ...ids,
      ...this.#suggested,
      ...(empty ? this.#clipboard : []),
      ...recent,
      ...(empty ? this.#otherWays() : this.#traces.length > 0 ? [listItem()] : []),
    ];
    this.#pick.items = items;
    // A list that grows must not move what is chosen in it; a query that is complete offers its results first.
    const same = items.find((item) => sameTrace(item, kept));
    const result = this.#suggested.length > 0 && /[\s}]$/.test(value) ? this.#traces[0] : undefined;
    const active = same ?? result;
    if (active) this.#pick.activeItems = [active];
  }

  #ids(value: string): PickerItem[] {
    if (value.trim().length < 16) return [];
    const { connections, selection } = this.#deps;
    const { connection } = selection.current;
    const all = connections.all.toSorted((a, b) => Number(b.id === connection) - Number(a.id === connection));
    return idItems(value, all);
  }

  #where(): string {
    const { connections, selection } = this.#deps;
    const { connection, window } = selection.current;
    return `${connectionName(connections, connection)} · ${windowText(window, selection.lastRunMs)}`;
  }

  #otherWays(): PickerItem[] {
    const clipboard = vscode.l10n.t('Open what the clipboard names');
    return [
      heading(vscode.l10n.t('other ways')),
      ...(this.#asksForClipboard ? [{ ...note('clippy', clipboard), choice: 'clipboard' as const }] : []),
      { ...note('folder-opened', vscode.l10n.t('Open a trace file...')), choice: 'file' },
    ];
  }

  async #readClipboard(): Promise<void> {
    // A browser asks the user before it lets anybody read: there it is read when it is asked for.
    if (vscode.env.uiKind === vscode.UIKind.Web) {
      this.#asksForClipboard = true;
      this.#refresh();
      return;
    }
    const text = await vscode.env.clipboard.readText();
    const id = text.length > 100_000 ? undefined : namedTrace(text);
    if (!id || id.confidence === 'low') return;
    this.#clipboard.push({
      label: `$(clippy) ${vscode.l10n.t('Open trace {0}', shortId(id.traceId))}`,
      description: vscode.l10n.t('from the clipboard'),
      alwaysShow: true,
      choice: { open: namedOf(id) },
    });
    this.#refresh();
  }
}

/** Anything but a trace is not worth staying at. */
const sameTrace = (a: PickerItem, b: PickerItem | undefined): boolean =>
  typeof b?.choice === 'object' && a.label === b.label && a.description === b.description;

const listItem = (): PickerItem => ({
  label: `$(list-unordered) ${vscode.l10n.t('Show all in the Traces view')}`,
  alwaysShow: true,
  choice: 'list',
});

/** The order is ours: newest first. VS Code sorts by what matches unless it is told not to; the switch is not typed yet. */
function keepOrder(pick: vscode.QuickPick<PickerItem>): void {
  Object.assign(pick, { sortByLabel: false });
}
