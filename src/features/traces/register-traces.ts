import * as vscode from 'vscode';
import { COMMANDS, VIEWS } from '../../core/manifest.ts';
import { type ConnectionList, connectionName } from '../../host/connections.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { selectionText } from '../../host/selection-text.ts';
import { LOCAL_CONNECTION } from '../../protocol/engine-backends.ts';
import { askQuery } from './ask-query.ts';
import { asGrouping, chooseGrouping } from './choose-grouping.ts';
import { registerTraceActions, type TraceActionsDeps } from './trace-actions.ts';
import { TraceList } from './trace-list.ts';
import { TracesTree } from './traces-tree.ts';

export type TracesDeps = TraceActionsDeps & {
  readonly connections: ConnectionList;
  readonly state: vscode.Memento;
};

const GROUPING = 'spanlight.traces.grouping';

/** The Traces view: recent traces or those that match a query, live if wanted. */
export function registerTraces(deps: TracesDeps): vscode.Disposable {
  const { selection, state } = deps;
  const store = new DisposableStore();
  const list = store.add(new TraceList(deps));
  const tree = store.add(new TracesTree(list, selection, asGrouping(state.get(GROUPING))));
  const view = store.add(
    vscode.window.createTreeView(VIEWS.traces, { treeDataProvider: tree, showCollapseAll: true }),
  );
  const command = (id: string, run: (argument: unknown) => unknown) =>
    store.add(vscode.commands.registerCommand(id, run));
  const show = (query: string) => {
    list.search(query);
    void vscode.commands.executeCommand(`${VIEWS.traces}.focus`);
  };

  store.add(view.onDidChangeVisibility(({ visible }) => list.setVisible(visible)));
  list.setVisible(view.visible);
  store.add(list.onDidChange(() => describe(deps, list, view)));
  describe(deps, list, view);

  command(COMMANDS.searchTraces, async (query) => {
    const text = typeof query === 'string' ? query : await askQuery(deps.completion, list.query);
    if (text !== undefined) show(text);
  });
  command(COMMANDS.showAllTraces, () => show(''));
  command(COMMANDS.refreshTraces, () => list.refresh());
  command(COMMANDS.loadMoreTraces, () => list.loadMore());
  command(COMMANDS.startTail, () => list.setTail('live'));
  command(COMMANDS.pauseTail, () => list.setTail('paused'));
  command(COMMANDS.stopTail, () => list.setTail('off'));
  command(COMMANDS.groupTraces, async () => {
    const grouping = await chooseGrouping(tree.grouping);
    if (grouping === undefined) return;
    tree.grouping = grouping;
    await state.update(GROUPING, grouping);
  });
  store.add(registerTraceActions(deps, show));
  return store;
}

/** What stands above the rows, beside the title, and in place of the rows where there are none. */
function describe(
  { connections, selection, engine }: TracesDeps,
  list: TraceList,
  view: vscode.TreeView<unknown>,
): void {
  const { connection } = selection.current;
  const empty = emptyState(list, connection);
  view.description = [connectionName(connections, connection), list.query].filter(Boolean).join(' · ');
  // VS Code shows the welcome text only where there is no message.
  view.message = empty === undefined ? messageOf(list, selectionText(selection)) : '';
  context('tail', list.tail);
  context('searched', list.query !== '');
  context('empty', empty);
  if (empty !== 'noneHere') return;
  engine.call('store.info', undefined).then(
    ({ traces }) => {
      if (list.traces.length === 0 && traces === 0) context('empty', 'nothing');
    },
    () => {},
  );
}

const context = (key: string, value: unknown) =>
  void vscode.commands.executeCommand('setContext', `spanlight.traces.${key}`, value);

/** Why there are no rows; each reason has a text of its own in package.json. */
function emptyState({ traces, state, query }: TraceList, connection: string): string | undefined {
  if (traces.length > 0 || state.state !== 'ok') return undefined;
  if (query !== '') return 'noMatch';
  return connection === LOCAL_CONNECTION ? 'noneHere' : 'noneThere';
}

function messageOf({ state, tail, waiting, traces, provenance }: TraceList, selected: string): string {
  if (state.state === 'failed') return state.sentence;
  const parts = [
    selected,
    tail === 'live' ? vscode.l10n.t('live') : '',
    tail === 'paused' ? vscode.l10n.t('paused, {0} waiting', waiting) : '',
    ...(traces.length > 0 ? (provenance?.notes ?? []) : []),
    state.state === 'loading' ? vscode.l10n.t('loading ...') : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
