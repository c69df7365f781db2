import * as vscode from 'vscode';
import { TRACE_EDITORS } from '../../core/manifest.ts';
import { DisposableStore } from '../../host/disposables.ts';

/** Trace files as editors: the default for names that say so, "Reopen With" for the rest. */
export function registerTraceEditors(
  attach: (panel: vscode.WebviewPanel, file: string) => unknown,
): vscode.Disposable {
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => {} }),
    resolveCustomEditor: (document, panel) => void attach(panel, document.uri.fsPath),
  };
  const store = new DisposableStore();
  for (const viewType of Object.values(TRACE_EDITORS))
    store.add(vscode.window.registerCustomEditorProvider(viewType, provider));
  return store;
}
