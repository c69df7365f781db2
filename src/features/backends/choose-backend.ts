import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import type { Connections } from '../../host/connections.ts';
import type { SelectionState } from '../../host/selection.ts';

type Item = vscode.QuickPickItem & { readonly id?: string };

const EDIT = { iconPath: new vscode.ThemeIcon('edit'), tooltip: vscode.l10n.t('Edit') };
const REMOVE = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Remove') };

/** The quick switch: whose traces are shown, with a way to change the list. */
export async function chooseBackend({
  connections,
  selection,
}: {
  readonly connections: Connections;
  readonly selection: SelectionState;
}): Promise<void> {
  // A window that just came up may not have read them yet.
  await connections.configs();
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = vscode.l10n.t('Traces of');
  pick.placeholder = vscode.l10n.t('Choose a backend');
  pick.matchOnDescription = true;
  const own = new Set(connections.placed.map(({ setting }) => setting.id));
  pick.items = [
    ...connections.all.map(({ id, name, detail }) => ({
      id,
      label: name,
      description: detail,
      iconPath: new vscode.ThemeIcon(id === selection.current.connection ? 'check' : 'blank'),
      buttons: own.has(id) ? [EDIT, REMOVE] : [],
    })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: vscode.l10n.t('Add Backend...'), iconPath: new vscode.ThemeIcon('add') },
  ];
  pick.onDidTriggerItemButton(({ item, button }) => {
    pick.hide();
    void vscode.commands.executeCommand(
      button === EDIT ? COMMANDS.editBackend : COMMANDS.removeBackend,
      item.id,
    );
  });
  pick.onDidAccept(async () => {
    const [chosen] = pick.selectedItems;
    pick.hide();
    if (!chosen) return;
    if (chosen.id === undefined) return void vscode.commands.executeCommand(COMMANDS.addBackend);
    const environment = connections.all.find(({ id }) => id === chosen.id)?.environment;
    await selection.update({ connection: chosen.id, ...(environment === undefined ? {} : { environment }) });
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}
