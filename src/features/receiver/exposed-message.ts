import * as vscode from 'vscode';
import type { Logger } from '../../core/ports.ts';
import type { Config } from '../../host/config.ts';

/** Says once a session and address that other machines can send, and offers the way back. */
export function exposedMessage({ config, log }: { readonly config: Config; readonly log: Logger }) {
  const told = new Set<string>();
  return {
    async warn(host: string): Promise<void> {
      if (told.has(host)) return;
      told.add(host);
      const text = vscode.l10n.t(
        'Spanlight receives traces on {0}: whoever can reach this machine over the network can send them.',
        host,
      );
      log.warn(text);
      const back = vscode.l10n.t('Only This Machine');
      const keep = vscode.l10n.t('Keep');
      if ((await vscode.window.showWarningMessage(text, back, keep)) !== back) return;
      const layer = config.layers('receiver.host').workspace === undefined ? 'user' : 'workspace';
      await config.update('receiver.host', '127.0.0.1', layer);
    },
  };
}
