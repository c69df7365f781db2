import * as vscode from 'vscode';
import type { TraceGrouping } from '../../core/trace-list/group-traces.ts';

/** From what an earlier session kept. */
export function asGrouping(stored: unknown): TraceGrouping {
  return stored === 'operation' || stored === 'service' || stored === 'error' ? stored : 'none';
}

export async function chooseGrouping(current: TraceGrouping): Promise<TraceGrouping | undefined> {
  const item = (grouping: TraceGrouping, label: string) => ({
    grouping,
    label,
    iconPath: new vscode.ThemeIcon(grouping === current ? 'check' : 'blank'),
  });
  const items = [
    item('none', vscode.l10n.t('Newest first, without groups')),
    item('operation', vscode.l10n.t('By operation')),
    item('service', vscode.l10n.t('By service')),
    item('error', vscode.l10n.t('By errors')),
  ];
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Group traces') }))?.grouping;
}
