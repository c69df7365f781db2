import * as vscode from 'vscode';
import { GAP_GROUPS, type GapFilter, type GapGroup } from '../../core/gaps/view/filter-findings.ts';
import { GROUPINGS, type Grouping } from '../../core/gaps/view/group-findings.ts';

const { t } = vscode.l10n;

export function groupingText(grouping: Grouping): string {
  const words: Readonly<Record<Grouping, string>> = {
    service: t('by service'),
    kind: t('by kind'),
    file: t('by file'),
    rule: t('by rule'),
  };
  return words[grouping];
}

export const asGrouping = (stored: unknown): Grouping => GROUPINGS.find((g) => g === stored) ?? 'service';

export async function chooseGrouping(now: Grouping): Promise<Grouping | undefined> {
  const items = GROUPINGS.map((grouping) => ({
    grouping,
    label: groupingText(grouping).replace(/^./, (c) => c.toUpperCase()),
    iconPath: new vscode.ThemeIcon(grouping === now ? 'check' : 'blank'),
  }));
  return (await vscode.window.showQuickPick(items, { title: t('Group instrumentation gaps') }))?.grouping;
}

type FilterItem = vscode.QuickPickItem & { readonly id: string };

/** Several at once: what is ticked is shown. */
export async function chooseFilter(now: GapFilter): Promise<GapFilter | undefined> {
  const kinds: Readonly<Record<GapGroup, string>> = {
    setup: t('Setup'),
    entry: t('Entry points'),
    outbound: t('Outgoing calls'),
    context: t('Context'),
    span: t('Spans'),
    trace: t('Seen in traces'),
  };
  const item = (id: string, label: string, picked: boolean, description = ''): FilterItem => ({
    id,
    label,
    picked,
    description,
  });
  const items: (FilterItem | vscode.QuickPickItem)[] = [
    { label: t('Kinds'), kind: vscode.QuickPickItemKind.Separator },
    ...GAP_GROUPS.map((g) => item(g, kinds[g], !now.hidden.includes(g))),
    { label: t('How sure'), kind: vscode.QuickPickItemKind.Separator },
    item('medium', t('Medium confidence'), now.confidence !== 'high', t('likely, or found by its looks')),
    item('low', t('Low confidence'), now.confidence === 'low', t('commands, files of no service')),
    { label: t('Traffic'), kind: vscode.QuickPickItemKind.Separator },
    item('traffic', t('Only code that traces show to run'), now.withTraffic),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: t('Show instrumentation gaps'),
    canPickMany: true,
  });
  if (!picked) return undefined;
  const ids = new Set(picked.flatMap((p) => ('id' in p ? [p.id] : [])));
  return {
    hidden: GAP_GROUPS.filter((g) => !ids.has(g)),
    confidence: ids.has('low') ? 'low' : ids.has('medium') ? 'medium' : 'high',
    withTraffic: ids.has('traffic'),
  };
}
