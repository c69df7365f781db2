import * as vscode from 'vscode';
import { siteLabel } from '../../core/figures/site-label.ts';
import { plural } from '../../core/trace/units.ts';
import type { MeasuredCode } from '../../host/function-actions.ts';
import { openPlace } from '../../host/open-place.ts';
import type { TracesDeps } from './list-traces.ts';

type Item = vscode.QuickPickItem & { readonly place?: { folder: string; file: string; line: number } };

/** Which spans the figures are made of, how each was led to its code, and where else it might belong. */
export async function explainMapping({ figures }: TracesDeps, code: MeasuredCode): Promise<void> {
  const { t } = vscode.l10n;
  const items = code.sites.flatMap((id): Item[] => {
    const known = figures.snapshot?.sites.get(id);
    const resolution = figures.resolutionOf(id);
    if (!known || !resolution) return [];
    const { result, alternatives, reason } = resolution;
    const spans = `${siteLabel(known.site).text} · ${known.site.service} · ${plural(known.stats.count, 'span')}`;
    const heading: Item = { label: spans, kind: vscode.QuickPickItemKind.Separator };
    if (!result) return [heading, { label: reason ?? t('Nothing on the span names its code.') }];
    const confidence = { exact: t('exact'), likely: t('likely'), guess: t('a guess') };
    const place = (at: typeof result | (typeof alternatives)[number], why: string): Item => ({
      label: `${at.file}:${at.line}`,
      description: `${confidence[at.confidence]} · ${at.strategy}`,
      detail: why,
      place: at,
    });
    return [
      heading,
      place(result, [...result.evidence, ...(result.stale ? [result.stale] : [])].join(' ')),
      ...alternatives.map((other) => place(other, other.why)),
    ];
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: t('How the figures of {0} were led to their code', code.name),
    placeHolder: t('Choose a place to open it'),
    matchOnDetail: true,
  });
  if (picked?.place) await openPlace(picked.place);
}
