import * as vscode from 'vscode';
import { LOCAL_CONNECTION } from '../protocol/engine-backends.ts';

/** A place traces come from, as the user calls it. */
export type ConnectionEntry = { readonly id: string; readonly name: string; readonly detail: string };

/** What can be chosen: the local store first, then what the user connected. */
export type ConnectionList = {
  readonly all: readonly ConnectionEntry[];
  readonly onDidChange: vscode.Event<void>;
};

export function localConnection(): ConnectionEntry {
  return {
    id: LOCAL_CONNECTION,
    name: vscode.l10n.t('Local traces'),
    detail: vscode.l10n.t('what was sent to this machine'),
  };
}

/** One that was removed keeps its id as its name, so that what is selected never has none. */
export function connectionName(list: ConnectionList, id: string): string {
  return list.all.find((entry) => entry.id === id)?.name ?? id;
}
