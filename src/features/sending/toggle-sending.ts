import * as vscode from 'vscode';
import type { Config } from '../../host/config.ts';
import type { ReceiverPortsState } from './receiver-ports.ts';

const KEYS = ['sending.fromTerminals', 'sending.fromDebugSessions'] as const;

/** On when either is: what is switched is switched for both. */
export const isSending = (config: Config): boolean => KEYS.some((key) => config.get(key));

export async function setSending(config: Config, on: boolean): Promise<void> {
  for (const key of KEYS) {
    // Where it is said for the workspace, saying it for the user would change nothing.
    const layer = config.layers(key).workspace === undefined ? 'user' : 'workspace';
    if (config.get(key) !== on) await config.update(key, on, layer);
  }
}

/** Switches, says what is so now, and offers the way back. */
export async function toggleSending(config: Config, ports: ReceiverPortsState): Promise<void> {
  const on = !isSending(config);
  await setSending(config, on);
  const undo = vscode.l10n.t('Undo');
  const { http, grpc } = ports.current;
  const where = http ?? grpc;
  const text = !on
    ? vscode.l10n.t('New terminals and debug sessions no longer send their traces to Spanlight.')
    : where === undefined
      ? vscode.l10n.t(
          'New terminals and debug sessions send their traces to Spanlight as soon as it receives.',
        )
      : vscode.l10n.t(
          'Programs in new terminals and debug sessions send their traces to 127.0.0.1:{0}, unless they are told another place.',
          String(where),
        );
  if ((await vscode.window.showInformationMessage(text, undo)) === undo) await setSending(config, !on);
}
