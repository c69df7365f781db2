import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import { reportError } from '../../host/errors.ts';
import type { TraceOrigin } from '../../protocol/trace-origin.ts';

export type OpenTraceDeps = {
  readonly log: Logger;
  readonly show: (origin: TraceOrigin) => void;
};

export function registerOpenTrace({ log, show }: OpenTraceDeps): vscode.Disposable {
  return vscode.commands.registerCommand(COMMANDS.openTrace, async (target?: vscode.Uri) => {
    try {
      const file = target instanceof vscode.Uri ? target : await pickFile();
      if (file) show({ kind: 'file', path: file.fsPath, traceId: undefined });
    } catch (error) {
      await reportError(log, error);
    }
  });
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Open a trace file'),
    openLabel: vscode.l10n.t('Open Trace'),
    canSelectMany: false,
    filters: { [vscode.l10n.t('Traces')]: ['json', 'jsonl', 'ndjson', 'pb', 'bin', 'gz'], '*': ['*'] },
  });
  return picked?.[0];
}
