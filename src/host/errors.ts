import * as vscode from 'vscode';
import type { Logger } from '../core/ports.ts';

/** The one place that decides what an error of a user's action becomes: nothing (cancelled), or a message. */
export async function reportError(log: Logger, error: unknown): Promise<void> {
  const code = (error as { code?: unknown }).code;
  if (code === 'cancelled') return;
  const text = error instanceof Error ? error.message : String(error);
  log.error(text);
  const showLog = vscode.l10n.t('Show Log');
  const picked = await vscode.window.showErrorMessage(text, showLog);
  if (picked === showLog) (log as Logger & { show?: () => void }).show?.();
}
