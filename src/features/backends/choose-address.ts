import * as vscode from 'vscode';
import { KIND_TITLES, originOf } from '../../core/connections/connection-setting.ts';
import type { Logger } from '../../core/ports.ts';
import type { Engine } from '../../host/engine.ts';
import { type Candidate, findInCompose, findRunning } from './find-backends.ts';

type Item = vscode.QuickPickItem & { readonly url?: string };

export type ChooseAddressDeps = { readonly engine: Engine; readonly log: Logger };

/** An address, typed or pasted from any page of a UI, or one of those found on this machine and in compose files. */
export function chooseAddress({ engine, log }: ChooseAddressDeps): Promise<string | undefined> {
  const abort = new AbortController();
  const pick = vscode.window.createQuickPick<Item>();
  const running: Candidate[] = [];
  let named: readonly Candidate[] = [];
  pick.title = vscode.l10n.t('Add a backend');
  pick.placeholder = vscode.l10n.t(
    'Paste the address of Jaeger, Tempo, Zipkin, VictoriaTraces or Grafana, of any page',
  );
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.busy = true;
  const show = () => {
    const apart = named.filter(({ url }) => !running.some((known) => known.url === url));
    pick.items = [
      ...typedItems(pick.value),
      ...group(vscode.l10n.t('running on this machine'), running),
      ...group(vscode.l10n.t('in this workspace'), apart),
    ];
  };
  pick.onDidChangeValue(show);
  show();
  const searches = [
    findRunning(engine, abort.signal, (candidate) => {
      running.push(candidate);
      show();
    }),
    findInCompose().then((candidates) => {
      named = candidates;
      show();
    }),
  ];
  void Promise.allSettled(searches).then((results) => {
    for (const result of results) if (result.status === 'rejected') log.warn(`backends: ${result.reason}`);
    if (!abort.signal.aborted) pick.busy = false;
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const url = pick.selectedItems[0]?.url;
      if (url === undefined) return;
      resolve(url);
      pick.hide();
    });
    pick.onDidHide(() => {
      abort.abort();
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function typedItems(value: string): Item[] {
  const url = value.trim();
  if (url === '') return [];
  if (/\s/.test(url) || !/[.:/]|^localhost/.test(url) || originOf(url) === undefined)
    return [{ label: `$(circle-slash) ${vscode.l10n.t('"{0}" is not an address', url)}`, alwaysShow: true }];
  return [{ label: `$(plug) ${vscode.l10n.t('Connect to {0}', url)}`, url, alwaysShow: true }];
}

function group(label: string, candidates: readonly Candidate[]): Item[] {
  if (candidates.length === 0) return [];
  return [
    { label, kind: vscode.QuickPickItemKind.Separator },
    ...candidates.map(({ kind, url, sentence }) => ({
      label: `$(server) ${KIND_TITLES[kind]}`,
      description: url,
      detail: sentence,
      url,
    })),
  ];
}
