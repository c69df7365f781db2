import type * as vscode from 'vscode';
import { agentOf, registerAgents } from '../features/agents/register-agents.ts';
import { createApi } from '../features/api/create-api.ts';
import type { SpanlightExports } from '../features/api/spanlight.d.ts';
import { registerDiagnostics } from '../features/diagnostics/register-diagnostics.ts';
import { registerStackTrace } from '../features/stack-trace/register-stack-trace.ts';
import { registerWalkthrough } from '../features/walkthrough/register-walkthrough.ts';
import type { Config } from '../host/config.ts';
import type { Connections } from '../host/connections.ts';
import { DisposableStore } from '../host/disposables.ts';
import type { Engine } from '../host/engine.ts';
import type { Indexer } from '../host/indexer.ts';
import type { LogTail } from '../host/log-tail.ts';
import type { SelectionState } from '../host/selection.ts';

export type AccessDeps = {
  readonly engine: Engine;
  readonly indexer: Indexer;
  readonly config: Config;
  readonly connections: Connections;
  readonly selection: SelectionState;
  readonly context: vscode.ExtensionContext;
  readonly openFile: (file: vscode.Uri) => void;
  readonly openNamed: (text: string) => Promise<boolean>;
  readonly showTraces: (query: string) => Promise<void>;
  readonly log: LogTail;
};

/** Ways to what Spanlight knows beside its views: stack traces, agents, other extensions, reports. */
export function registerAccess(deps: AccessDeps): SpanlightExports & vscode.Disposable {
  const store = new DisposableStore();
  const { version } = deps.context.extension.packageJSON as { version: string };
  store.add(registerStackTrace(deps));
  const agent = agentOf(deps);
  store.add(registerAgents(deps, agent));
  store.add(registerWalkthrough({ ...deps, extensionId: deps.context.extension.id }));
  store.add(registerDiagnostics({ ...deps, version }));
  const { getApi } = store.add(createApi(deps));
  return { getApi, dispose: () => store.dispose() };
}
