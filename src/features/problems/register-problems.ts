import * as vscode from 'vscode';
import type { Logger } from '../../core/ports.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { lineEdits } from '../../host/figures/open-files.ts';
import type { ShowTrace } from '../../host/function-actions.ts';
import type { Links } from '../../host/links.ts';
import type { SelectionState } from '../../host/selection.ts';
import { type FindDeps, findProblems, findRegressions } from './find-problems.ts';
import type { Problem } from './problem.ts';
import { registerProblemActions } from './problem-actions.ts';
import { SEVERITY_KEYS, ShownProblems, severityOf } from './show-problems.ts';

export type ProblemsDeps = FindDeps & {
  readonly selection: SelectionState;
  readonly links: Links;
  readonly showTrace: ShowTrace;
  readonly log: Logger;
};

/** ms; evidence, figures and edits change together. */
const SETTLE_MS = 500;
/** ms between two comparisons with the stretch before the window: they ask for everything twice. */
const COMPARE_EVERY_MS = 120_000;

/** Problems that recent traces show, in the Problems view and under the code. */
export function registerProblems(deps: ProblemsDeps): vscode.Disposable {
  const { figures, config, selection, links, showTrace, log } = deps;
  const store = new DisposableStore();
  const shown = store.add(
    new ShownProblems(config, links, ({ trace }) => {
      if (trace) showTrace({ connection: selection.current.connection, ...trace });
    }),
  );
  store.add(registerProblemActions(shown, deps));
  const life = new AbortController();
  let watch: vscode.Disposable | undefined;
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let again = false;
  let regressions: readonly Problem[] = [];
  let comparedMs = Number.NEGATIVE_INFINITY;

  const refresh = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    const { current } = selection;
    try {
      const on = config.get('problems.enabled');
      const found = on ? await findProblems(deps, life.signal) : [];
      if (on && severityOf(config, 'regression') !== undefined) {
        if (figures.snapshot && Date.now() - comparedMs > COMPARE_EVERY_MS) {
          comparedMs = Date.now();
          regressions = await findRegressions(deps, life.signal);
        }
      } else regressions = [];
      // Of another choice by now: what is under way is of no use.
      if (current === selection.current) await shown.show(on ? [...found, ...regressions] : []);
    } catch (error) {
      if (!life.signal.aborted) log.debug(`problems: ${(error as Error).message}`);
    } finally {
      running = false;
      if (again) soon();
      again = false;
    }
  };
  const soon = () => {
    clearTimeout(timer);
    if (!life.signal.aborted) timer = setTimeout(() => void refresh(), SETTLE_MS);
  };
  const follow = () => {
    if (config.get('problems.enabled')) watch ??= figures.watch();
    else {
      watch?.dispose();
      watch = undefined;
    }
    soon();
  };
  store.add(figures.onDidChange((uri) => !uri && soon()));
  store.add(
    selection.onDidChange(() => {
      regressions = [];
      comparedMs = Number.NEGATIVE_INFINITY;
      void shown.show([]);
      soon();
    }),
  );
  store.add(
    vscode.workspace.onDidChangeTextDocument((e) => {
      if (e.contentChanges.length > 0) shown.edited(e.document, lineEdits(e));
    }),
  );
  // A comment that says to ignore something is heeded when it is saved.
  store.add(vscode.workspace.onDidSaveTextDocument((d) => d.uri.scheme === 'file' && soon()));
  store.add(
    config.onChange((affects) => {
      if (affects('problems.enabled') || Object.values(SEVERITY_KEYS).some(affects)) follow();
      if (affects('regression.minimumCalls') || affects('regression.minimumChange')) {
        comparedMs = Number.NEGATIVE_INFINITY;
        soon();
      }
    }),
  );
  store.add({
    dispose: () => {
      life.abort();
      clearTimeout(timer);
      watch?.dispose();
    },
  });
  follow();
  return store;
}
