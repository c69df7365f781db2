import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import type { Engine } from '../../host/engine.ts';
import { reportError } from '../../host/errors.ts';
import type { OpenedTrace } from '../../protocol/engine-traces.ts';

export type OpenTraceDeps = {
  readonly engine: Engine;
  readonly log: Logger;
  readonly show: (trace: OpenedTrace) => void;
};

export function registerOpenTrace(deps: OpenTraceDeps): vscode.Disposable {
  return vscode.commands.registerCommand(COMMANDS.openTrace, async (target?: vscode.Uri) => {
    try {
      const file = target instanceof vscode.Uri ? target : await pickFile();
      if (file) await openFile(deps, file);
    } catch (error) {
      await reportError(deps.log, error);
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

async function openFile({ engine, show }: OpenTraceDeps, file: vscode.Uri): Promise<void> {
  const traces = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Opening trace'),
      cancellable: true,
    },
    (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return engine.call(
        'trace.openFile',
        { path: file.fsPath },
        { signal: abort.signal, onPart: (p) => progress.report({ message: p.text }) },
      );
    },
  );
  const trace = traces.length === 1 ? traces[0] : await pickTrace(traces);
  if (trace) show(trace);
  for (const other of traces) if (other !== trace) void engine.call('trace.close', { handle: other.handle });
}

async function pickTrace(traces: readonly OpenedTrace[]): Promise<OpenedTrace | undefined> {
  const items = traces.map((trace) => ({
    label: trace.rootName || trace.traceId,
    description: trace.rootService,
    detail: `${trace.spanCount} spans · ${trace.traceId}`,
    trace,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('The file holds {0} traces', traces.length),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.trace;
}
