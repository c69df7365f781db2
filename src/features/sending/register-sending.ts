import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import type { Config } from '../../host/config.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Engine } from '../../host/engine.ts';
import { reportError } from '../../host/errors.ts';
import { LOCAL_CONNECTION } from '../../protocol/engine-backends.ts';
import { sendFromDebugSessions } from './debug-sessions.ts';
import { ReceiverPortsState } from './receiver-ports.ts';
import { registerSendingView } from './sending-view.ts';
import { sendFromTerminals } from './terminals.ts';
import { toggleSending } from './toggle-sending.ts';

export type SendingDeps = {
  readonly engine: Engine;
  readonly config: Config;
  readonly log: Logger;
  readonly environment: vscode.EnvironmentVariableCollection;
  readonly extensionUri: vscode.Uri;
};

/** Getting traces in: environments of terminals and debug sessions, how to send, and a trace that shows it works. */
export function registerSending(deps: SendingDeps): vscode.Disposable {
  const { engine, config, log } = deps;
  const store = new DisposableStore();
  const ports = store.add(new ReceiverPortsState(engine));
  const command = (id: string, run: () => Promise<unknown>) =>
    store.add(vscode.commands.registerCommand(id, () => run().catch((error) => reportError(log, error))));

  store.add(sendFromTerminals({ ...deps, ports }));
  store.add(sendFromDebugSessions({ ...deps, ports }));
  const views = store.add(registerSendingView({ ...deps, ports }));
  command(COMMANDS.toggleSending, () => toggleSending(config, ports));
  command(COMMANDS.showSending, async () => views.open());
  command(COMMANDS.sendTestTrace, async () => {
    const { traceId } = await engine.call('receiver.sendTest', undefined);
    const origin = { kind: 'connection', connection: LOCAL_CONNECTION, traceId };
    await vscode.commands.executeCommand(COMMANDS.openTrace, origin);
  });
  return store;
}
