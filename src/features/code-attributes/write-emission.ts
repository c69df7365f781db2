import * as vscode from 'vscode';
import type { Emission } from '../../core/emitters/emitter.ts';

/** `same`: the file is there already; `refused`: the user discarded the preview. */
export type Written = 'written' | 'same' | 'refused';

/**
 * Writes the file as an edit of the workspace. With `confirm` the editor shows it first, as it shows refactorings: the
 * user sees the text, or what would change in a file that is there, and applies or discards it.
 */
export async function writeEmission(
  target: vscode.Uri,
  emission: Emission,
  confirm: boolean,
): Promise<Written> {
  const { t } = vscode.l10n;
  const edit = new vscode.WorkspaceEdit();
  const metadata: vscode.WorkspaceEditEntryMetadata = {
    needsConfirmation: confirm,
    label: t('Span processor that sets code attributes'),
    description: emission.cost,
  };
  const there = await read(target);
  if (there === emission.text) return 'same';
  if (there === undefined) {
    edit.createFile(target, { contents: new TextEncoder().encode(emission.text) }, metadata);
  } else {
    const document = await vscode.workspace.openTextDocument(target);
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    edit.replace(target, document.validateRange(all), emission.text, metadata);
  }
  const applied = await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  if (!applied) return 'refused';
  if (there !== undefined) await vscode.workspace.save(target);
  return (await read(target)) === emission.text ? 'written' : 'refused';
}

async function read(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
