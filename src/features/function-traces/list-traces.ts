import * as vscode from 'vscode';
import type { FunctionCall, FunctionEvidence, TraceChoice } from '../../core/evidence/function-evidence.ts';
import { formatAgo, formatDuration } from '../../core/trace/units.ts';
import type { Engine } from '../../host/engine.ts';
import type { Figures } from '../../host/figures/figures.ts';
import type { MeasuredCode, ShowTrace } from '../../host/function-actions.ts';
import type { SelectionState } from '../../host/selection.ts';
import { selectionText } from '../../host/selection-text.ts';

export type TracesDeps = {
  readonly engine: Engine;
  readonly figures: Figures;
  readonly selection: SelectionState;
  readonly showTrace: ShowTrace;
};

const LIMIT = 5;

/** Asks for the calls of a function that are worth opening. */
export function callsOf(
  { engine, figures, selection }: TracesDeps,
  code: MeasuredCode,
  limit: number,
  signal: AbortSignal,
): Promise<FunctionEvidence> {
  const { connection, environment, version } = selection.current;
  const known = figures.snapshot?.sites;
  const evidence = figures.evidence?.evidence.sites ?? [];
  const sites = code.sites.flatMap(
    (id) => known?.get(id)?.site ?? evidence.find((e) => e.id === id)?.site ?? [],
  );
  const { p50, p95 } = code.stats;
  const request = { sites, range: selection.range(), environment, version, p50, p95, limit };
  return engine.call('figures.function', { connection, request }, { signal });
}

type Item = vscode.QuickPickItem & { readonly call?: FunctionCall };

/** A list of the traces of a function: slowest, failing, latest, typical, and those that differ most. */
export function listTraces(deps: TracesDeps, code: MeasuredCode): Promise<void> {
  const { t } = vscode.l10n;
  const abort = new AbortController();
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = t('Traces of {0} · {1}', code.name, selectionText(deps.selection));
  pick.placeholder = t('Looking for the slowest, failing, latest and typical traces...');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  pick.onDidAccept(() => {
    const call = pick.selectedItems[0]?.call;
    if (!call) return;
    pick.hide();
    open(deps, call);
  });
  const closed = new Promise<void>((resolve) => pick.onDidHide(() => resolve()));
  pick.show();
  const filled = callsOf(deps, code, LIMIT, abort.signal).then(
    ({ calls, provenance }) => {
      pick.items = itemsOf(calls, Date.now());
      pick.placeholder =
        calls.length === 0
          ? t('No trace of it was found: {0}.', provenance.notes.join(', '))
          : t('Choose a trace ({0})', provenance.notes.join(', '));
      pick.busy = false;
    },
    (error: Error) => {
      if (abort.signal.aborted) return;
      pick.hide();
      throw error;
    },
  );
  return Promise.all([filled, closed])
    .then(() => {})
    .finally(() => {
      abort.abort();
      pick.dispose();
    });
}

export function open({ selection, showTrace }: TracesDeps, { traceId, spanId }: FunctionCall): void {
  showTrace({ connection: selection.current.connection, traceId, spanId });
}

/** Each call once for each reason it was chosen for: a list is read by its headings. */
function itemsOf(calls: readonly FunctionCall[], nowMs: number): Item[] {
  const { t } = vscode.l10n;
  const headings: readonly (readonly [TraceChoice, string])[] = [
    ['slowest', t('Slowest')],
    ['failing', t('Failing')],
    ['latest', t('Latest')],
    ['typical', t('Typical (near p50)')],
    ['different', t('Most different')],
  ];
  return headings.flatMap(([choice, label]): Item[] => {
    const chosen = calls.filter((call) => call.choices.includes(choice));
    if (chosen.length === 0) return [];
    return [
      { label, kind: vscode.QuickPickItemKind.Separator },
      ...chosen.map((call) => itemOf(call, choice, nowMs)),
    ];
  });
}

function itemOf(call: FunctionCall, choice: TraceChoice, nowMs: number): Item {
  const { durationNs, failed, error, rootName, rootService, startMs, difference } = call;
  const detail = choice === 'different' ? difference : error;
  return {
    label: formatDuration(durationNs),
    description: [`${rootService} ${rootName}`.trim(), formatAgo(startMs, nowMs)].join(' · '),
    iconPath: new vscode.ThemeIcon(
      failed ? 'error' : 'pulse',
      failed ? new vscode.ThemeColor('errorForeground') : undefined,
    ),
    ...(detail === '' ? {} : { detail }),
    call,
  };
}
