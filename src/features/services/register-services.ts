import * as vscode from 'vscode';
import type { RowOrder } from '../../core/figures/service-rows.ts';
import { COMMANDS, VIEWS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import { capital } from '../../core/trace/units.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { reportError } from '../../host/errors.ts';
import type { Figures } from '../../host/figures/figures.ts';
import type { FunctionActions } from '../../host/function-actions.ts';
import { openPlace } from '../../host/open-place.ts';
import type { SelectionState } from '../../host/selection.ts';
import { selectionText } from '../../host/selection-text.ts';
import type { RowNode, ServiceNode } from './service-nodes.ts';
import { ServicesTree } from './services-tree.ts';

export type ServicesDeps = {
  readonly figures: Figures;
  readonly selection: SelectionState;
  readonly actions: FunctionActions;
  readonly state: vscode.Memento;
  readonly log: Logger;
};

/** Why the view is empty; its welcome texts in package.json ask for it. */
type Empty = 'loading' | 'nothing' | 'failed' | 'no';

const EMPTY_KEY = 'spanlight.services.empty';
const ORDER_KEY = 'spanlight.services.order';

/** Services with their operations and functions, and what they cost. Asks for figures only while it is in view. */
export function registerServices({
  figures,
  selection,
  actions,
  state,
  log,
}: ServicesDeps): vscode.Disposable {
  const { t } = vscode.l10n;
  const store = new DisposableStore();
  const tree = store.add(new ServicesTree(figures, readOrder(state.get(ORDER_KEY))));
  const view = store.add(
    vscode.window.createTreeView(VIEWS.services, { treeDataProvider: tree, showCollapseAll: true }),
  );
  let watch: vscode.Disposable | undefined;
  let empty: Empty | undefined;

  const say = () => {
    const { health } = figures;
    const now: Empty = !tree.isEmpty
      ? 'no'
      : health.state === 'failed'
        ? 'failed'
        : figures.snapshot
          ? 'nothing'
          : 'loading';
    if (now !== empty) void vscode.commands.executeCommand('setContext', EMPTY_KEY, now);
    empty = now;
    view.description = orderText(tree.order);
    // VS Code shows the welcome text only where there is no message.
    view.message = now !== 'no' ? '' : health.state === 'failed' ? health.sentence : selectionText(selection);
  };
  const update = () => {
    if (!view.visible) return;
    tree.update();
    say();
  };
  const visible = () => {
    if (view.visible) {
      watch ??= figures.watch('always');
      update();
    } else {
      watch?.dispose();
      watch = undefined;
    }
  };
  store.add(view.onDidChangeVisibility(visible));
  store.add(figures.onDidChange((uri) => !uri && update()));
  store.add(figures.onDidChangeHealth(() => view.visible && say()));
  store.add({ dispose: () => watch?.dispose() });
  store.add(
    vscode.commands.registerCommand(COMMANDS.goToRow, async ({ row, code }: RowNode) => {
      try {
        if (row.place) await openPlace(row.place, { preserveFocus: true });
        else await actions.findTraces(code);
      } catch (error) {
        await reportError(log, error);
      }
    }),
  );
  store.add(
    vscode.commands.registerCommand(COMMANDS.tracesOfService, (node: ServiceNode) =>
      vscode.commands.executeCommand(COMMANDS.searchTraces, node.query),
    ),
  );
  store.add(
    vscode.commands.registerCommand(COMMANDS.sortServices, async () => {
      const items = ORDERS.map((order) => ({
        order,
        label: capital(orderText(order)),
        iconPath: new vscode.ThemeIcon(order === tree.order ? 'check' : 'blank'),
      }));
      const picked = await vscode.window.showQuickPick(items, {
        title: t('Sort services, operations and functions'),
      });
      if (!picked) return;
      tree.sort(picked.order);
      say();
      await state.update(ORDER_KEY, picked.order);
    }),
  );
  visible();
  say();
  return store;
}

const ORDERS: readonly RowOrder[] = ['total', 'p95', 'errors', 'calls', 'name'];

const readOrder = (stored: unknown): RowOrder => ORDERS.find((order) => order === stored) ?? 'total';

function orderText(order: RowOrder): string {
  const { t } = vscode.l10n;
  const words: Readonly<Record<RowOrder, string>> = {
    total: t('by total time'),
    p95: t('by p95'),
    errors: t('by errors'),
    calls: t('by calls'),
    name: t('by name'),
  };
  return words[order];
}
