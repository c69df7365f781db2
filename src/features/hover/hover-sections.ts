import * as vscode from 'vscode';
import type { Evidence } from '../../core/evidence/evidence.ts';
import { type Neighbour, neighboursOf } from '../../core/evidence/neighbours.ts';
import type { ThrowFigures } from '../../core/figures/file-figures.ts';
import { siteLabel } from '../../core/figures/site-label.ts';
import {
  formatAgo,
  formatCount,
  formatDuration,
  formatFactor,
  formatPercent,
} from '../../core/trace/units.ts';
import type { Figures } from '../../host/figures/figures.ts';
import type { MeasuredCode, TraceTarget } from '../../host/function-actions.ts';
import { inlineCode, plainText } from '../../host/links.ts';
import { openPlace } from '../../host/open-place.ts';
import type { HoverDeps } from './hover-deps.ts';

const MOST = 3;

type ThrownHere = Pick<ThrowFigures, 'type' | 'message' | 'count' | 'lastMs' | 'traceId' | 'spanId'>;

/** What was thrown, with the newest trace of each. */
export function errorLines(thrown: readonly ThrownHere[], deps: HoverDeps, nowMs: number): string {
  if (thrown.length === 0) return '';
  const { t } = vscode.l10n;
  const lines = [...thrown]
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST)
    .map(({ type, message, count, lastMs, traceId, spanId }) => {
      const { connection } = deps.selection.current;
      const trace = deps.links.to(() =>
        deps.showTrace({ connection, traceId, spanId } satisfies TraceTarget),
      );
      const what = [inlineCode(type), inlineCode(message.slice(0, 120))].filter((s) => s !== '').join(' ');
      return `- ${what} x ${formatCount(count)}, [${t('last {0}', formatAgo(lastMs, nowMs))}](${trace})`;
    });
  const more = thrown.length - MOST;
  return [`**${t('Errors')}**`, ...lines, ...(more > 0 ? [`- ${t('{0} more', more)}`] : [])].join('\n');
}

/** What was thrown by any of the sites. */
export function thrownBySites({ sites, thrown }: Evidence, ids: readonly string[]): ThrownHere[] {
  return thrown.filter(({ site }) => ids.includes(sites[site]?.id ?? ''));
}

/** Who calls the function, and whom it calls; each leads to its code where that is known. */
export function neighbourLines(figures: Figures, ids: readonly string[], deps: HoverDeps): string {
  const evidence = figures.evidence?.evidence;
  if (!evidence) return '';
  const { t } = vscode.l10n;
  const { callers, callees } = neighboursOf(evidence, ids);
  const name = ({ site }: Neighbour) => {
    const known = evidence.sites[site];
    if (!known) return '';
    const place = figures.resolutionOf(known.id)?.result;
    const label = inlineCode(siteLabel(known.site).text);
    return place && place.role !== 'called from'
      ? `[${label}](${deps.links.to(() => openPlace(place))})`
      : label;
  };
  const list = (all: readonly Neighbour[], words: (n: Neighbour) => readonly string[]) => {
    const shown = all.slice(0, MOST).map((n) => [name(n), ...words(n)].join(' '));
    return [...shown, ...(all.length > MOST ? [t('{0} more', all.length - MOST)] : [])].join(' · ');
  };
  const share = (n: Neighbour) => (n.share === undefined ? [] : [plainText(formatPercent(n.share))]);
  const calledBy = list(callers, share);
  const calls = list(callees, (n) => [...share(n), `(${perCall(n)}${formatDuration(n.meanNs)})`]);
  return [
    ...(callers.length > 0 ? [`**${t('Called by')}** ${calledBy}`] : []),
    ...(callees.length > 0 ? [`**${t('Calls')}** ${calls}`] : []),
  ].join('  \n');
}

/** "14 x ": how often in one call of the function, where that is not once. */
function perCall({ perCall: times }: Neighbour): string {
  if (times === undefined || (times > 0.95 && times < 1.05)) return '';
  return `${formatFactor(times).replace(/x$/, ' x')} `;
}

/** What one can do next. */
export function actionLine(code: MeasuredCode, deps: HoverDeps, nowMs: number): string {
  const { t } = vscode.l10n;
  const { stats } = code;
  const link = (text: string, run: () => unknown) => `[${plainText(text)}](${deps.links.to(run)})`;
  const { actions } = deps;
  const slowest = stats.max === undefined ? t('Slowest') : t('Slowest {0}', formatDuration(stats.max));
  const latest =
    stats.lastErrorMs === undefined
      ? t('Latest error')
      : t('Latest error {0}', formatAgo(stats.lastErrorMs, nowMs));
  return [
    link(slowest, () => actions.openSlowest(code)),
    ...(stats.errors > 0 ? [link(latest, () => actions.openLatestError(code))] : []),
    link(t('All traces'), () => actions.findTraces(code)),
    link(t('Compare'), () => actions.compare(code)),
    link(t('Explain mapping'), () => actions.explain(code)),
  ].join(' · ');
}
