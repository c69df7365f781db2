import * as vscode from 'vscode';

/** What is there, or undefined for no file. */
export async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

/** Writes the file as an edit of the workspace, so that it can be undone as one. */
export async function writeText(target: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const isNew = (await readText(target)) === undefined;
  if (isNew) {
    edit.createFile(target, { contents: new TextEncoder().encode(text) });
  } else {
    const document = await vscode.workspace.openTextDocument(target);
    const all = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
    edit.replace(target, all, text);
  }
  const applied = await vscode.workspace.applyEdit(edit);
  // A document that no editor shows is saved by nobody else.
  const saved = isNew || (await (await vscode.workspace.openTextDocument(target)).save());
  if (!applied || !saved || (await readText(target)) !== text)
    throw new Error(
      vscode.l10n.t(
        '{0} could not be written. Is the folder read-only?',
        vscode.workspace.asRelativePath(target),
      ),
    );
}
