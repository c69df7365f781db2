import * as vscode from 'vscode';
import type { AttachedPanel } from './attach-panel.ts';
import { spansAt } from './follow-cursor.ts';

/** Shows a span of the function at the cursor in the panel used last that has one; again shows the next one. */
export function revealInTrace(editor: vscode.TextEditor, panels: readonly AttachedPanel[]): void {
  if (panels.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No trace is open. Open one first, then reveal the function in it.'),
    );
    return;
  }
  for (const attached of panels.toReversed()) {
    const spans = spansAt(attached, editor);
    if (spans.length === 0) continue;
    attached.panel.reveal(undefined, true);
    attached.rpc.emit('reveal', { spans });
    return;
  }
  void vscode.window.showInformationMessage(
    vscode.l10n.t('No span of the open traces leads to line {0}.', editor.selection.active.line + 1),
  );
}
