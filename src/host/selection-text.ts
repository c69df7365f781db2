import * as vscode from 'vscode';
import { shortTime } from '../core/figures/local-time.ts';
import { lengthText, type Window } from '../core/figures/window.ts';
import type { SelectionState } from './selection.ts';

/** "last 24 h", "since 14:05 (last run)", "2026-11-20 14:00 to 15:30". */
export function windowText(window: Window, lastRunMs: number | undefined, nowMs = Date.now()): string {
  switch (window.kind) {
    case 'last':
      return vscode.l10n.t('last {0}', lengthText(window.minutes));
    case 'between':
      return vscode.l10n.t('{0} to {1}', shortTime(window.fromMs, nowMs), shortTime(window.toMs, nowMs));
    case 'run':
      return lastRunMs === undefined
        ? vscode.l10n.t('last run (none seen yet: last 15 min)')
        : vscode.l10n.t('since {0} (last run)', shortTime(lastRunMs, nowMs));
  }
}

/** The same in a few characters, for the status bar: "24 h", "since 14:05". */
export function shortWindowText(window: Window, lastRunMs: number | undefined, nowMs = Date.now()): string {
  if (window.kind === 'last') return lengthText(window.minutes);
  if (window.kind === 'between') return windowText(window, lastRunMs, nowMs);
  return lastRunMs === undefined
    ? vscode.l10n.t('last run')
    : vscode.l10n.t('since {0}', shortTime(lastRunMs, nowMs));
}

/** Window, environment, version as one line: what stands below every figure. */
export function selectionText(state: SelectionState, nowMs = Date.now()): string {
  const { window, environment, version } = state.current;
  return [
    windowText(window, state.lastRunMs, nowMs),
    environment ?? vscode.l10n.t('all environments'),
    ...(version === undefined ? [] : [vscode.l10n.t('version {0}', version)]),
  ].join(' · ');
}
