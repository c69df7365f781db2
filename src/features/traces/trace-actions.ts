import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import { printString } from '../../core/query/print.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Engine } from '../../host/engine.ts';
import { reportError } from '../../host/errors.ts';
import type { QueryCompletion } from '../../host/query-completion.ts';
import type { SelectionState } from '../../host/selection.ts';
import type { TraceNode } from './trace-items.ts';

export type TraceActionsDeps = {
  readonly engine: Engine;
  readonly selection: SelectionState;
  readonly completion: QueryCompletion;
  readonly log: Logger;
};

/** What can be done with a row of the Traces view. */
export function registerTraceActions(
  deps: TraceActionsDeps,
  search: (query: string) => void,
): vscode.Disposable {
  const { engine, log } = deps;
  const store = new DisposableStore();
  const onTrace = (id: string, run: (node: TraceNode) => Promise<void>) =>
    store.add(
      vscode.commands.registerCommand(id, async (argument: unknown) => {
        if (isTraceNode(argument)) await run(argument).catch((error) => reportError(log, error));
      }),
    );
  onTrace(COMMANDS.copyTraceId, async ({ trace }) => {
    await vscode.env.clipboard.writeText(trace.traceId);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied trace id'), 3000);
  });
  onTrace(COMMANDS.openInBackend, async ({ trace, connection }) => {
    const [spanId] = trace.matchedSpans;
    const link = await engine.call('backend.link', { connection, traceId: trace.traceId, spanId });
    if (link === undefined) throw new Error(vscode.l10n.t('This backend has no pages of its own.'));
    await vscode.env.openExternal(vscode.Uri.parse(link));
  });
  onTrace(COMMANDS.findSimilarTraces, async ({ trace: { rootName, rootService } }) => {
    const service = rootService === '' ? '' : ` && rootServiceName = ${printString(rootService)}`;
    search(`{ rootName = ${printString(rootName)}${service} }`);
  });
  onTrace(COMMANDS.exportTrace, (node) => exportTrace(deps, node));
  return store;
}

const isTraceNode = (value: unknown): value is TraceNode =>
  typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'trace';

/** With secrets taken out: what is saved is often passed on. */
async function exportTrace({ engine }: TraceActionsDeps, { trace, connection }: TraceNode): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${trace.rootName.replace(/[^\w.-]+/g, '-').slice(0, 60) || 'trace'}-${trace.traceId.slice(0, 8)}.otlp.json`;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the trace as OTLP JSON, without secrets'),
    filters: { 'OTLP JSON': ['json'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!target) return;
  const { handle } = await engine.call('trace.open', { connection, traceId: trace.traceId });
  try {
    await engine.call('trace.exportOtlp', { handle, path: target.fsPath, redact: true });
  } finally {
    await engine.call('trace.close', { handle });
  }
  const open = vscode.l10n.t('Open');
  const picked = await vscode.window.showInformationMessage(
    vscode.l10n.t('Saved the trace as {0}, without secrets.', target.fsPath),
    open,
  );
  if (picked === open) await vscode.commands.executeCommand(COMMANDS.openTrace, target);
}
