import * as vscode from 'vscode';
import { DisposableStore } from '../../host/disposables.ts';
import { webviewHtml, webviewRoot } from '../../host/webview-html.ts';
import { webviewPort } from '../../host/webview-port.ts';
import { createRpc, type Handlers, type Rpc, Transferring } from '../../protocol/rpc.ts';
import type { TraceOrigin } from '../../protocol/trace-origin.ts';
import type { WaterfallHostApi, WaterfallPanelApi } from '../../protocol/waterfall.ts';
import { KeepFresh } from './keep-fresh.ts';
import { panelHandlers } from './panel-handlers.ts';
import { PanelPlaces } from './panel-places.ts';
import { PanelTrace } from './panel-trace.ts';
import type { SpanDocuments } from './span-documents.ts';
import type { WaterfallDeps } from './waterfall-deps.ts';

/** A panel with a trace in it. */
export type AttachedPanel = {
  readonly panel: vscode.WebviewPanel;
  readonly trace: PanelTrace;
  readonly rpc: Rpc<WaterfallPanelApi, WaterfallHostApi>;
  places(): PanelPlaces | undefined;
};

export type AttachOptions = {
  readonly documents: SpanDocuments;
  /** Traces that other panels show. */
  readonly others: () => readonly PanelTrace[];
  /** Told when the trace could not be loaded; the panel says so itself unless this closes it. */
  readonly failed?: (error: unknown) => void;
  /** The panel is the editor of a file. */
  readonly ofFile?: boolean;
  /** Told after the page was handed a trace. */
  readonly loaded?: () => void;
};

/** Fills a panel, new or restored, with the trace of an origin. Closing the panel lets the engine drop the trace. */
export function attachPanel(
  deps: WaterfallDeps,
  panel: vscode.WebviewPanel,
  origin: TraceOrigin,
  options: AttachOptions,
): AttachedPanel {
  const { engine, extensionUri } = deps;
  const root = webviewRoot(extensionUri);
  panel.webview.options = { enableScripts: true, localResourceRoots: [root] };
  const icon = (theme: string) => vscode.Uri.joinPath(extensionUri, 'media', `trace-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  const store = new DisposableStore();
  const trace = store.add(new PanelTrace(engine, origin));
  let places: PanelPlaces | undefined;
  const fresh = store.add(new KeepFresh({ engine, trace, grown: () => rpc.emit('refresh', undefined) }));
  const handlers = panelHandlers(deps, {
    trace,
    places: () => places,
    others: options.others,
    documents: options.documents,
    column: () => panel.viewColumn,
    reveal: (spans) => rpc.emit('reveal', { spans }),
    loaded: () => {
      // A file's editor is found by the file's name.
      if (!options.ofFile) panel.title = trace.held?.rootName || trace.held?.traceId || panel.title;
      places?.dispose();
      places = new PanelPlaces(deps.code, deps.log, trace.handle, (next) => rpc.emit('places', next));
    },
  });
  const rpc = store.add(
    createRpc<WaterfallPanelApi, WaterfallHostApi>(
      webviewPort(panel.webview),
      judged(withReport(handlers, options), trace, fresh),
    ),
  );
  store.add({ dispose: () => places?.dispose() });
  panel.onDidDispose(() => store.dispose());
  panel.webview.html = webviewHtml({ webview: panel.webview, root, name: 'waterfall', title: 'Trace' });
  return { panel, trace, rpc, places: () => places };
}

/** What is missing of a trace shows when it is analysed. */
function judged(
  handlers: Handlers<WaterfallHostApi>,
  trace: PanelTrace,
  fresh: KeepFresh,
): Handlers<WaterfallHostApi> {
  return {
    ...handlers,
    findings: async (params, context) => {
      const found = await handlers.findings(params, context);
      const { health } = found instanceof Transferring ? found.value : found;
      fresh.judge(health.complete && trace.held?.complete !== false);
      return found;
    },
  };
}

function withReport(
  handlers: Handlers<WaterfallHostApi>,
  { failed, loaded }: AttachOptions,
): Handlers<WaterfallHostApi> {
  return {
    ...handlers,
    load: async (params, context) => {
      try {
        const result = await handlers.load(params, context);
        // The answer goes out first.
        if (loaded && 'kind' in result && result.kind === 'trace') setTimeout(loaded);
        return result;
      } catch (error) {
        if (!context.signal.aborted) failed?.(error);
        throw error;
      }
    },
  };
}
