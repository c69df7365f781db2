import * as vscode from 'vscode';
import type { AuthKind } from '../../core/connections/connection-setting.ts';
import type { Draft } from './draft.ts';

type Answer = Pick<Draft, 'auth' | 'secret'> & { readonly user?: string; readonly header?: string };

type Choice = vscode.QuickPickItem & { readonly auth: AuthKind };

/** How to get in. Undefined when the user backs out; whatever was there before stays then. */
export async function askAuth(draft: Draft): Promise<Draft | undefined> {
  const choices: Choice[] = [
    { auth: 'none', label: vscode.l10n.t('None') },
    {
      auth: 'bearer',
      label: vscode.l10n.t('Token'),
      detail: vscode.l10n.t('Authorization: Bearer, such as a Grafana service account token'),
    },
    {
      auth: 'basic',
      label: vscode.l10n.t('User and password'),
      detail: vscode.l10n.t('Authorization: Basic, also for Grafana Cloud'),
    },
    {
      auth: 'header',
      label: vscode.l10n.t('Header'),
      detail: vscode.l10n.t('A header of your own, such as X-Api-Key'),
    },
    {
      auth: 'certificate',
      label: vscode.l10n.t('Client certificate'),
      detail: vscode.l10n.t('A certificate and its key as PEM files'),
    },
  ];
  const picked = await vscode.window.showQuickPick(choices, {
    title: vscode.l10n.t('How do you get in at {0}?', draft.url),
    placeHolder: vscode.l10n.t('Authentication'),
    ignoreFocusOut: true,
  });
  const answer = picked && (await ASK[picked.auth](draft));
  if (!answer) return undefined;
  const { user: _, header: __, ...rest } = draft;
  const { ca } = draft.secret;
  return { ...rest, ...answer, secret: { ...(ca === undefined ? {} : { ca }), ...answer.secret } };
}

const ASK: Readonly<Record<AuthKind, (draft: Draft) => Promise<Answer | undefined>>> = {
  none: async () => ({ auth: 'none', secret: {} }),
  bearer: async () => {
    const value = await askSecret(vscode.l10n.t('Token'));
    return value === undefined ? undefined : { auth: 'bearer', secret: { value } };
  },
  basic: async (draft) => {
    const user = await ask(vscode.l10n.t('User'), draft.user ?? '');
    if (user === undefined) return undefined;
    const value = await askSecret(vscode.l10n.t('Password of {0}', user));
    return value === undefined ? undefined : { auth: 'basic', user, secret: { value } };
  },
  header: async (draft) => {
    const header = await ask(vscode.l10n.t('Name of the header'), draft.header ?? 'X-Api-Key', (text) =>
      /^[\w!#$%&'*+.^`|~-]+$/.test(text)
        ? undefined
        : vscode.l10n.t('The name of a header has no blanks and no colon.'),
    );
    if (header === undefined) return undefined;
    const value = await askSecret(vscode.l10n.t('Value of {0}', header));
    return value === undefined ? undefined : { auth: 'header', header, secret: { value } };
  },
  certificate: async () => {
    const cert = await askPem(vscode.l10n.t('Client certificate (PEM)'), /-----BEGIN CERTIFICATE-----/);
    if (cert === undefined) return undefined;
    const together = PRIVATE_KEY.test(cert) ? cert : undefined;
    const key = together ?? (await askPem(vscode.l10n.t('Key of the certificate (PEM)'), PRIVATE_KEY));
    if (key === undefined) return undefined;
    if (!/ENCRYPTED/.test(key)) return { auth: 'certificate', secret: { cert, key } };
    const passphrase = await askSecret(vscode.l10n.t('Passphrase of the key'));
    return passphrase === undefined ? undefined : { auth: 'certificate', secret: { cert, key, passphrase } };
  },
};

const PRIVATE_KEY = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/;
const MAX_PEM = 1_000_000;

/** The text of a PEM file that holds what is asked for; its content is kept as a secret, not its path. */
export async function askPem(title: string, holds: RegExp): Promise<string | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title, openLabel: vscode.l10n.t('Use') })) ?? [];
  if (!file) return undefined;
  const bytes = await vscode.workspace.fs.readFile(file);
  const text = bytes.length > MAX_PEM ? '' : new TextDecoder().decode(bytes);
  if (holds.test(text)) return text;
  await vscode.window.showErrorMessage(
    vscode.l10n.t('{0} holds no such thing: a PEM file has "-----BEGIN ...-----" in it.', file.fsPath),
  );
  return undefined;
}

async function ask(
  title: string,
  value: string,
  wrong: (text: string) => string | undefined = () => undefined,
): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    value,
    ignoreFocusOut: true,
    validateInput: (typed) =>
      typed.trim() === '' ? vscode.l10n.t('This cannot be empty.') : wrong(typed.trim()),
  });
  return text?.trim();
}

/** Shown as dots, kept in the system's secret storage. */
async function askSecret(title: string): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    password: true,
    ignoreFocusOut: true,
    prompt: vscode.l10n.t("Kept in the system's secret storage, never in settings or logs."),
    validateInput: (typed) => (typed === '' ? vscode.l10n.t('This cannot be empty.') : undefined),
  });
  return text?.trim();
}
