import * as vscode from 'vscode';
import { INTERNAL_COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { reportError } from '../../host/errors.ts';
import { TOUR_STEPS } from './tour-steps.ts';

export type TourDeps = {
  readonly extensionId: string;
  /** Remembers that the tour was begun. */
  readonly state: vscode.Memento;
  readonly log: Logger;
};

const SHOP = 'spanlight-shop';
const CONTEXT = 'spanlight.tour.available';
const BEGUN = 'tour.begun';

/** The tour of the sample shop: there, and nowhere else, *Get Started* offers it; it opens by itself the first time. */
export function registerTour({ extensionId, state, log }: TourDeps): vscode.Disposable {
  const store = new DisposableStore();
  store.add(
    vscode.commands.registerCommand(INTERNAL_COMMANDS.tourStep, (id: unknown) =>
      show(String(id)).catch((error) => reportError(log, error)),
    ),
  );
  void (async () => {
    const folder = await shopFolder();
    await vscode.commands.executeCommand('setContext', CONTEXT, folder !== undefined);
    if (!folder || state.get(BEGUN)) return;
    await state.update(BEGUN, true);
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extensionId}#tour`, false);
  })().catch((error: Error) => log.debug(`tour: ${error.message}`));
  return store;
}

async function shopFolder(): Promise<vscode.Uri | undefined> {
  for (const { uri } of vscode.workspace.workspaceFolders ?? [])
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(uri, 'package.json'));
      if (JSON.parse(new TextDecoder().decode(bytes)).name === SHOP) return uri;
    } catch {
      // No package.json, or none that can be read: not the shop.
    }
  return undefined;
}

async function show(id: string): Promise<void> {
  const step = TOUR_STEPS[id];
  const folder = await shopFolder();
  if (!step || !folder) return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, step.file));
  const at = document.positionAt(Math.max(0, document.getText().indexOf(step.text)));
  const name = document.getWordRangeAtPosition(at.translate(0, step.text.indexOf(' ') + 1))?.start ?? at;
  // In a tab of its own and as wide as the tour: what stands at the ends of lines is to be seen.
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.One,
    preview: false,
    selection: new vscode.Range(name, name),
  });
  editor.revealRange(new vscode.Range(name, name), vscode.TextEditorRevealType.InCenter);
  for (const { command, argument } of step.runs ?? [])
    await vscode.commands.executeCommand(command, ...(argument === undefined ? [] : [argument]));
}
