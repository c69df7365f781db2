import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import { curlOf } from '../../core/trace/copy-curl.ts';
import type { SpanDetails } from '../../core/trace/span-details.ts';
import type { SpanAction } from '../../protocol/waterfall.ts';
import { besides } from './open-location.ts';
import type { PanelContext } from './panel-handlers.ts';
import type { WaterfallDeps } from './waterfall-deps.ts';

/** What menus offer for a span beyond the panel itself. */
export async function runSpanAction(
  deps: WaterfallDeps,
  panel: PanelContext,
  action: SpanAction,
  span: number,
  signal: AbortSignal,
): Promise<void> {
  const { engine } = deps;
  const details = await engine.call('trace.span', { handle: panel.trace.handle, span }, { signal });
  switch (action) {
    case 'copyTraceparent':
      return copy(traceparentOf(panel.trace.held?.traceId ?? '', details), 'traceparent');
    case 'copyCurl': {
      const curl = curlOf(details.attributes.shown);
      if (!curl) throw new Error(vscode.l10n.t('The span is no HTTP request: it has no URL.'));
      return copy(curl, 'curl');
    }
    case 'copyOtlp':
      return copy(
        await engine.call('trace.spanJson', { handle: panel.trace.handle, span }, { signal }),
        vscode.l10n.t('the span, redacted'),
      );
    case 'json': {
      const text = await engine.call('trace.spanJson', { handle: panel.trace.handle, span }, { signal });
      return panel.documents.show(details, text, besides(panel.column()));
    }
    case 'explain':
      return deps.explain?.(panel.trace.handle, span);
    case 'explainTrace':
      await vscode.commands.executeCommand(COMMANDS.explainMapping);
      return undefined;
    case 'similar':
      return deps.findTraces?.(
        `{ name = ${JSON.stringify(details.name)} && resource.service.name = ${JSON.stringify(details.service)} }`,
        panel.trace.origin,
      );
    case 'backend':
      return openInBackend(deps, panel, details.spanId);
    default:
      throw new Error(`There is no action "${action}".`);
  }
}

/** The page of the backend's own UI that shows the trace, at the span where that UI can. */
async function openInBackend(
  { engine }: WaterfallDeps,
  { trace }: PanelContext,
  spanId: string,
): Promise<void> {
  const { origin } = trace;
  if (origin.kind !== 'connection') return;
  const { connection, traceId } = origin;
  const link = await engine.call('backend.link', { connection, traceId, spanId });
  if (link === undefined) throw new Error(vscode.l10n.t('This backend has no pages of its own.'));
  await vscode.env.openExternal(vscode.Uri.parse(link));
}

/** W3C Trace Context, sampled: what a request must carry to continue this trace below this span. */
const traceparentOf = (traceId: string, { spanId }: SpanDetails) => `00-${traceId}-${spanId}-01`;

async function copy(text: string, what: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', what), 3000);
}
