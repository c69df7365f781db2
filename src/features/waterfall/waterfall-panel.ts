import * as vscode from 'vscode';
import { WATERFALL_VIEW_TYPE } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import type { Config } from '../../host/config.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Engine } from '../../host/engine.ts';
import type { Indexer } from '../../host/indexer.ts';
import { resolveTrace } from '../../host/resolve-trace.ts';
import { webviewHtml } from '../../host/webview-html.ts';
import { webviewPort } from '../../host/webview-port.ts';
import type { OpenedTrace } from '../../protocol/engine-traces.ts';
import type { ResolvedSpans } from '../../protocol/indexer.ts';
import { createRpc } from '../../protocol/rpc.ts';
import type { WaterfallHostApi, WaterfallPanelApi } from '../../protocol/waterfall.ts';
import { openCode } from './open-code.ts';

export type WaterfallDeps = {
  readonly engine: Engine;
  readonly indexer: Indexer;
  readonly config: Config;
  readonly log: Logger;
  readonly extensionUri: vscode.Uri;
};

/** Shows an opened trace in a panel of its own; closing the panel lets the engine drop the trace. */
export function showWaterfall(deps: WaterfallDeps, trace: OpenedTrace): void {
  const { engine, indexer, extensionUri, config } = deps;
  const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const title = trace.rootName || trace.traceId;
  const column = config.get('waterfall.openBeside') ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
  const panel = vscode.window.createWebviewPanel(WATERFALL_VIEW_TYPE, title, column, {
    enableScripts: true,
    localResourceRoots: [root],
  });
  panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.svg');
  const store = new DisposableStore();
  let resolved: Promise<ResolvedSpans> | undefined;
  const rpc = createRpc<WaterfallPanelApi, WaterfallHostApi>(webviewPort(panel.webview), {
    load: async (_, { signal }) => ({
      trace,
      timeline: await engine.call('trace.timeline', { handle: trace.handle }, { signal }),
    }),
    span: ({ span }, { signal }) => engine.call('trace.span', { handle: trace.handle, span }, { signal }),
    jump: async ({ span }, { signal }) => {
      resolved ??= resolveTrace(engine, indexer, trace.handle);
      const { resolutions, of } = await resolved;
      signal.throwIfAborted();
      return openCode(resolutions[of[span] ?? -1], panel.viewColumn);
    },
  });
  store.add(rpc);
  store.add({ dispose: () => void engine.call('trace.close', { handle: trace.handle }).catch(() => {}) });
  panel.onDidDispose(() => store.dispose());
  panel.webview.html = webviewHtml({ webview: panel.webview, root, name: 'waterfall', title: 'Trace' });
}
