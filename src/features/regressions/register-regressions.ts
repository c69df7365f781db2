import * as vscode from 'vscode';
import { overlaps } from '../../core/figures/diff-hunks.ts';
import { functionAround } from '../../core/figures/place-sites.ts';
import { COMMANDS, VIEWS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import { plural } from '../../core/trace/units.ts';
import type { Config } from '../../host/config.ts';
import type { DimensionSource } from '../../host/dimensions.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Engine } from '../../host/engine.ts';
import { reportError } from '../../host/errors.ts';
import {
  type ChangedFunction,
  type Comparison,
  changedFunctions,
  changeRules,
} from '../../host/figures/changed-functions.ts';
import type { Figures } from '../../host/figures/figures.ts';
import type { MeasuredCode } from '../../host/function-actions.ts';
import type { Indexer } from '../../host/indexer.ts';
import type { SelectionState } from '../../host/selection.ts';
import { type ChangedLines, workingTree } from '../../host/working-tree.ts';
import { askWhatToCompare, type CompareChoice, choiceText, sidesOf } from './compare-choice.ts';
import { changeNode, RegressionsTree, regressionNodes } from './regressions-tree.ts';

export type RegressionsDeps = {
  readonly engine: Engine;
  readonly indexer: Indexer;
  readonly figures: Figures;
  readonly selection: SelectionState;
  readonly dimensions: DimensionSource;
  readonly config: Config;
  readonly log: Logger;
};

export type Regressions = vscode.Disposable & {
  /** Opens the view at a function, or says that it did not change. */
  compare(code: MeasuredCode): Promise<void>;
};

type Empty = 'loading' | 'none' | 'too-few' | 'failed' | 'no';

const EMPTY_KEY = 'spanlight.regressions.empty';

/** Functions whose latency or errors changed between two windows or versions. Compares only while it is in view. */
export function registerRegressions(deps: RegressionsDeps): Regressions {
  const { selection, dimensions, log } = deps;
  const { t } = vscode.l10n;
  const store = new DisposableStore();
  const tree = new RegressionsTree();
  const view = store.add(vscode.window.createTreeView(VIEWS.regressions, { treeDataProvider: tree }));
  let choice: CompareChoice = { kind: 'before' };
  let abort = new AbortController();
  let stale = true;

  const say = (empty: Empty, message = '') => {
    void vscode.commands.executeCommand('setContext', EMPTY_KEY, empty);
    view.description = choiceText(choice, selection);
    view.message = message;
  };
  const load = async () => {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    stale = false;
    tree.show([]);
    say('loading');
    try {
      const comparison = await compareNow(deps, choice, signal);
      const edited = await editedAmong(deps, comparison.changed, workingTree(log), signal);
      if (signal.aborted) return;
      tree.show(regressionNodes(comparison.changed.map((change) => changeNode(change, edited.has(change)))));
      say(emptyOf(comparison), noteOf(comparison));
    } catch (error) {
      if (signal.aborted) return;
      stale = true;
      say('failed', (error as Error).message);
    }
  };
  const loadIfSeen = () => {
    if (view.visible && stale) void load();
  };
  store.add(view.onDidChangeVisibility(loadIfSeen));
  store.add(
    selection.onDidChange(() => {
      stale = true;
      loadIfSeen();
    }),
  );
  store.add(
    deps.config.onChange((affects) => {
      if (!affects('regression.minimumCalls') && !affects('regression.minimumChange')) return;
      stale = true;
      loadIfSeen();
    }),
  );
  const command = (id: string, run: () => Promise<void>) =>
    store.add(vscode.commands.registerCommand(id, () => run().catch((error) => reportError(log, error))));
  command(COMMANDS.refreshRegressions, load);
  command(COMMANDS.compareWindows, async () => {
    const next = await askWhatToCompare(selection, dimensions);
    if (!next) return;
    choice = next;
    stale = true;
    await vscode.commands.executeCommand(`${VIEWS.regressions}.focus`);
    if (stale) await load();
  });
  store.add({ dispose: () => abort.abort() });
  loadIfSeen();
  return {
    dispose: () => store.dispose(),
    compare: async (code) => {
      await vscode.commands.executeCommand(`${VIEWS.regressions}.focus`);
      await load();
      const node = tree.find(code.sites);
      if (node) await view.reveal(node, { select: true, focus: true });
      else
        void vscode.window.showInformationMessage(
          t(
            '{0} did not change between {1}, as far as its calls can tell.',
            code.name,
            choiceText(choice, selection),
          ),
        );
    },
  };
}

function compareNow(deps: RegressionsDeps, choice: CompareChoice, signal: AbortSignal): Promise<Comparison> {
  const { selection, config } = deps;
  const { connection, environment } = selection.current;
  const request = { ...sidesOf(choice, selection), environment, rules: changeRules(config) };
  return changedFunctions(deps, connection, request, signal);
}

/** Those whose code differs from the last commit. */
async function editedAmong(
  { indexer }: RegressionsDeps,
  changed: readonly ChangedFunction[],
  linesOf: ChangedLines,
  signal: AbortSignal,
): Promise<ReadonlySet<ChangedFunction>> {
  const edited = new Set<ChangedFunction>();
  for (const change of changed) {
    const { folder, file, line, endLine } = change.place;
    const path = `${folder}/${file}`;
    const lines = await linesOf(path);
    if (!lines) continue;
    const functions = await indexer.call('index.functions', { path }, { signal });
    const around = functionAround(functions, line);
    const range = around ? { line: around.startLine, endLine: around.endLine } : { line, endLine };
    if (overlaps(lines, range)) edited.add(change);
  }
  return edited;
}

function emptyOf({ changed, compared }: Comparison): Empty {
  if (changed.length > 0) return 'no';
  return compared === 0 ? 'too-few' : 'none';
}

/** What the list rests on. */
function noteOf({ changed, compared, common, elsewhere, provenance }: Comparison): string {
  if (changed.length === 0) return '';
  const { t } = vscode.l10n;
  return [
    t('{0} of {1} had enough calls to compare.', String(compared), plural(common, t('place'))),
    ...(elsewhere > 0 ? [t('{0} more changed elsewhere.', elsewhere)] : []),
    ...provenance.notes.map((note) => `${note}.`),
  ].join(' ');
}
