import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import type { ListenerStatus, ReceiverStatus } from '../../protocol/engine-store.ts';

const PORT_SETTING = {
  http: 'receiver.httpPort',
  grpc: 'receiver.grpcPort',
  zipkin: 'receiver.zipkinPort',
} as const;

/** Says once a session and port that a foreign program has it, with what can be done. */
export function blockedMessage({ log }: { readonly log: Logger }) {
  const told = new Set<string>();
  return {
    async show(status: ReceiverStatus): Promise<void> {
      for (const listener of status.listeners) {
        const key = `${listener.protocol}:${listener.port}`;
        if (listener.state !== 'blocked' || told.has(key)) continue;
        told.add(key);
        log.warn(listener.sentence);
        await choose(listener);
      }
    },
  };
}

async function choose({ protocol, port, sentence, occupant }: ListenerStatus): Promise<void> {
  const other = vscode.l10n.t('Use Another Port');
  const off = vscode.l10n.t('Do Not Listen');
  // What took the port may be where the traces are then.
  const use = vscode.l10n.t('Use That Backend');
  const choices = occupant?.url === undefined ? [other, off] : [use, other, off];
  const picked = await vscode.window.showWarningMessage(`Spanlight: ${sentence}`, ...choices);
  if (picked === use) await vscode.commands.executeCommand(COMMANDS.addBackend, occupant?.url);
  const set = (value: number) =>
    vscode.workspace
      .getConfiguration('spanlight')
      .update(PORT_SETTING[protocol], value, vscode.ConfigurationTarget.Global);
  if (picked === off) await set(0);
  if (picked !== other) return;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Port for the receiver ({0})', protocol),
    value: String(port + 1000),
    validateInput: (text) =>
      /^\d+$/.test(text) && Number(text) > 0 && Number(text) < 65_536
        ? undefined
        : vscode.l10n.t('A port is a number from 1 to 65535.'),
  });
  if (typed !== undefined) await set(Number(typed));
}
