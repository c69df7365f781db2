import * as vscode from 'vscode';
import { readQuery } from '../../core/query/read-query.ts';
import type { QueryCompletion } from '../../host/query-completion.ts';

type Item = vscode.QuickPickItem & { readonly text?: string; readonly take?: boolean };

const MOST = 12;

/** A query, with completion; what is understood of it is shown before it is run. Undefined when backed out of. */
export function askQuery(completion: QueryCompletion, start: string): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  let abort = new AbortController();
  pick.title = vscode.l10n.t('Search traces');
  pick.placeholder = vscode.l10n.t('TraceQL, or shorthand such as service:cart error slow>500ms');
  pick.value = start;
  Object.assign(pick, { sortByLabel: false });
  const show = (suggestions: readonly { label: string; detail: string; text: string }[]) => {
    pick.items = [
      runItem(pick.value),
      ...suggestions.map(({ label, detail, text }) => ({
        label: `$(symbol-keyword) ${label}`,
        description: detail,
        alwaysShow: true,
        text,
      })),
    ];
    // A word that is still being typed is completed by Enter, a finished query is run.
    const [run, first] = pick.items;
    const typing = first !== undefined && 'problem' in readQuery(pick.value);
    const active = typing ? first : run;
    if (active) pick.activeItems = [active];
  };
  const typed = async () => {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    show(completion.now(pick.value, MOST));
    pick.busy = true;
    try {
      const full = await completion.complete(pick.value, MOST, signal);
      if (!signal.aborted) show(full);
    } catch {
      // Typed on.
    }
    if (!signal.aborted) pick.busy = false;
  };
  return new Promise((resolve) => {
    pick.onDidChangeValue(() => void typed());
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item?.take) {
        resolve(pick.value.trim());
        pick.hide();
      } else if (item?.text !== undefined) {
        pick.value = item.text;
        void typed();
      }
    });
    pick.onDidHide(() => {
      abort.abort();
      resolve(undefined);
      pick.dispose();
    });
    void typed();
    pick.show();
  });
}

function runItem(value: string): Item {
  if (value.trim() === '')
    return { label: `$(list-unordered) ${vscode.l10n.t('All traces')}`, alwaysShow: true, take: true };
  const read = readQuery(value);
  if ('problem' in read) return { label: `$(warning) ${read.problem}`, alwaysShow: true };
  const { traceQl } = read;
  return {
    label: `$(search) ${vscode.l10n.t('Search')}`,
    description: traceQl === value.trim() ? '' : vscode.l10n.t('as {0}', traceQl),
    alwaysShow: true,
    take: true,
  };
}
