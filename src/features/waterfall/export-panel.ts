import * as vscode from 'vscode';
import { webviewRoot } from '../../host/webview-html.ts';
import type { ExportFormat, ExportRequest } from '../../protocol/waterfall.ts';
import type { PanelContext } from './panel-handlers.ts';
import type { WaterfallDeps } from './waterfall-deps.ts';

const FILES: Readonly<Record<ExportFormat, { readonly extension: string; readonly title: string }>> = {
  otlp: { extension: 'otlp.json', title: 'OTLP JSON' },
  html: { extension: 'html', title: 'HTML' },
  markdown: { extension: 'md', title: 'Markdown' },
  svg: { extension: 'svg', title: 'SVG' },
  png: { extension: 'png', title: 'PNG' },
  dot: { extension: 'dot', title: 'Graphviz DOT' },
};

/** Saves what a panel shows; answers with where, undefined when the user chose nowhere. Markdown is copied instead. */
export async function exportPanel(
  deps: WaterfallDeps,
  panel: PanelContext,
  request: ExportRequest,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { engine } = deps;
  const { handle } = panel.trace;
  const places = panel.places()?.exported();
  if (request.format === 'markdown') {
    await vscode.env.clipboard.writeText(await engine.call('trace.markdown', { handle, places }, { signal }));
    return vscode.l10n.t('the clipboard');
  }
  const target = await chooseFile(panel, request.format);
  if (!target) return undefined;
  const path = target.fsPath;
  const { redact, content } = request;
  const title = vscode.l10n.t('Saving the trace as {0}', FILES[request.format].title);
  switch (request.format) {
    case 'otlp':
      await shown(title, signal, (both) =>
        engine.call('trace.exportOtlp', { handle, path, redact }, { signal: both }),
      );
      break;
    case 'html': {
      const assets = webviewRoot(deps.extensionUri).fsPath;
      await shown(title, signal, (both) =>
        engine.call('trace.exportHtml', { handle, path, redact, assets, places }, { signal: both }),
      );
      break;
    }
    case 'dot':
      await write(target, await engine.call('trace.dot', { handle }, { signal }));
      break;
    default:
      await write(target, content ?? '');
  }
  return path;
}

async function chooseFile(panel: PanelContext, format: ExportFormat): Promise<vscode.Uri | undefined> {
  const { extension, title } = FILES[format];
  const { held, origin } = panel.trace;
  const name = (held?.rootName ?? '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);
  const folder =
    vscode.workspace.workspaceFolders?.[0]?.uri ??
    (origin.kind === 'file' ? vscode.Uri.joinPath(vscode.Uri.file(origin.path), '..') : undefined);
  const file = `${name || 'trace'}-${(held?.traceId ?? '').slice(0, 8)}.${extension}`;
  const last = extension.slice(extension.lastIndexOf('.') + 1);
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the trace as {0}', title),
    filters: { [title]: [last] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, file) } : {}),
  });
}

/** Large traces take a while to write; the user may have enough of it. */
function shown<T>(title: string, signal: AbortSignal, run: (signal: AbortSignal) => Promise<T>): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (_, token) => {
    const abort = new AbortController();
    const cancelled = token.onCancellationRequested(() => abort.abort());
    return run(AbortSignal.any([signal, abort.signal])).finally(() => cancelled.dispose());
  });
}

function write(target: vscode.Uri, content: string | ArrayBuffer): Thenable<void> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  return vscode.workspace.fs.writeFile(target, bytes);
}
