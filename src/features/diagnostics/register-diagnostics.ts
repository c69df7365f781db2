import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { reportError } from '../../host/errors.ts';
import { collectDiagnostics, type DiagnosticsDeps } from './collect-diagnostics.ts';

/** The log, and a report for whoever is asked for help. */
export function registerDiagnostics(deps: DiagnosticsDeps): vscode.Disposable {
  const { log } = deps;
  const store = new DisposableStore();
  store.add(vscode.commands.registerCommand(COMMANDS.showLog, () => log.show()));
  store.add(
    vscode.commands.registerCommand(COMMANDS.collectDiagnostics, () =>
      show(deps).catch((error) => reportError(log, error)),
    ),
  );
  return store;
}

async function show(deps: DiagnosticsDeps): Promise<void> {
  const content = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Collecting diagnostics') },
    () => collectDiagnostics(deps),
  );
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document);
  const copy = vscode.l10n.t('Copy');
  const text = vscode.l10n.t('Nothing was sent. Read the report before you share it.');
  if ((await vscode.window.showInformationMessage(text, copy)) === copy)
    await vscode.env.clipboard.writeText(document.getText());
}
