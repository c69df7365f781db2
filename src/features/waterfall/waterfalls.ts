import * as vscode from 'vscode';
import { COMMANDS, WATERFALL_VIEW_TYPE } from '../../core/manifest.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { reportError } from '../../host/errors.ts';
import { reach } from '../../host/milestones.ts';
import { webviewRoot } from '../../host/webview-html.ts';
import { asTraceOrigin, type TraceOrigin } from '../../protocol/trace-origin.ts';
import { type AttachedPanel, type AttachOptions, attachPanel } from './attach-panel.ts';
import { followCursor } from './follow-cursor.ts';
import { panelSettings } from './panel-handlers.ts';
import { revealInTrace } from './reveal-in-trace.ts';
import { SpanDocuments } from './span-documents.ts';
import { registerTraceEditors } from './trace-editor.ts';
import type { WaterfallDeps } from './waterfall-deps.ts';

export type Waterfalls = vscode.Disposable & {
  /** Shows a trace in a panel of its own, or brings the panel to the front that shows it already. */
  show(origin: TraceOrigin, options?: ShowOptions): void;
  /** The trace of the panel used last; undefined where none shows one. */
  shown(): { readonly handle: number; readonly label: string } | undefined;
};

export type ShowOptions = {
  /** Selected once the trace is there. */
  readonly spanId?: string | undefined;
  /** Told instead of a message when the trace cannot be had. */
  readonly failed?: (error: unknown) => void;
};

export function registerWaterfalls(deps: WaterfallDeps): Waterfalls {
  const store = new DisposableStore();
  /** Newest last; the one used last is what "reveal" speaks to. */
  const panels: AttachedPanel[] = [];
  const documents = new SpanDocuments();
  store.add(documents.register());

  /** Menus offer what speaks to a panel only while there is one. */
  const announce = () =>
    void vscode.commands.executeCommand('setContext', 'spanlight.traceShown', panels.length > 0);

  const attach = (panel: vscode.WebviewPanel, origin: TraceOrigin, more: Partial<AttachOptions> = {}) => {
    const others = () => panels.filter((p) => p !== attached).map((p) => p.trace);
    const options = { others, documents, ...more };
    const attached: AttachedPanel = attachPanel(deps, panel, origin, options);
    panels.push(attached);
    reach('open');
    announce();
    const touch = () => {
      if (!panel.active) return;
      panels.splice(panels.indexOf(attached), 1);
      panels.push(attached);
    };
    panel.onDidChangeViewState(touch);
    panel.onDidDispose(() => {
      panels.splice(panels.indexOf(attached), 1);
      announce();
    });
    return attached;
  };

  const show = (origin: TraceOrigin, { spanId, failed }: ShowOptions = {}) => {
    const shown = panels.find((p) => sameOrigin(p.trace.origin, origin));
    if (shown) {
      shown.panel.reveal();
      if (spanId !== undefined) void selectSpan(deps, shown, spanId);
      return;
    }
    const beside = deps.config.get('waterfall.openBeside');
    const column = beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(WATERFALL_VIEW_TYPE, vscode.l10n.t('Trace'), column, {
      enableScripts: true,
      localResourceRoots: [webviewRoot(deps.extensionUri)],
    });
    // Nobody asked for an empty panel: when the trace cannot be had, a message says why and the panel goes.
    const attached = attach(panel, origin, {
      failed: (error) => {
        panel.dispose();
        if (failed) failed(error);
        else void reportError(deps.log, error);
      },
      loaded: () => {
        if (spanId !== undefined) void selectSpan(deps, attached, spanId);
      },
    });
  };

  store.add(
    vscode.window.registerWebviewPanelSerializer(WATERFALL_VIEW_TYPE, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const origin = asTraceOrigin((state as { origin?: unknown } | undefined)?.origin);
        if (origin) attach(panel, origin);
        else panel.dispose();
      },
    }),
  );
  store.add(
    registerTraceEditors((panel, file) =>
      attach(panel, { kind: 'file', path: file, traceId: undefined }, { ofFile: true }),
    ),
  );
  store.add(followCursor(() => panels));
  store.add(
    vscode.commands.registerTextEditorCommand(COMMANDS.revealInTrace, (editor) =>
      revealInTrace(editor, panels),
    ),
  );
  store.add(
    deps.config.onChange((affects) => {
      if (!SETTINGS.some(affects)) return;
      for (const { rpc } of panels) rpc.emit('settings', panelSettings(deps.config));
    }),
  );
  const shown = () => {
    const held = panels.at(-1)?.trace.held;
    return held && { handle: held.handle, label: `${held.rootService} ${held.rootName}`.trim() };
  };
  return { show, shown, dispose: () => store.dispose() };
}

async function selectSpan(
  { engine, log }: WaterfallDeps,
  panel: AttachedPanel,
  spanId: string,
): Promise<void> {
  const { held } = panel.trace;
  if (!held) return;
  try {
    const query = { handle: held.handle, text: `{ span:id = "${spanId}" }`, regex: false, matchCase: false };
    const { spans } = await engine.call('trace.search', query);
    if (spans.length > 0) panel.rpc.emit('reveal', { spans });
  } catch (error) {
    log.warn((error as Error).message);
  }
}

const SETTINGS = ['waterfall.palette', 'waterfall.previewCodeOnSelect', 'waterfall.keepFocus'] as const;

function sameOrigin(a: TraceOrigin, b: TraceOrigin): boolean {
  if (a.kind === 'file')
    return b.kind === 'file' && a.path === b.path && (b.traceId === undefined || a.traceId === b.traceId);
  return b.kind === 'connection' && a.connection === b.connection && a.traceId === b.traceId;
}
