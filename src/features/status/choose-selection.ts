import * as vscode from 'vscode';
import { parseStretch } from '../../core/figures/local-time.ts';
import { lengthText, parseLength, WINDOW_MINUTES, type Window } from '../../core/figures/window.ts';
import { COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import { capital } from '../../core/trace/units.ts';
import type { ConnectionList } from '../../host/connections.ts';
import type { DimensionSource, Dimensions } from '../../host/dimensions.ts';
import type { Selection, SelectionState } from '../../host/selection.ts';
import { windowText } from '../../host/selection-text.ts';

export type ChooseDeps = {
  readonly selection: SelectionState;
  readonly connections: ConnectionList;
  readonly dimensions: DimensionSource;
  readonly log: Logger;
};

type Item = vscode.QuickPickItem & { readonly apply?: () => Promise<void> };

/** One list of everything that can be chosen; what the backend must be asked for comes in when it is there. */
export async function chooseSelection(deps: ChooseDeps): Promise<void> {
  const { selection, dimensions, log } = deps;
  const abort = new AbortController();
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = vscode.l10n.t('Figures and traces of');
  pick.placeholder = vscode.l10n.t('Choose a window, environment, version or backend');
  pick.matchOnDescription = true;
  pick.items = itemsOf(deps, undefined);
  pick.busy = true;
  pick.onDidAccept(async () => {
    const [chosen] = pick.selectedItems;
    pick.hide();
    await chosen?.apply?.();
  });
  pick.onDidHide(() => {
    abort.abort();
    pick.dispose();
  });
  pick.show();
  try {
    const known = await dimensions(selection.current.connection, abort.signal);
    if (!abort.signal.aborted) pick.items = itemsOf(deps, known);
  } catch (error) {
    // Windows can be chosen all the same.
    if (!abort.signal.aborted) log.warn(`environments and versions: ${(error as Error).message}`);
  } finally {
    pick.busy = false;
  }
}

function itemsOf(deps: ChooseDeps, known: Dimensions | undefined): Item[] {
  const { selection, connections } = deps;
  const { current } = selection;
  const item = (label: string, change: Partial<Selection>, description?: string): Item => ({
    label,
    ...(description === undefined ? {} : { description }),
    ...mark(isCurrent(current, change)),
    apply: () => selection.update(change),
  });
  const heading = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const environments = withCurrent(known?.environments ?? [], current.environment);
  const versions = known?.versions ?? [];
  const named = withCurrent(
    versions.map((v) => v.version),
    current.version,
  );
  return [
    heading(vscode.l10n.t('Window')),
    ...windowItems(selection, item),
    heading(vscode.l10n.t('Environment')),
    item(vscode.l10n.t('All environments'), { environment: undefined }),
    ...environments.map((environment) => item(environment, { environment })),
    heading(vscode.l10n.t('Version')),
    item(vscode.l10n.t('All versions'), { version: undefined }),
    ...named.map((version) =>
      item(version, { version }, versions.find((v) => v.version === version)?.services.join(', ')),
    ),
    heading(vscode.l10n.t('Backend')),
    ...connections.all.map(({ id, name, detail, environment }) => ({
      ...item(name, { connection: id }, detail),
      apply: () =>
        selection.update({ connection: id, ...(environment === undefined ? {} : { environment }) }),
    })),
    {
      label: vscode.l10n.t('Add backend...'),
      ...mark(false),
      apply: async () => void (await vscode.commands.executeCommand(COMMANDS.addBackend)),
    },
  ];
}

type MakeItem = (label: string, change: Partial<Selection>, description?: string) => Item;

function windowItems(selection: SelectionState, item: MakeItem): Item[] {
  const { window } = selection.current;
  const offered: Window[] = WINDOW_MINUTES.map((minutes) => ({ kind: 'last', minutes }));
  const custom = window.kind !== 'run' && !offered.some((other) => same(other, window));
  const choices = custom ? [...offered, window] : offered;
  return [
    ...choices.map((w) => item(capital(windowText(w, selection.lastRunMs)), { window: w })),
    item(
      vscode.l10n.t('Since last run'),
      { window: { kind: 'run' } },
      windowText({ kind: 'run' }, selection.lastRunMs),
    ),
    {
      label: vscode.l10n.t('Custom window...'),
      ...mark(false),
      apply: async () => {
        const chosen = await askForWindow(window);
        if (chosen) await selection.update({ window: chosen });
      },
    },
  ];
}

async function askForWindow(before: Window): Promise<Window | undefined> {
  const read = (text: string): Window | undefined => {
    const minutes = parseLength(text);
    if (minutes !== undefined) return { kind: 'last', minutes };
    const stretch = parseStretch(text, Date.now());
    return stretch && { kind: 'between', ...stretch };
  };
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Custom window'),
    prompt: vscode.l10n.t('A length ("90 min", "3 h", "2 d") or two times ("14:00 to 15:30")'),
    value: before.kind === 'last' ? lengthText(before.minutes) : '',
    validateInput: (value) =>
      value.trim() === '' || read(value)
        ? undefined
        : vscode.l10n.t('Write a length such as "90 min" or two times such as "2026-11-20 14:00 to 15:30".'),
  });
  return text === undefined ? undefined : read(text);
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

const isCurrent = (current: Selection, change: Partial<Selection>) =>
  Object.entries(change).every(([key, value]) => same(current[key as keyof Selection], value));

/** Rows without a mark are indented as those with one. */
const mark = (on: boolean) => ({ iconPath: new vscode.ThemeIcon(on ? 'check' : 'blank') });

const withCurrent = (all: readonly string[], current: string | undefined) =>
  current === undefined || all.includes(current) ? all : [current, ...all];
