import * as vscode from 'vscode';
import type { SpanDetails } from '../../protocol/engine-traces.ts';

type Outcome = { opened: boolean; reason: string };

/** Opens the line that `code.*` names, if it is a file of the workspace. */
export async function openSpanCode(span: SpanDetails, from: vscode.ViewColumn | undefined): Promise<Outcome> {
  const value = (key: string) => span.attributes.find((a) => a.key === key)?.text ?? '';
  const file = value('code.file.path');
  const line = Number.parseInt(value('code.line.number'), 10);
  if (!file) return { opened: false, reason: vscode.l10n.t('The span has no code.file.path.') };
  const uri = await inWorkspace(file);
  if (!uri)
    return { opened: false, reason: vscode.l10n.t('{0} is not in this workspace.', file.slice(0, 200)) };
  const document = await vscode.workspace.openTextDocument(uri);
  const at = Math.min(Math.max(0, (Number.isFinite(line) ? line : 1) - 1), document.lineCount - 1);
  const column = from === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
  await vscode.window.showTextDocument(document, {
    viewColumn: column,
    preview: true,
    selection: new vscode.Range(at, 0, at, 0),
  });
  return { opened: true, reason: '' };
}

async function inWorkspace(file: string): Promise<vscode.Uri | undefined> {
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const root = folder.uri.path.replace(/\/$/, '');
    const segments = file.split('/').filter((s) => s !== '' && s !== '.');
    if (segments.includes('..')) return undefined;
    const path = file.startsWith(`${root}/`) ? file : `${root}/${segments.join('/')}`;
    const uri = folder.uri.with({ path });
    const found = await vscode.workspace.fs.stat(uri).then(
      (s) => (s.type & vscode.FileType.File) !== 0,
      () => false,
    );
    if (found) return uri;
  }
  return undefined;
}
