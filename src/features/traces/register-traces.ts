import * as vscode from 'vscode';
import { COMMANDS, VIEWS } from '../../core/manifest.ts';
import { filterQuery, NO_FILTER } from '../../core/trace-list/filter-query.ts';
import { type ConnectionList, connectionName } from '../../host/connections.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { selectionText } from '../../host/selection-text.ts';
import { askQuery } from './ask-query.ts';
import { chooseFilter } from './choose-filter.ts';
import { asGrouping, chooseGrouping } from './choose-grouping.ts';
import { emptyReason } from './empty-state.ts';
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
  let received: string | undefined;
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
  const describe = describer(deps, list, view);
  store.add(list.onDidChange(describe));
  store.add(deps.connections.onDidChange(describe));
  // Starting the receiver is a way out of an empty list.
  store.add(
    deps.engine.on('receiver.status', ({ state: receiving }) => {
      if (receiving === received) return;
      received = receiving;
      if (list.traces.length === 0) describe();
    }),
  );
  describe();

  command(COMMANDS.searchTraces, async (query) => {
    const text = typeof query === 'string' ? query : await askQuery(deps.completion, list.query);
    if (text !== undefined) show(text);
  });
  let filter = NO_FILTER;
  command(COMMANDS.filterTraces, async () => {
    // What was typed since is no filter of ours.
    const current = list.query === filterQuery(filter) ? filter : NO_FILTER;
    const { connection } = selection.current;
    const services = deps.engine
      .call('backend.services', { connection, range: selection.range() })
      .catch(() => []);
    const chosen = await chooseFilter(current, services);
    if (!chosen) return;
    filter = chosen;
    show(filterQuery(filter));
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
function describer(
  { connections, selection, engine }: TracesDeps,
  list: TraceList,
  view: vscode.TreeView<unknown>,
): () => void {
  let round = 0;
  return () => {
    const { connection } = selection.current;
    const own = ++round;
    view.description = [connectionName(connections, connection), list.query].filter(Boolean).join(' · ');
    const filled = list.traces.length > 0 || list.state.state !== 'ok';
    // VS Code shows the welcome text only where there is no message.
    view.message = filled ? messageOf(list, selectionText(selection)) : '';
    context('tail', list.tail);
    context('searched', list.query !== '');
    void emptyReason(engine, list, connection).then((reason) => {
      if (own === round) context('empty', reason);
    });
  };
}

const context = (key: string, value: unknown) =>
  void vscode.commands.executeCommand('setContext', `spanlight.traces.${key}`, value);

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
