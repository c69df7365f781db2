import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import { formatBytes, formatCount } from '../../core/trace/units.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { reportError } from '../../host/errors.ts';
import type { TransferProgress } from '../../protocol/engine-store.ts';
import type { ReceiverDeps } from './register-receiver.ts';

/** Clearing, exporting and importing the embedded store. */
export function registerStoreCommands({ engine, log }: ReceiverDeps): vscode.Disposable {
  const store = new DisposableStore();
  const command = (id: string, run: () => Promise<void>) =>
    store.add(vscode.commands.registerCommand(id, () => run().catch((error) => reportError(log, error))));

  command(COMMANDS.clearTraces, async () => {
    const { traces, spans, bytes } = await engine.call('store.info', undefined);
    const clear = vscode.l10n.t('Clear');
    const picked = await vscode.window.showWarningMessage(
      vscode.l10n.t('Clear all local traces?'),
      {
        modal: true,
        detail: vscode.l10n.t(
          '{0} traces with {1} spans ({2}) will be gone, in every window.',
          formatCount(traces),
          formatCount(spans),
          formatBytes(bytes),
        ),
      },
      clear,
    );
    if (picked === clear) await engine.call('store.clear', undefined);
  });

  command(COMMANDS.exportTraces, async () => {
    const target = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export local traces as OTLP JSON'),
      filters: { 'OTLP JSON': ['jsonl', 'json'] },
    });
    if (!target) return;
    const done = await withProgress(vscode.l10n.t('Exporting traces'), (options) =>
      engine.call('store.export', { path: target.fsPath }, options),
    );
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Exported {0} traces to {1}.', formatCount(done.traces), target.fsPath),
    );
  });

  command(COMMANDS.importTraces, async () => {
    const [file] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t('Import traces from a file'),
        openLabel: vscode.l10n.t('Import'),
      })) ?? [];
    if (!file) return;
    const done = await withProgress(vscode.l10n.t('Importing traces'), (options) =>
      engine.call('store.import', { path: file.fsPath }, options),
    );
    const rejected =
      done.rejected > 0 ? vscode.l10n.t(' {0} spans were refused.', formatCount(done.rejected)) : '';
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Imported {0} traces with {1} spans.',
        formatCount(done.traces),
        formatCount(done.spans),
      ) + rejected,
    );
  });
  return store;
}

function withProgress<T>(
  title: string,
  run: (options: { signal: AbortSignal; onPart: (p: TransferProgress) => void }) => Promise<T>,
): Thenable<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      let last = 0;
      return run({
        signal: abort.signal,
        onPart: ({ done, total }) => {
          const now = total ? (100 * done) / total : 0;
          progress.report({ message: formatCount(done), increment: now - last });
          last = now;
        },
      });
    },
  );
}
