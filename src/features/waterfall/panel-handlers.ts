import * as vscode from 'vscode';
import type { Config } from '../../host/config.ts';
import { LOCAL_CONNECTION } from '../../protocol/engine-backends.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type {
  Loaded,
  Offers,
  PanelSettings,
  SpanAction,
  WaterfallHostApi,
} from '../../protocol/waterfall.ts';
import { compareWith } from './compare-with.ts';
import { exportPanel } from './export-panel.ts';
import { openDropped } from './open-dropped.ts';
import { openResolution } from './open-location.ts';
import { PanelLogs } from './panel-logs.ts';
import type { PanelPlaces } from './panel-places.ts';
import type { PanelTrace } from './panel-trace.ts';
import { runSpanAction } from './span-action.ts';
import type { SpanDocuments } from './span-documents.ts';
import type { WaterfallDeps } from './waterfall-deps.ts';

/** What the handlers need of the panel they serve. */
export type PanelContext = {
  readonly documents: SpanDocuments;
  readonly trace: PanelTrace;
  readonly places: () => PanelPlaces | undefined;
  readonly column: () => vscode.ViewColumn | undefined;
  readonly loaded: () => void;
  /** Traces that other panels show. */
  readonly others: () => readonly PanelTrace[];
  /** Selects a span of the trace shown. */
  readonly reveal: (spans: Uint32Array) => void;
};

/** Larger traces show their first rows before the rest has crossed. */
const PREVIEW_ABOVE = 20_000;
const PREVIEW_SPANS = 2000;

export function panelSettings(config: Config): PanelSettings {
  return {
    palette: config.get('waterfall.palette') === 'color-blind' ? 'color-blind' : 'standard',
    previewOnSelect: config.get('waterfall.previewCodeOnSelect'),
    keepFocus: config.get('waterfall.keepFocus'),
  };
}

export function panelHandlers(deps: WaterfallDeps, panel: PanelContext): Handlers<WaterfallHostApi> {
  const { engine, config } = deps;
  const logs = new PanelLogs(deps, panel.trace);
  const on = <P extends object>(params: P) => ({ handle: panel.trace.handle, ...params });
  return {
    load: async ({ traceId }, context): Promise<Loaded> => {
      await engine.call('view.configure', { secretKeys: config.get('privacy.secretKeys') });
      const opened = await panel.trace.open(traceId, context);
      if (!('trace' in opened))
        return { kind: 'choice', source: sourceName(panel.trace), traces: opened.choices };
      const { trace } = opened;
      const { signal } = context;
      if (trace.spanCount > PREVIEW_ABOVE) {
        const first = { handle: trace.handle, first: PREVIEW_SPANS };
        context.part({
          kind: 'preview',
          trace,
          timeline: await engine.call('trace.timeline', first, { signal }),
        });
      }
      const timeline = await engine.call('trace.timeline', { handle: trace.handle }, { signal });
      panel.loaded();
      return {
        kind: 'trace',
        trace,
        timeline,
        origin: panel.trace.origin,
        settings: panelSettings(config),
        offers: offersOf(deps, panel.trace),
      };
    },
    findings: (_, { signal }) => engine.call('trace.findings', on({}), { signal }),
    rows: async (params, { signal }) => {
      const extras = await engine.call('trace.rows', on(params), { signal });
      return { ...extras, place: panel.places()?.numbersOf(params.spans) ?? new Uint32Array(0) };
    },
    span: (params, { signal }) => engine.call('trace.span', on(params), { signal }),
    attribute: (params, { signal }) => engine.call('trace.attribute', on(params), { signal }),
    stack: (params, { signal }) => engine.call('trace.stack', on(params), { signal }),
    reverseLinks: (params, { signal }) => engine.call('trace.reverseLinks', on(params), { signal }),
    scopes: (_, { signal }) => engine.call('trace.scopes', on({}), { signal }),
    spansOfScopes: (params, { signal }) => engine.call('trace.spansOfScopes', on(params), { signal }),
    search: (params, { signal }) => engine.call('trace.search', on(params), { signal }),
    flame: (_, { signal }) => engine.call('trace.flame', on({}), { signal }),
    flameRows: (_, { signal }) => engine.call('trace.flameRows', on({}), { signal }),
    table: (params, { signal }) => engine.call('trace.table', on(params), { signal }),
    graph: (_, { signal }) => engine.call('trace.graph', on({}), { signal }),
    compare: (_, { signal }) => compareWith(deps, panel, signal),
    usual: ({ spans }, { signal }) =>
      deps.usual?.(panel.trace.handle, spans, panel.trace.origin, signal) ?? [],
    logs: ({ span }, { signal }) => logs.ofSpan(span, signal),
    drop: async (dropped) => {
      await openDropped(deps, dropped);
      return undefined;
    },
    jump: async ({ span, keepFocus }, { signal }) => {
      const resolution = await panel.places()?.ofSpan(span);
      signal.throwIfAborted();
      return openResolution(resolution, { panel: panel.column(), keepFocus });
    },
    openFrame: async ({ frame }, { signal }) => {
      const resolution = await deps.code.resolveFrame(frame);
      signal.throwIfAborted();
      return openResolution(resolution, {
        panel: panel.column(),
        keepFocus: config.get('waterfall.keepFocus'),
      });
    },
    open: async ({ traceId, spanId }, { signal }) => {
      if (traceId !== panel.trace.held?.traceId) {
        await deps.openTrace?.(traceId, spanId, panel.trace.origin);
        return undefined;
      }
      const query = { text: `{ span:id = "${spanId}" }`, regex: false, matchCase: false };
      const { spans } = await engine.call('trace.search', on(query), { signal });
      panel.reveal(spans);
      return undefined;
    },
    copy: async ({ text, what }) => {
      await vscode.env.clipboard.writeText(text);
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', what), 3000);
      return undefined;
    },
    act: async ({ action, span }, { signal }) => {
      await runSpanAction(deps, panel, action, span, signal);
      return undefined;
    },
    redactionReport: (_, { signal }) => engine.call('trace.redactionReport', on({}), { signal }),
    export: (request, { signal }) => exportPanel(deps, panel, request, signal),
  };
}

function sourceName({ origin }: PanelTrace): string {
  return origin.kind === 'file' ? origin.path.slice(origin.path.lastIndexOf('/') + 1) : origin.connection;
}

function offersOf({ explain, findTraces }: WaterfallDeps, { origin }: PanelTrace): Offers {
  const actions: SpanAction[] = ['copyTraceparent', 'copyCurl', 'copyOtlp', 'json'];
  if (explain) actions.push('explain', 'explainTrace');
  if (findTraces) actions.push('similar');
  if (origin.kind === 'connection' && origin.connection !== LOCAL_CONNECTION) actions.push('backend');
  return { actions, formats: ['otlp', 'html', 'markdown', 'svg', 'png', 'dot'] };
}
