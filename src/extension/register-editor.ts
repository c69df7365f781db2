import type * as vscode from 'vscode';
import type { Logger } from '../core/ports.ts';
import { registerCodeLens } from '../features/codelens/register-codelens.ts';
import { registerDecorations } from '../features/decorations/register-decorations.ts';
import {
  functionActions,
  registerFunctionTraces,
} from '../features/function-traces/register-function-traces.ts';
import { registerGaps } from '../features/gaps/register-gaps.ts';
import { registerHover } from '../features/hover/register-hover.ts';
import { registerProblems } from '../features/problems/register-problems.ts';
import { registerRegressions } from '../features/regressions/register-regressions.ts';
import { registerServices } from '../features/services/register-services.ts';
import { registerThisFile } from '../features/this-file/register-this-file.ts';
import type { Config } from '../host/config.ts';
import type { Connections } from '../host/connections.ts';
import type { DimensionSource } from '../host/dimensions.ts';
import { DisposableStore } from '../host/disposables.ts';
import type { Engine } from '../host/engine.ts';
import type { Figures } from '../host/figures/figures.ts';
import { FunctionDetails } from '../host/figures/function-details.ts';
import type { ShowTrace } from '../host/function-actions.ts';
import type { Indexer } from '../host/indexer.ts';
import { Links } from '../host/links.ts';
import type { SelectionState } from '../host/selection.ts';

export type EditorDeps = {
  readonly engine: Engine;
  readonly indexer: Indexer;
  readonly config: Config;
  readonly connections: Connections;
  readonly selection: SelectionState;
  readonly dimensions: DimensionSource;
  readonly figures: Figures;
  readonly showTrace: ShowTrace;
  /** Of the workspace. */
  readonly state: vscode.Memento;
  readonly log: Logger;
};

/** Everything that shows figures where the code is. */
export function registerEditor(deps: EditorDeps): vscode.Disposable {
  const { engine, figures, log } = deps;
  const store = new DisposableStore();
  const links = store.add(new Links(log));
  const details = store.add(new FunctionDetails(engine, figures));
  const regressions = store.add(registerRegressions(deps));
  const actions = functionActions(deps, regressions.compare);
  store.add(registerDecorations(deps));
  store.add(registerFunctionTraces(deps));
  store.add(registerHover({ ...deps, links, details, actions }));
  store.add(registerCodeLens(deps));
  store.add(registerGaps(deps));
  store.add(registerProblems({ ...deps, links }));
  store.add(registerServices({ ...deps, actions }));
  store.add(registerThisFile({ ...deps, actions }));
  return store;
}
