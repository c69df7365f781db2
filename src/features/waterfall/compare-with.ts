import * as vscode from 'vscode';
import { formatDuration, plural } from '../../core/trace/units.ts';
import type { OpenedTrace } from '../../protocol/engine-traces.ts';
import type { TraceOrigin } from '../../protocol/trace-origin.ts';
import type { ComparedTraces } from '../../protocol/waterfall.ts';
import type { PanelContext } from './panel-handlers.ts';
import { PanelTrace } from './panel-trace.ts';
import type { WaterfallDeps } from './waterfall-deps.ts';

/** Lets the user choose another trace, the earlier one, and compares. */
export async function compareWith(
  deps: WaterfallDeps,
  panel: PanelContext,
  signal: AbortSignal,
): Promise<ComparedTraces | undefined> {
  const chosen = await chooseOther(deps, panel, signal);
  if (!chosen) return undefined;
  const { engine } = deps;
  const { handle } = panel.trace;
  const other = chosen.trace;
  try {
    const [comparison, timeline, otherRows, ownRows] = await Promise.all([
      engine.call('trace.compare', { handle, with: [other.handle] }, { signal }),
      engine.call('trace.timeline', { handle: other.handle }, { signal }),
      engine.call('trace.flameRows', { handle: other.handle }, { signal }),
      engine.call('trace.flameRows', { handle }, { signal }),
    ]);
    return { comparison, other, timeline, row: otherRows.row, ownRow: ownRows.row };
  } finally {
    chosen.dispose();
  }
}

type Chosen = { readonly trace: OpenedTrace; dispose(): void };
type Item = vscode.QuickPickItem & { readonly choose: () => Promise<Chosen | undefined> };

async function chooseOther(
  deps: WaterfallDeps,
  panel: PanelContext,
  signal: AbortSignal,
): Promise<Chosen | undefined> {
  const title = vscode.l10n.t('Compare {0} with', panel.trace.held?.rootName ?? '');
  const open = panel.others().flatMap(({ held }): Item[] => (held ? [openItem(held)] : []));
  const fromFile: Item = {
    label: vscode.l10n.t('A trace file...'),
    iconPath: new vscode.ThemeIcon('go-to-file'),
    choose: async () => {
      const picked = await vscode.window.showOpenDialog({ title, canSelectMany: false });
      const path = picked?.[0]?.fsPath;
      return path === undefined ? undefined : load(deps, { kind: 'file', path, traceId: undefined }, signal);
    },
  };
  const { chooseTrace } = deps;
  const recent: Item[] = chooseTrace
    ? [
        {
          label: vscode.l10n.t('A recent trace...'),
          iconPath: new vscode.ThemeIcon('history'),
          choose: async () => {
            const origin = await chooseTrace(title);
            return origin && load(deps, origin, signal);
          },
        },
      ]
    : [];
  const items: Item[] = [...open, ...recent, fromFile];
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t('The other trace is the earlier side'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.choose();
}

function openItem(held: OpenedTrace): Item {
  return {
    label: held.rootName || held.traceId,
    description: held.rootService,
    detail: `${formatDuration(held.durationNs)} · ${plural(held.spanCount, 'span')} · ${held.traceId}`,
    iconPath: new vscode.ThemeIcon('graph'),
    // Its own panel closes it.
    choose: async () => ({ trace: held, dispose: () => {} }),
  };
}

async function load(
  deps: WaterfallDeps,
  origin: TraceOrigin,
  signal: AbortSignal,
): Promise<Chosen | undefined> {
  const loading = new PanelTrace(deps.engine, origin);
  const quiet = { signal, part: () => {} };
  const opened = await loading.open(origin.traceId, quiet);
  if ('trace' in opened) return { trace: opened.trace, dispose: () => loading.dispose() };
  const picked = await vscode.window.showQuickPick(
    opened.choices.map((trace) => ({ ...openItem(trace), trace })),
    { title: vscode.l10n.t('The file holds {0} traces', opened.choices.length), matchOnDetail: true },
  );
  const chosen = picked && (await loading.open(picked.trace.traceId, quiet));
  if (chosen && 'trace' in chosen) return { trace: chosen.trace, dispose: () => loading.dispose() };
  loading.dispose();
  return undefined;
}
