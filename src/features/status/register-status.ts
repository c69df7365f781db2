import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import { connectionName } from '../../host/connections.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { HealthState } from '../../host/figures-health.ts';
import { readSelectionChange } from '../../host/read-selection-change.ts';
import { selectionText, shortWindowText } from '../../host/selection-text.ts';
import { type ChooseDeps, chooseSelection } from './choose-selection.ts';

export type StatusDeps = ChooseDeps & { readonly health: HealthState };

/** Right of the problems, left of what languages show. */
const PRIORITY = 40;

/** The item that says whose figures are shown, and changes it. */
export function registerStatus(deps: StatusDeps): vscode.Disposable {
  const { selection, connections, health } = deps;
  const store = new DisposableStore();
  const item = store.add(
    vscode.window.createStatusBarItem('spanlight.status', vscode.StatusBarAlignment.Left, PRIORITY),
  );
  item.name = vscode.l10n.t('Spanlight: backend and window');
  item.command = COMMANDS.chooseSelection;
  const update = () => {
    const { text, tooltip, failed } = describe(deps);
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: tooltip.replaceAll('\n', ', ') };
    item.backgroundColor = failed ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  };
  update();
  item.show();
  store.add(selection.onDidChange(update));
  store.add(connections.onDidChange(update));
  store.add(health.onDidChangeHealth(update));
  store.add(
    vscode.commands.registerCommand(COMMANDS.chooseSelection, async (asked?: unknown) => {
      const change = readSelectionChange(asked, Date.now());
      if (change) await selection.update(change);
      else await chooseSelection(deps);
    }),
  );
  return store;
}

function describe({ selection, connections, health: { health } }: StatusDeps) {
  const { connection, window, environment, version } = selection.current;
  const name = connectionName(connections, connection);
  const failed = health.state === 'failed';
  const parts = [name, shortWindowText(window, selection.lastRunMs), environment, version];
  const icon = failed ? 'warning' : 'pulse';
  const lines = [
    vscode.l10n.t('Spanlight shows {0}', name),
    selectionText(selection),
    ...(failed ? [health.sentence] : []),
    vscode.l10n.t('Click to change the window, environment, version or backend.'),
  ];
  return {
    text: `$(${icon}) ${parts.filter((part) => part !== undefined).join(' · ')}`,
    tooltip: lines.join('\n'),
    failed,
  };
}
