import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import type { Config } from '../../host/config.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Engine } from '../../host/engine.ts';
import { reportError } from '../../host/errors.ts';
import { RECEIVER_OFF, type ReceiverStatus } from '../../protocol/engine-store.ts';
import { blockedMessage } from './blocked-message.ts';
import { exposedMessage } from './exposed-message.ts';
import { receiverItem } from './receiver-item.ts';
import { readReceiverConfig, readRetention } from './receiver-settings.ts';

export type ReceiverDeps = { readonly engine: Engine; readonly config: Config; readonly log: Logger };

const CONTEXT = 'spanlight.receiving';

/** The embedded receiver: started with the window, shown and steered from the status bar. */
export function registerReceiver(deps: ReceiverDeps): vscode.Disposable {
  const { engine, config, log } = deps;
  const store = new DisposableStore();
  const item = store.add(receiverItem());
  const blocked = blockedMessage(deps);
  const exposed = exposedMessage(deps);
  let wanted = config.get('receiver.startAutomatically');

  const sending = () => config.get('sending.fromTerminals') || config.get('sending.fromDebugSessions');
  let last = RECEIVER_OFF;
  const show = (status: ReceiverStatus) => {
    last = status;
    item.show(status, sending());
    void vscode.commands.executeCommand('setContext', CONTEXT, status.state !== 'off');
    if (wanted) void blocked.show(status);
  };
  const start = async () => {
    wanted = true;
    const options = readReceiverConfig(config);
    if (!isLoopback(options.host)) void exposed.warn(options.host);
    await engine.call('store.retention', readRetention(config));
    show(await engine.call('receiver.start', options));
  };
  const stop = async () => {
    wanted = false;
    show(await engine.call('receiver.stop', undefined));
  };
  const guarded = (work: () => Promise<unknown>) => () => work().catch((error) => reportError(log, error));

  store.add(engine.on('receiver.status', show));
  store.add(
    engine.on('store.note', ({ level, text }) => {
      log[level](text);
      if (level === 'error') void vscode.window.showErrorMessage(text);
      else if (level === 'warn') void vscode.window.showWarningMessage(text);
    }),
  );
  store.add(vscode.commands.registerCommand(COMMANDS.startReceiver, guarded(start)));
  store.add(vscode.commands.registerCommand(COMMANDS.stopReceiver, guarded(stop)));
  store.add(
    vscode.commands.registerCommand(
      COMMANDS.receiverMenu,
      guarded(async () => {
        const status = await engine.call('receiver.status', undefined);
        const command = await item.menu(status, sending());
        if (command) await vscode.commands.executeCommand(command.id, ...command.args);
      }),
    ),
  );
  store.add(
    config.onChange((affects) => {
      const listening = ['host', 'httpPort', 'grpcPort', 'zipkinPort', 'allowLocalWebPages'] as const;
      if (wanted && listening.some((key) => affects(`receiver.${key}`))) void guarded(start)();
      if (affects('sending.fromTerminals') || affects('sending.fromDebugSessions'))
        item.show(last, sending());
      const keeping = ['keepDays', 'keepGigabytes', 'keepTraces'] as const;
      if (keeping.some((key) => affects(`store.${key}`)))
        void engine.call('store.retention', readRetention(config)).catch((e) => log.warn(e.message));
    }),
  );
  if (wanted) void guarded(start)();
  return store;
}

const isLoopback = (host: string) => /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host);
