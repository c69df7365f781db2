import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import { plural } from '../../core/trace/units.ts';
import type { Config } from '../../host/config.ts';
import { type Connections, connectionName, type PlacedConnection } from '../../host/connections.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Engine } from '../../host/engine.ts';
import { reportError } from '../../host/errors.ts';
import type { SelectionState } from '../../host/selection.ts';
import { chooseAddress } from './choose-address.ts';
import { chooseBackend } from './choose-backend.ts';
import { connectionForm } from './connection-form.ts';
import { draftOf, finished, newDraft } from './draft.ts';

export type BackendsDeps = {
  readonly engine: Engine;
  readonly config: Config;
  readonly connections: Connections;
  readonly selection: SelectionState;
  readonly log: Logger;
};

/** Adding, editing, testing, removing and choosing connections. */
export function registerBackends(deps: BackendsDeps): vscode.Disposable {
  const { connections, selection, log } = deps;
  const store = new DisposableStore();
  const command = (id: string, run: (argument: unknown) => Promise<void>) =>
    store.add(
      vscode.commands.registerCommand(id, (argument: unknown) =>
        run(argument).catch((error) => reportError(log, error)),
      ),
    );
  const onOne = (id: string, title: string, run: (placed: PlacedConnection) => Promise<void>) =>
    command(id, async (argument) => {
      const placed = await pickConnection(connections, argument, title);
      if (placed) await run(placed);
    });

  command(COMMANDS.addBackend, (address) =>
    addBackend(deps, typeof address === 'string' ? address : undefined),
  );
  command(COMMANDS.chooseBackend, () => chooseBackend(deps));
  onOne(COMMANDS.editBackend, vscode.l10n.t('Which backend?'), (placed) => editBackend(deps, placed));
  onOne(COMMANDS.testBackend, vscode.l10n.t('Test which backend?'), (placed) => testBackend(deps, placed));
  onOne(COMMANDS.removeBackend, vscode.l10n.t('Remove which backend?'), async ({ setting }) => {
    const remove = vscode.l10n.t('Remove');
    const picked = await vscode.window.showWarningMessage(
      vscode.l10n.t('Remove the connection to {0}?', setting.name),
      {
        modal: true,
        detail: vscode.l10n.t('Its credentials are forgotten. Nothing is deleted on the server.'),
      },
      remove,
    );
    if (picked !== remove) return;
    await connections.remove(setting.id);
    if (selection.current.connection === setting.id)
      await selection.update({ connection: connections.all[0]?.id ?? '' });
  });
  return store;
}

async function addBackend(deps: BackendsDeps, address: string | undefined): Promise<void> {
  const { connections, selection } = deps;
  const url = address ?? (await chooseAddress(deps));
  if (url === undefined) return;
  const filled = await connectionForm(deps, newDraft(url), undefined);
  if (!filled?.draft.kind) return;
  const taken = connections.all.map(({ id }) => id);
  const { setting, secret } = finished({ ...filled.draft, kind: filled.draft.kind }, taken);
  await connections.save(setting, secret, filled.layer);
  // Whoever adds a backend wants to see what is in it.
  await selection.update({ connection: setting.id, environment: setting.environment });
}

async function editBackend(deps: BackendsDeps, placed: PlacedConnection): Promise<void> {
  const { connections } = deps;
  const secret = await connections.secretOf(placed.setting);
  const filled = await connectionForm(deps, draftOf(placed, secret), placed.layer);
  if (!filled?.draft.kind) return;
  const next = finished({ ...filled.draft, kind: filled.draft.kind }, []);
  await connections.save(next.setting, next.secret, filled.layer);
}

/** By the connection as it is stored, so that what is tested is what is used. */
async function testBackend({ engine, connections }: BackendsDeps, { setting }: PlacedConnection) {
  const name = connectionName(connections, setting.id);
  const sentence = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Testing {0}', name),
      cancellable: true,
    },
    async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const on = { connection: setting.id };
      const { title, version } = await engine.call('backend.describe', on, abort);
      const now = Date.now();
      const range = { fromMs: now - 3_600_000, toMs: now };
      const services = await engine.call('backend.services', { ...on, range }, abort);
      const what = version === undefined ? title : `${title} ${version}`;
      return services.length === 0
        ? vscode.l10n.t('{0} answers: {1}, with no traces in the last hour.', name, what)
        : vscode.l10n.t(
            '{0} answers: {1}, with {2} in the last hour.',
            name,
            what,
            plural(services.length, 'service'),
          );
    },
  );
  void vscode.window.showInformationMessage(sentence);
}

async function pickConnection(
  connections: Connections,
  argument: unknown,
  title: string,
): Promise<PlacedConnection | undefined> {
  const { placed } = connections;
  if (typeof argument === 'string') return placed.find(({ setting }) => setting.id === argument);
  if (placed.length === 0) {
    const add = vscode.l10n.t('Add Backend...');
    const picked = await vscode.window.showInformationMessage(
      vscode.l10n.t('No backend is connected yet.'),
      add,
    );
    if (picked === add) await vscode.commands.executeCommand(COMMANDS.addBackend);
    return undefined;
  }
  if (placed.length === 1) return placed[0];
  const items = placed.map((one) => ({
    label: one.setting.name,
    description: one.setting.url,
    ...(one.problem === undefined ? {} : { detail: one.problem }),
    one,
  }));
  return (await vscode.window.showQuickPick(items, { title }))?.one;
}
