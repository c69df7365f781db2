import * as vscode from 'vscode';

/** Opens a line of a file beside what is there, as a preview. Lines count from 1. */
export async function openPlace(
  place: { readonly folder: string; readonly file: string; readonly line: number },
  options: { readonly preserveFocus?: boolean } = {},
): Promise<void> {
  const uri = vscode.Uri.joinPath(vscode.Uri.file(place.folder), place.file);
  const document = await vscode.workspace.openTextDocument(uri);
  const line = Math.min(Math.max(0, place.line - 1), document.lineCount - 1);
  await vscode.window.showTextDocument(document, {
    preview: true,
    preserveFocus: options.preserveFocus ?? false,
    selection: new vscode.Range(line, 0, line, 0),
  });
}
