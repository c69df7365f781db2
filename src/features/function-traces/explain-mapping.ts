import * as vscode from 'vscode';
import { siteLabel } from '../../core/figures/site-label.ts';
import { COMMANDS } from '../../core/manifest.ts';
import { plural } from '../../core/trace/units.ts';
import type { MeasuredCode } from '../../host/function-actions.ts';
import type { TracesDeps } from './list-traces.ts';

/** How the spans that figures are made of were led to their code; asks which of them where there are several. */
export async function explainMapping({ figures }: TracesDeps, code: MeasuredCode): Promise<void> {
  const { t } = vscode.l10n;
  const items = code.sites.flatMap((id) => {
    const known = figures.snapshot?.sites.get(id);
    const resolution = figures.resolutionOf(id);
    if (!known || !resolution) return [];
    const { site, stats } = known;
    const { result, reason } = resolution;
    const explain = (signal: AbortSignal) => figures.explain({ id, site }, signal);
    return [
      {
        label: siteLabel(site).text,
        description: [site.service, plural(stats.count, 'span')].join(' · '),
        detail: result ? `${result.file}:${result.line}` : (reason ?? ''),
        site: { id, site, spans: stats.count, resolution, explain },
      },
    ];
  });
  if (items.length === 0) {
    void vscode.window.showInformationMessage(t('The spans behind these figures are no longer known.'));
    return;
  }
  const picked =
    items.length === 1
      ? items[0]
      : await vscode.window.showQuickPick(items, {
          title: t('How the figures of {0} were led to their code', code.name),
          placeHolder: t('Which spans?'),
          matchOnDetail: true,
        });
  // The mapping doctor explains it, as it does for its own rows.
  if (picked)
    await vscode.commands.executeCommand(COMMANDS.explainMapping, { kind: 'site', site: picked.site });
}
