import * as vscode from 'vscode';
import { formatDuration } from '../../core/trace/units.ts';
import type { TraceFilter } from '../../core/trace-list/filter-query.ts';

type Item = vscode.QuickPickItem & {
  readonly failed?: boolean;
  readonly overMs?: number;
  readonly service?: string;
};

const OVER_MS = [100, 500, 1000, 5000] as const;

/** What the list is to be narrowed to, with what it is narrowed to ticked; undefined when backed out of. */
export async function chooseFilter(
  current: TraceFilter,
  services: Thenable<readonly string[]>,
): Promise<TraceFilter | undefined> {
  const { t } = vscode.l10n;
  const fixed: Item[] = [
    { label: t('Failed'), iconPath: new vscode.ThemeIcon('error'), failed: true, picked: current.failed },
    { label: t('duration'), kind: vscode.QuickPickItemKind.Separator },
    ...OVER_MS.map((overMs) => ({
      label: t('Longer than {0}', formatDuration(overMs * 1e6)),
      iconPath: new vscode.ThemeIcon('watch'),
      overMs,
      picked: current.overMs === overMs,
    })),
  ];
  const all = services.then((names) => [
    ...fixed,
    { label: t('service'), kind: vscode.QuickPickItemKind.Separator },
    ...[...new Set([...current.services, ...names])].map((service) => ({
      label: service,
      iconPath: new vscode.ThemeIcon('server'),
      service,
      picked: current.services.includes(service),
    })),
  ]);
  const picked = await vscode.window.showQuickPick<Item>(all, {
    title: t('Filter traces'),
    placeHolder: t('Tick what traces must have; a query says more'),
    canPickMany: true,
  });
  if (!picked) return undefined;
  const over = picked.flatMap(({ overMs }) => overMs ?? []);
  return {
    failed: picked.some(({ failed }) => failed === true),
    overMs: over.length > 0 ? Math.max(...over) : 0,
    services: picked.flatMap(({ service }) => service ?? []),
  };
}
