import * as vscode from 'vscode';
import { figuresAtLine, functionAtLine } from '../../core/figures/at-line.ts';
import { COMMANDS, INTERNAL_COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { reportError } from '../../host/errors.ts';
import type { FunctionActions, MeasuredCode } from '../../host/function-actions.ts';
import { selectionText } from '../../host/selection-text.ts';
import { explainMapping } from './explain-mapping.ts';
import { callsOf, listTraces, open, type TracesDeps } from './list-traces.ts';

export type FunctionTracesDeps = TracesDeps & { readonly log: Logger };

/** ms to wait for figures that are on their way when a command asks for them. */
const WAIT_MS = 20_000;

/** Traces of the function at the cursor, and what hovers and other views do with measured code. */
export function registerFunctionTraces(deps: FunctionTracesDeps): vscode.Disposable {
  const store = new DisposableStore();
  const atCursor = (run: (code: MeasuredCode) => Promise<void>) => async (editor: vscode.TextEditor) => {
    try {
      const code = await codeAt(deps, editor);
      if (code) await run(code);
      else await sayNothingSeen(deps, editor);
    } catch (error) {
      await reportError(deps.log, error);
    }
  };
  const command = (id: string, run: (code: MeasuredCode) => Promise<void>) =>
    store.add(vscode.commands.registerTextEditorCommand(id, (editor) => void atCursor(run)(editor)));
  command(COMMANDS.findTracesOfFunction, (code) => listTraces(deps, code));
  command(COMMANDS.openSlowestTrace, (code) => openOne(deps, code, 'slowest'));
  command(COMMANDS.explainFigures, (code) => explainMapping(deps, code));
  store.add(
    vscode.commands.registerCommand(INTERNAL_COMMANDS.tracesOfCode, (code: MeasuredCode) =>
      listTraces(deps, code).catch((error) => reportError(deps.log, error)),
    ),
  );
  return store;
}

export function functionActions(
  deps: FunctionTracesDeps,
  compare: (code: MeasuredCode) => Promise<void>,
): FunctionActions {
  return {
    openSlowest: (code) => openOne(deps, code, 'slowest'),
    openLatestError: (code) => openOne(deps, code, 'failing'),
    findTraces: (code) => listTraces(deps, code),
    explain: (code) => explainMapping(deps, code),
    compare,
  };
}

async function openOne(deps: TracesDeps, code: MeasuredCode, choice: 'slowest' | 'failing'): Promise<void> {
  const { t } = vscode.l10n;
  const { calls } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Looking for the trace') },
    () => callsOf(deps, code, 1, new AbortController().signal),
  );
  const call = calls.find(({ choices }) => choices.includes(choice));
  if (call) open(deps, call);
  else
    void vscode.window.showInformationMessage(
      t('No such trace of {0} is kept any more. Its figures are kept longer than its traces.', code.name),
    );
}

/** The call on the line, else the function around it. */
async function codeAt({ figures }: TracesDeps, editor: vscode.TextEditor): Promise<MeasuredCode | undefined> {
  const { document, selection } = editor;
  const line = selection.active.line + 1;
  const watch = figures.watch();
  try {
    const known = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Window,
        title: vscode.l10n.t('Waiting for the figures of this file'),
      },
      () => untilKnown(() => (figures.health.state === 'failed' ? null : figures.of(document)), WAIT_MS),
    );
    if (!known) return undefined;
    const [call] = figuresAtLine(known, line)?.calls ?? [];
    if (call) return { name: call.label, ...call };
    const fn = functionAtLine(known, line);
    return fn && { name: fn.code.symbol, ...fn };
  } finally {
    watch.dispose();
  }
}

async function untilKnown<T>(read: () => T | undefined, patienceMs: number): Promise<T | undefined> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const value = read();
    if (value !== undefined || performance.now() > until) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function sayNothingSeen({ selection, figures }: TracesDeps, editor: vscode.TextEditor): Promise<void> {
  const { t } = vscode.l10n;
  const { health, snapshot } = figures;
  const line = editor.selection.active.line + 1;
  const change = t('Change Window');
  const text =
    health.state === 'failed'
      ? health.sentence
      : snapshot && figures.of(editor.document)
        ? t('No span seen in {0} leads to the code at line {1}.', selectionText(selection), line)
        : t('The figures are not there yet. Try again in a moment.');
  const picked = await vscode.window.showInformationMessage(text, change);
  if (picked === change) await vscode.commands.executeCommand(COMMANDS.chooseSelection);
}
