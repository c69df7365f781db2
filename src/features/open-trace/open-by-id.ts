import * as vscode from 'vscode';
import { originOf } from '../../core/connections/connection-setting.ts';
import { COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import { type Connections, connectionName } from '../../host/connections.ts';
import type { Engine } from '../../host/engine.ts';
import { reportError } from '../../host/errors.ts';
import type { SelectionState } from '../../host/selection.ts';
import { LOCAL_CONNECTION } from '../../protocol/engine-backends.ts';
import type { NamedTrace, ShowTrace } from './open-target.ts';

export type OpenByIdDeps = {
  readonly engine: Engine;
  readonly connections: Connections;
  readonly selection: SelectionState;
  readonly log: Logger;
  readonly show: ShowTrace;
};

/** Opens a trace where its page says that it is, else from this machine if it is here, else from the chosen backend. */
export async function openById(deps: OpenByIdDeps, named: NamedTrace, connection?: string): Promise<void> {
  const { connections, selection } = deps;
  const linked = named.baseUrl === undefined ? undefined : connectionOf(connections, named);
  if (named.baseUrl !== undefined && linked === undefined && connection === undefined)
    if (!(await offerToConnect(deps, named, named.baseUrl))) return;
  const chosen = connection ?? linked ?? (await hereOr(deps, named.traceId, selection.current.connection));
  showFrom(deps, named, chosen);
}

/** The connection whose pages begin as the link does; of several on that host, the one of that kind. */
export function connectionOf(
  { placed }: Pick<Connections, 'placed'>,
  { baseUrl = '', ui, dataSource }: NamedTrace,
): string | undefined {
  const ofHost = placed.filter(({ setting }) => originOf(setting.url) === originOf(baseUrl));
  const ofSource = ofHost.filter(({ setting }) => setting.datasource === dataSource);
  const all = ofSource.length > 0 ? ofSource : ofHost;
  const exact = all.find(({ setting }) => setting.url.replace(/\/+$/, '') === baseUrl);
  const ofKind = all.find(({ setting }) => setting.kind === ui);
  return (exact ?? ofKind ?? all[0])?.setting.id;
}

/** Asking the local store costs nothing, and a trace of this machine is in no other place. */
async function hereOr({ engine, log }: OpenByIdDeps, traceId: string, chosen: string): Promise<string> {
  if (chosen === LOCAL_CONNECTION) return chosen;
  const request = {
    connection: LOCAL_CONNECTION,
    query: `{ trace:id = "${traceId}" }`,
    range: { fromMs: 0, toMs: Date.now() + 86_400_000 },
    limit: 1,
  };
  try {
    const { found } = await engine.call('backend.search', request);
    return found > 0 ? LOCAL_CONNECTION : chosen;
  } catch (error) {
    log.debug(`looking for ${traceId} here: ${(error as Error).message}`);
    return chosen;
  }
}

/** A trace that is not there may be in another backend: one click away, but never asked for by itself. */
function showFrom(deps: OpenByIdDeps, named: NamedTrace, connection: string): void {
  const { connections, log, show } = deps;
  show(
    { kind: 'connection', connection, traceId: named.traceId },
    {
      spanId: named.spanId,
      failed: (error) => {
        const others = connections.all.filter(({ id }) => id !== connection).slice(0, 3);
        if ((error as { code?: unknown }).code !== 'not-found' || others.length === 0) {
          void reportError(log, error);
          return;
        }
        void offerOthers(deps, named, connection, (error as Error).message);
      },
    },
  );
}

async function offerOthers(
  deps: OpenByIdDeps,
  named: NamedTrace,
  tried: string,
  sentence: string,
): Promise<void> {
  const others = deps.connections.all.filter(({ id }) => id !== tried).slice(0, 3);
  const buttons = others.map(({ id, name }) => ({ title: vscode.l10n.t('Try {0}', name), id }));
  const picked = await vscode.window.showWarningMessage(sentence, ...buttons);
  if (picked) showFrom(deps, named, picked.id);
}

/** Whether to go on with what is chosen; adding the backend starts over once it is there. */
async function offerToConnect(deps: OpenByIdDeps, named: NamedTrace, baseUrl: string): Promise<boolean> {
  const { connections, selection } = deps;
  const add = vscode.l10n.t('Add Backend...');
  const current = connectionName(connections, selection.current.connection);
  const look = vscode.l10n.t('Look in {0}', current);
  const picked = await vscode.window.showInformationMessage(
    vscode.l10n.t('No backend is connected at {0}, where this trace was linked from.', baseUrl),
    add,
    look,
  );
  if (picked !== add) return picked === look;
  await vscode.commands.executeCommand(COMMANDS.addBackend, baseUrl);
  const added = connectionOf(connections, named);
  if (added !== undefined) showFrom(deps, named, added);
  return false;
}
