import * as vscode from 'vscode';
import { parseStretch } from '../../core/figures/local-time.ts';
import { rangeBefore } from '../../core/figures/window.ts';
import type { TimeRange } from '../../core/ports.ts';
import type { DimensionSource } from '../../host/dimensions.ts';
import type { SelectionState } from '../../host/selection.ts';
import { windowText } from '../../host/selection-text.ts';
import type { ComparedSide } from '../../protocol/engine-figures.ts';

/** What is compared: the window with the stretch before it or with one of the user's, or two versions in the window. */
export type CompareChoice =
  | { readonly kind: 'before' }
  | { readonly kind: 'stretch'; readonly range: TimeRange }
  | { readonly kind: 'versions'; readonly before: string; readonly after: string };

export type Sides = { readonly before: ComparedSide; readonly after: ComparedSide };

export function sidesOf(choice: CompareChoice, selection: SelectionState): Sides {
  const range = selection.range();
  const { version } = selection.current;
  switch (choice.kind) {
    case 'before':
      return { before: { range: rangeBefore(range), version }, after: { range, version } };
    case 'stretch':
      return { before: { range: choice.range, version }, after: { range, version } };
    case 'versions': {
      // An older version was mostly seen before the window.
      const wide = { fromMs: rangeBefore(range).fromMs, toMs: range.toMs };
      return {
        before: { range: wide, version: choice.before },
        after: { range: wide, version: choice.after },
      };
    }
  }
}

/** "last 24 h against the time before", "1.4.2 against 1.4.1". */
export function choiceText(choice: CompareChoice, selection: SelectionState): string {
  const { t } = vscode.l10n;
  const window = windowText(selection.current.window, selection.lastRunMs);
  switch (choice.kind) {
    case 'before':
      return t('{0} against the time before', window);
    case 'stretch':
      return t('{0} against {1}', window, windowText({ kind: 'between', ...choice.range }, undefined));
    case 'versions':
      return t('{0} against {1}', choice.after, choice.before);
  }
}

type Item = vscode.QuickPickItem & { readonly make: () => Promise<CompareChoice | undefined> };

export async function askWhatToCompare(
  selection: SelectionState,
  dimensions: DimensionSource,
): Promise<CompareChoice | undefined> {
  const { t } = vscode.l10n;
  const { versions } = await dimensions(selection.current.connection, new AbortController().signal);
  const names = versions.map((v) => v.version);
  const items: Item[] = [
    { label: choiceText({ kind: 'before' }, selection), make: async () => ({ kind: 'before' }) },
    { label: t('The window against another stretch of time...'), make: askStretch },
    ...(names.length > 1 ? [{ label: t('Two versions...'), make: () => askVersions(names) }] : []),
  ];
  const picked = await vscode.window.showQuickPick(items, { title: t('Compare') });
  return picked?.make();
}

async function askStretch(): Promise<CompareChoice | undefined> {
  const { t } = vscode.l10n;
  const text = await vscode.window.showInputBox({
    title: t('Compare with'),
    prompt: t('Two times, such as "2026-11-20 14:00 to 15:30" or "09:00 to 10:00"'),
    validateInput: (value) =>
      parseStretch(value, Date.now())
        ? undefined
        : t('Write two times, such as "2026-11-20 14:00 to 2026-11-20 15:30".'),
  });
  const range = text === undefined ? undefined : parseStretch(text, Date.now());
  return range && { kind: 'stretch', range };
}

async function askVersions(names: readonly string[]): Promise<CompareChoice | undefined> {
  const { t } = vscode.l10n;
  const after = await vscode.window.showQuickPick(names, { title: t('What changed in version') });
  if (after === undefined) return undefined;
  const others = names.filter((name) => name !== after);
  const before = await vscode.window.showQuickPick(others, { title: t('Compared with version') });
  return before === undefined ? undefined : { kind: 'versions', before, after };
}
