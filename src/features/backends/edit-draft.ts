import * as vscode from 'vscode';
import { type AUTH_KINDS, KIND_TITLES, REMOTE_KINDS } from '../../core/connections/connection-setting.ts';
import { askAuth, askPem } from './ask-auth.ts';
import { type Draft, draftName } from './draft.ts';
import type { Outcome } from './test-draft.ts';

/** One thing of a draft that can be changed. Undefined when the user backs out. */
export type Change = (draft: Draft, outcome: Outcome | undefined) => Promise<Draft | undefined>;

export const changeKind: Change = async (draft) => {
  const items = REMOTE_KINDS.map((found) => ({ label: KIND_TITLES[found], found }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('What is at {0}?', draft.url),
    ignoreFocusOut: true,
  });
  return picked && { ...draft, kind: picked.found };
};

export const changeAuth: Change = (draft) => askAuth(draft);

/** Those the server listed, or a uid typed where it may not be listed. */
export const changeDatasource: Change = async (draft, outcome) => {
  const typed = { label: `$(edit) ${vscode.l10n.t('Another uid...')}`, uid: undefined };
  const listed = (outcome?.datasources ?? []).map(({ uid, name, type }) => ({
    label: name,
    description: type,
    detail: uid,
    uid,
  }));
  const picked =
    listed.length === 0
      ? typed
      : await vscode.window.showQuickPick([...listed, typed], {
          title: vscode.l10n.t('Which data source has the traces?'),
          ignoreFocusOut: true,
        });
  if (!picked) return undefined;
  if (picked.uid !== undefined) return { ...draft, datasource: picked.uid };
  return askText(
    'datasource',
    vscode.l10n.t('Uid of the data source'),
    vscode.l10n.t('Its page in Grafana has it in the address.'),
  )(draft, outcome);
};

type TextKey = 'name' | 'datasource' | 'tenant' | 'environment';

/** An empty answer takes the value away. */
export function askText(key: TextKey, title: string, prompt: string): Change {
  return async (draft) => {
    const value = key === 'name' ? draftName(draft) : (draft[key] ?? '');
    const text = await vscode.window.showInputBox({ title, prompt, value, ignoreFocusOut: true });
    if (text === undefined) return undefined;
    const { [key]: _, ...rest } = draft;
    return text.trim() === '' ? rest : { ...rest, [key]: text.trim() };
  };
}

export const changeAddress: Change = async (draft) => {
  const url = await vscode.window.showInputBox({
    title: vscode.l10n.t('Address'),
    prompt: vscode.l10n.t('Of the API or of any page of the UI'),
    value: draft.url,
    ignoreFocusOut: true,
  });
  // What was found at the old address says nothing of the new one.
  const { kind: _, datasource: __, ...rest } = draft;
  return url === undefined || url.trim() === '' ? undefined : { ...rest, url: url.trim() };
};

export const changeAuthority: Change = async (draft) => {
  const ca = await askPem(vscode.l10n.t('Certificate authority (PEM)'), /-----BEGIN CERTIFICATE-----/);
  return ca === undefined ? undefined : { ...draft, secret: { ...draft.secret, ca } };
};

/** "user and password, as ada" */
export function authText({ auth, user, header }: Draft): string {
  const words = {
    none: vscode.l10n.t('none'),
    bearer: vscode.l10n.t('token'),
    basic: vscode.l10n.t('user and password, as {0}', user ?? ''),
    header: vscode.l10n.t('header {0}', header ?? ''),
    certificate: vscode.l10n.t('client certificate'),
  } satisfies Record<(typeof AUTH_KINDS)[number], string>;
  return words[auth];
}
