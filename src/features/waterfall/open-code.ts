import * as vscode from 'vscode';
import type { CodeLocation, Resolution } from '../../core/mapping/resolution.ts';

type Outcome = { opened: boolean; reason: string };

/** Opens the code of a span. A tie or a guess with rivals asks first; without code the reason is the answer. */
export async function openCode(
  resolution: Resolution | undefined,
  from: vscode.ViewColumn | undefined,
): Promise<Outcome> {
  if (!resolution?.result) return { opened: false, reason: resolution?.reason ?? '' };
  const target = resolution.result.jump ? resolution.result : await pick(resolution);
  if (!target) return { opened: false, reason: '' };
  const file = vscode.Uri.joinPath(vscode.Uri.file(target.folder), target.file);
  const document = await vscode.workspace.openTextDocument(file);
  const at = Math.min(Math.max(0, target.line - 1), document.lineCount - 1);
  const column = from === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
  await vscode.window.showTextDocument(document, {
    viewColumn: column,
    preview: true,
    selection: new vscode.Range(at, 0, at, 0),
  });
  return { opened: true, reason: '' };
}

async function pick({ result, alternatives }: Resolution): Promise<CodeLocation | undefined> {
  const all: readonly CodeLocation[] = result ? [result, ...alternatives] : alternatives;
  const picked = await vscode.window.showQuickPick(
    all.map((place) => ({ label: `${place.file}:${place.line}`, description: place.symbol, place })),
    { title: vscode.l10n.t('Several places fit this span'), matchOnDescription: true },
  );
  return picked?.place;
}
