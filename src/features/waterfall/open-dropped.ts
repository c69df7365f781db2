import * as vscode from 'vscode';
import type { TraceOrigin } from '../../protocol/trace-origin.ts';
import type { Dropped } from '../../protocol/waterfall.ts';
import type { WaterfallDeps } from './waterfall-deps.ts';

/** Opens trace files that were dropped on a panel. A file from outside of the editor arrives as its content. */
export async function openDropped(
  { storageUri, show }: Pick<WaterfallDeps, 'storageUri' | 'show'>,
  dropped: Dropped,
): Promise<void> {
  const files =
    'uris' in dropped ? dropped.uris.map((uri) => vscode.Uri.parse(uri)) : [await kept(storageUri, dropped)];
  const traces = files.filter((file) => file.scheme === 'file' || file.scheme === 'vscode-remote');
  if (traces.length === 0)
    throw new Error(
      vscode.l10n.t('Only files can be dropped here: trace files such as an OTLP JSON export.'),
    );
  for (const file of traces)
    show({ kind: 'file', path: file.fsPath, traceId: undefined } satisfies TraceOrigin);
}

async function kept(
  storageUri: vscode.Uri,
  { name, bytes }: Extract<Dropped, { name: string }>,
): Promise<vscode.Uri> {
  const safe = name.replace(/[^\w.-]+/g, '-').slice(-80) || 'trace';
  const file = vscode.Uri.joinPath(storageUri, 'dropped', safe);
  await vscode.workspace.fs.writeFile(file, new Uint8Array(bytes));
  return file;
}
