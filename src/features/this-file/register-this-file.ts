import * as vscode from 'vscode';
import { COMMANDS, VIEWS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { reportError } from '../../host/errors.ts';
import type { Figures } from '../../host/figures/figures.ts';
import type { FunctionActions, MeasuredCode } from '../../host/function-actions.ts';
import type { SelectionState } from '../../host/selection.ts';
import { selectionText } from '../../host/selection-text.ts';
import { type FileNode, type Order, ThisFileTree } from './this-file-tree.ts';

export type ThisFileDeps = {
  readonly figures: Figures;
  readonly selection: SelectionState;
  readonly actions: FunctionActions;
  readonly log: Logger;
};

/** Why the view is empty; its welcome texts in package.json ask for it. */
type Empty = 'no-file' | 'loading' | 'nothing-measured' | 'failed' | 'no';

const EMPTY_KEY = 'spanlight.thisFile.empty';

/** The functions of the active file with their figures. */
export function registerThisFile({ figures, selection, actions, log }: ThisFileDeps): vscode.Disposable {
  const { t } = vscode.l10n;
  const store = new DisposableStore();
  const tree = new ThisFileTree(figures);
  const view = store.add(
    vscode.window.createTreeView(VIEWS.thisFile, { treeDataProvider: tree, showCollapseAll: true }),
  );
  let watch: vscode.Disposable | undefined;
  let empty: Empty | undefined;

  const say = () => {
    const now = emptyReason(tree, figures);
    if (now !== empty) void vscode.commands.executeCommand('setContext', EMPTY_KEY, now);
    empty = now;
    view.description = tree.isEmpty ? '' : selectionText(selection);
    const { health } = figures;
    view.message = health.state === 'failed' ? health.sentence : '';
  };
  const update = () => {
    if (!view.visible) return;
    tree.update();
    say();
  };
  /** A panel or the view itself may have the focus: then the file shown last stays. */
  const follow = (editor: vscode.TextEditor | undefined) => {
    if (editor?.document.uri.scheme === 'file') tree.show(editor.document);
    else if (vscode.window.visibleTextEditors.length === 0) tree.show(undefined);
    say();
  };
  const visible = () => {
    if (view.visible) {
      watch ??= figures.watch();
      follow(vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0]);
    } else {
      watch?.dispose();
      watch = undefined;
    }
  };
  store.add(view.onDidChangeVisibility(visible));
  store.add(vscode.window.onDidChangeActiveTextEditor((editor) => view.visible && follow(editor)));
  store.add(
    figures.onDidChange((uri) => {
      if (!uri || uri.toString() === tree.document?.uri.toString()) update();
    }),
  );
  store.add(figures.onDidChangeHealth(update));
  store.add(selection.onDidChange(update));
  store.add({ dispose: () => watch?.dispose() });

  const onNode = (id: string, run: (code: MeasuredCode) => Promise<void>) =>
    store.add(
      vscode.commands.registerCommand(id, (node: FileNode | undefined) =>
        node?.code ? run(node.code).catch((error) => reportError(log, error)) : undefined,
      ),
    );
  onNode(COMMANDS.tracesOfRow, (code) => actions.findTraces(code));
  onNode(COMMANDS.explainRow, (code) => actions.explain(code));
  store.add(
    vscode.commands.registerCommand(COMMANDS.sortThisFile, async () => {
      const choices: readonly (vscode.QuickPickItem & { order: Order })[] = [
        { label: t('By line'), order: 'line' },
        { label: t('By total time'), order: 'total' },
        { label: t('By p95'), order: 'p95' },
        { label: t('By errors'), order: 'errors' },
      ];
      const picked = await vscode.window.showQuickPick(choices, {
        title: t('Sort the functions of this file'),
      });
      if (picked) tree.sort(picked.order);
    }),
  );
  visible();
  return store;
}

function emptyReason(tree: ThisFileTree, figures: Figures): Empty {
  if (!tree.isEmpty) return 'no';
  if (!tree.document) return 'no-file';
  if (figures.health.state === 'failed') return 'failed';
  return figures.of(tree.document) ? 'nothing-measured' : 'loading';
}
