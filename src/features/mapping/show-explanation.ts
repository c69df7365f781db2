import * as vscode from 'vscode';
import { siteLabel } from '../../core/figures/site-label.ts';
import type { Explanation } from '../../core/mapping/explanation.ts';
import { pickOf } from '../../core/mapping/user-mapping.ts';
import { openPlace } from '../../host/open-place.ts';
import { type ExplanationItem, explanationItems, explanationText } from './explanation-items.ts';
import type { FilesAtRevision } from './files-at-revision.ts';
import { askForRoot, askForServiceFolder, type TeachDeps, teachPick } from './teach.ts';

export type ExplainDeps = TeachDeps & { readonly openAtRevision: FilesAtRevision['open'] };

/** Why a span leads where it does, as a list to act on. */
export async function showExplanation(deps: ExplainDeps, explanation: Explanation): Promise<void> {
  const { t } = vscode.l10n;
  const pick = vscode.window.createQuickPick<ExplanationItem>();
  pick.title = t(
    'How {0} is led to code',
    `${explanation.site.service} · ${siteLabel(explanation.site).text}`,
  );
  pick.placeholder = t('Choose a place to open it, or the pin to always go there');
  pick.matchOnDetail = true;
  pick.items = explanationItems(explanation);
  const chosen = await new Promise<(() => Promise<void>) | undefined>((resolve) => {
    pick.onDidTriggerItemButton(({ item: { place } }) => {
      if (place) resolve(() => teachPick(deps, explanation.site, place));
    });
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      // What was tried is there to be read: taking it does nothing.
      if (item && (item.place || item.action)) resolve(() => run(deps, explanation, item));
    });
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  pick.dispose();
  await chosen?.();
}

async function run(
  deps: ExplainDeps,
  explanation: Explanation,
  { place, action }: ExplanationItem,
): Promise<void> {
  const { site, resolution } = explanation;
  const { result, alternatives } = resolution;
  if (place) return openPlace(place);
  switch (action) {
    case 'root':
      return askForRoot(deps, site.service, site, [...(result ? [result] : []), ...alternatives]);
    case 'folder':
      return askForServiceFolder(deps, site.service);
    case 'unpick':
      if (result) await deps.mappings.forget({ kind: 'pick', pick: pickOf(site, result) });
      return;
    case 'revision':
      if (result) await deps.openAtRevision(site, result);
      return;
    case 'copy':
      await vscode.env.clipboard.writeText(explanationText(explanation));
      return;
    default:
      return;
  }
}
