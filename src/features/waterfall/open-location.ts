import * as vscode from 'vscode';
import type { CodeLocation, Resolution } from '../../core/mapping/resolution.ts';
import { reach } from '../../host/milestones.ts';
import type { JumpResult } from '../../protocol/waterfall.ts';

export type OpenOptions = { readonly panel: vscode.ViewColumn | undefined; readonly keepFocus: boolean };

/**
 * Opens what a resolution leads to. A guess is named as one and a tie is for the user to decide: no jump is ever silent
 * about how it was found.
 */
export async function openResolution(
  resolution: Resolution | undefined,
  options: OpenOptions,
): Promise<JumpResult> {
  const { result, alternatives } = resolution ?? { result: null, alternatives: [] };
  if (!result) {
    const sentence = resolution?.reason ?? vscode.l10n.t('Nothing on the span names its code.');
    return { opened: false, reason: sentence };
  }
  if (!result.jump && alternatives.length > 0) {
    const picked = await pick([result, ...alternatives]);
    if (!picked) return { opened: false, reason: '' };
    await openLocation(picked, options);
    return { opened: true, reason: '' };
  }
  await openLocation(result, options);
  if (result.stale) return { opened: true, reason: result.stale };
  if (result.confidence !== 'guess') return { opened: true, reason: '' };
  return { opened: true, reason: vscode.l10n.t('A guess: {0}', result.evidence.join(' ')) };
}

type Choice = CodeLocation & {
  readonly confidence: string;
  readonly why?: string;
  readonly evidence?: readonly string[];
};

async function pick(choices: readonly Choice[]): Promise<CodeLocation | undefined> {
  const items = choices.map((choice) => ({
    label: `${choice.file}:${choice.line}`,
    description: `${choice.symbol} ${choice.confidence}`.trim(),
    detail: choice.why ?? choice.evidence?.join(' ') ?? '',
    choice,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Several places fit as well'),
    placeHolder: vscode.l10n.t('Which one is it?'),
    matchOnDetail: true,
  });
  return picked?.choice;
}

export async function openLocation(at: CodeLocation, { panel, keepFocus }: OpenOptions): Promise<void> {
  const uri = vscode.Uri.joinPath(vscode.Uri.file(at.folder), at.file);
  const document = await vscode.workspace.openTextDocument(uri);
  const line = Math.min(Math.max(0, at.line - 1), document.lineCount - 1);
  reach('jump');
  await vscode.window.showTextDocument(document, {
    viewColumn: besides(panel),
    preview: true,
    preserveFocus: keepFocus,
    selection: new vscode.Range(line, 0, line, 0),
  });
}

/** A group that is not the panel's: one that shows text already, else the first free one. */
export function besides(panel: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const other = vscode.window.visibleTextEditors.find(
    (e) => e.viewColumn !== undefined && e.viewColumn !== panel,
  );
  if (other?.viewColumn !== undefined) return other.viewColumn;
  return panel === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
}
