import * as vscode from 'vscode';
import { siteLabel } from '../../core/figures/site-label.ts';
import type { Attempt, Explanation, Outcome } from '../../core/mapping/explanation.ts';
import type { CodeLocation } from '../../core/mapping/resolution.ts';
import { runtimePathOf } from '../../core/mapping/suggest-roots.ts';
import { strategyText } from './mapping-nodes.ts';

export type ExplanationAction = 'root' | 'folder' | 'unpick' | 'copy' | 'revision';
export type ExplanationItem = vscode.QuickPickItem & {
  readonly place?: CodeLocation;
  readonly action?: ExplanationAction;
};

/** On each place of the list: always go there with such spans. */
export const pickButton = (): vscode.QuickInputButton => ({
  iconPath: new vscode.ThemeIcon('pin'),
  tooltip: vscode.l10n.t('Always go here with such spans'),
});

/** The answer, other places, what can be done about it, and all that was tried. */
export function explanationItems({ site, resolution, attempts }: Explanation): ExplanationItem[] {
  const { t } = vscode.l10n;
  const { result, alternatives, reason, library } = resolution;
  const heading = (label: string): ExplanationItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const place = (at: CodeLocation, description: string, detail: string): ExplanationItem => ({
    label: `$(go-to-file) ${at.file}:${at.line}`,
    description,
    detail,
    place: at,
    buttons: [pickButton()],
  });
  const items: ExplanationItem[] = [];
  if (result) {
    const how = [confidenceText(result.confidence), strategyText(result.strategy)];
    if (result.role !== 'code') how.push(result.role);
    items.push(heading(result.jump ? t('Leads to') : t('Several places fit; a click asks')));
    items.push(place(result, how.join(' · '), [...result.evidence, result.stale ?? ''].join(' ').trim()));
  } else {
    items.push(heading(t('Leads nowhere')));
    const why = reason ?? t('Nothing on the span names its code.');
    items.push({
      label: `$(circle-slash) ${library ? t('Library: {0}', library.name) : why}`,
      detail: library ? why : '',
    });
  }
  if (alternatives.length > 0) items.push(heading(t('Other places')));
  for (const other of alternatives)
    items.push(
      place(other, `${confidenceText(other.confidence)} · ${strategyText(other.strategy)}`, other.why),
    );
  items.push(heading(t('What you can do')));
  if (result?.strategy === 'picked')
    items.push({ label: `$(discard) ${t('Take back that you chose this place')}`, action: 'unpick' });
  if (result?.revision)
    items.push({
      label: `$(history) ${t('Open the file as it was at {0}', result.revision.slice(0, 9))}`,
      action: 'revision',
    });
  if (runtimePathOf(site))
    items.push({ label: `$(root-folder) ${t('Say which folder its path begins in...')}`, action: 'root' });
  if (site.service !== '')
    items.push({ label: `$(folder) ${t('Say which folder {0} is in...', site.service)}`, action: 'folder' });
  items.push({ label: `$(copy) ${t('Copy this explanation')}`, action: 'copy' });
  items.push(heading(t('What was tried')));
  const telling = attempts.filter(({ outcome }) => outcome !== 'silent');
  const order: readonly Outcome[] = ['matched', 'rejected'];
  for (const attempt of [...telling].sort((x, y) => order.indexOf(x.outcome) - order.indexOf(y.outcome)))
    items.push(...attemptItems(attempt));
  const silent = attempts.filter(({ outcome }) => outcome === 'silent').map(({ name }) => name);
  if (silent.length > 0) items.push({ label: `$(dash) ${t('Nothing to go by')}`, detail: silent.join(', ') });
  return items;
}

function attemptItems({ name, outcome, notes }: Attempt): ExplanationItem[] {
  const { t } = vscode.l10n;
  const [first = '', ...rest] = notes;
  const matched = outcome === 'matched';
  return [
    {
      label: `$(${matched ? 'pass' : 'error'}) ${name}`,
      description: matched ? t('matched') : t('turned down'),
      detail: first,
    },
    ...rest.map((note) => ({ label: `$(blank) ${note}` })),
  ];
}

export function confidenceText(confidence: 'exact' | 'likely' | 'guess'): string {
  const { t } = vscode.l10n;
  return { exact: t('exact'), likely: t('likely'), guess: t('a guess') }[confidence];
}

/** For an issue or a chat. Values of attributes stay out: only what the doctor says of them is in it. */
export function explanationText({ site, resolution, attempts }: Explanation): string {
  const { result, reason, alternatives } = resolution;
  const lines = [`${site.service}: ${siteLabel(site).text}`];
  if (result) lines.push(`${result.file}:${result.line} · ${result.confidence} · ${result.strategy}`);
  else lines.push(reason ?? '');
  for (const evidence of result?.evidence ?? []) lines.push(`  ${evidence}`);
  if (result?.stale) lines.push(`  ${result.stale}`);
  for (const other of alternatives)
    lines.push(`or ${other.file}:${other.line} · ${other.confidence}: ${other.why}`);
  for (const { name, outcome, notes } of attempts)
    if (outcome !== 'silent') lines.push(`${name}: ${outcome}`, ...notes.map((note) => `  ${note}`));
  return lines.join('\n');
}
