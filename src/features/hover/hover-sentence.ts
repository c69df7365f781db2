import * as vscode from 'vscode';
import { type ChangeKind, findChanges } from '../../core/analysis/regression.ts';
import type { CallFigures, FunctionFigures, Stale } from '../../core/figures/file-figures.ts';
import type { FunctionStats } from '../../core/ports.ts';
import {
  formatAgo,
  formatCount,
  formatDuration,
  formatFactor,
  formatPercent,
} from '../../core/trace/units.ts';
import type { FunctionDetail } from '../../host/figures/function-details.ts';
import { inlineCode } from '../../host/links.ts';

/** From this factor between p95 and p50 on, the slow calls are the story. */
const SPREAD = 3;
const RULES = { minimumCalls: 30, minimumFactor: 1.2 };

/** What a function's figures say, in words: the first line of its hover. */
export function functionSentence(
  { code, stats, stale }: FunctionFigures,
  detail: FunctionDetail | undefined,
  nowMs: number,
): string {
  const { t } = vscode.l10n;
  const name = `**${inlineCode(code.symbol) || t('This function')}**`;
  return [
    staleSentence(stale, nowMs),
    usualSentence(name, stats),
    errorSentence(stats, nowMs),
    changeSentence(stats, detail?.before),
  ]
    .filter((s) => s !== '')
    .join(' ');
}

export function callSentence({ label, stats, perCall, within, stale }: CallFigures, nowMs: number): string {
  const { t } = vscode.l10n;
  const often =
    perCall === undefined || within === '' || (perCall > 0.95 && perCall < 1.05)
      ? ''
      : perCall < 1
        ? t('Made in {0} of the calls of {1}.', formatPercent(perCall), inlineCode(within))
        : t('Made {0} times in a call of {1}.', formatFactor(perCall).replace(/x$/, ''), inlineCode(within));
  return [
    staleSentence(stale, nowMs),
    usualSentence(`**${inlineCode(label)}**`, stats),
    often,
    errorSentence(stats, nowMs),
  ]
    .filter((s) => s !== '')
    .join(' ');
}

function usualSentence(name: string, { count, p50, p95 }: FunctionStats): string {
  const { t } = vscode.l10n;
  if (count === 1) return t('{0} was called once and took {1}.', name, formatDuration(p50));
  if (p50 > 0 && p95 >= p50 * SPREAD)
    return t(
      '{0} usually takes {1}, but 1 call in 20 takes {2} or more ({3}).',
      name,
      formatDuration(p50),
      formatDuration(p95),
      formatFactor(p95 / p50),
    );
  return t(
    '{0} usually takes {1}; 1 call in 20 takes {2} or more.',
    name,
    formatDuration(p50),
    formatDuration(p95),
  );
}

function errorSentence({ count, errors, lastErrorMs }: FunctionStats, nowMs: number): string {
  if (errors === 0) return '';
  const { t } = vscode.l10n;
  const failed =
    errors === count
      ? t('Every call failed')
      : t('{0} of {1} calls failed', formatPercent(errors / count), formatCount(count));
  return lastErrorMs === undefined
    ? `${failed}.`
    : t('{0}, last {1}.', failed, formatAgo(lastErrorMs, nowMs));
}

/** Only what chance does not explain. */
function changeSentence(after: FunctionStats, before: FunctionStats | undefined): string {
  if (!before) return '';
  const { t } = vscode.l10n;
  const [changes = []] = findChanges([{ before, after }], RULES);
  const share = () => formatPercent(before.errors / before.count);
  const words: Readonly<Record<ChangeKind, () => string>> = {
    slower: () => t('p95 is up from {0}.', formatDuration(before.p95)),
    faster: () => t('p95 is down from {0}.', formatDuration(before.p95)),
    failing: () => t('It failed less before ({0}).', share()),
    recovered: () => t('It failed more before ({0}).', share()),
  };
  return changes.map(({ kind }) => words[kind]()).join(' ');
}

function staleSentence(stale: Stale | undefined, nowMs: number): string {
  if (!stale) return '';
  const { changedMs, revision } = stale;
  const ago =
    revision === undefined
      ? formatAgo(changedMs ?? nowMs, nowMs)
      : vscode.l10n.t('since revision {0}', revision.slice(0, 9));
  return stale.state === 'changed'
    ? vscode.l10n.t('_Measured before this code was changed ({0})._', ago)
    : vscode.l10n.t('_Partly measured before this code was changed ({0})._', ago);
}
