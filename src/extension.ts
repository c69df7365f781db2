import * as vscode from 'vscode';
import { COMMANDS } from './core/manifest.ts';
import { registerAccess } from './extension/register-access.ts';
import { registerEditor } from './extension/register-editor.ts';
import type { SpanlightExports } from './features/api/spanlight.d.ts';
import { registerBackends } from './features/backends/register-backends.ts';
import { registerCodeAttributes } from './features/code-attributes/register-code-attributes.ts';
import { registerMapping } from './features/mapping/register-mapping.ts';
import type { ShowTrace } from './features/open-trace/open-target.ts';
import { registerOpenTrace } from './features/open-trace/register-open-trace.ts';
import { registerReceiver } from './features/receiver/register-receiver.ts';
import { registerStoreCommands } from './features/receiver/register-store-commands.ts';
import { registerSending } from './features/sending/register-sending.ts';
import { registerStatus } from './features/status/register-status.ts';
import { registerTour } from './features/tour/register-tour.ts';
import { registerTraces } from './features/traces/register-traces.ts';
import { indexResolver } from './features/waterfall/index-resolver.ts';
import { Usual } from './features/waterfall/usual-times.ts';
import { registerWaterfalls, type Waterfalls } from './features/waterfall/waterfalls.ts';
import { readConfig } from './host/config.ts';
import { Connections } from './host/connections.ts';
import { engineDimensions } from './host/dimensions.ts';
import { DisposableStore } from './host/disposables.ts';
import type { Engine } from './host/engine.ts';
import { CodeChanges } from './host/figures/code-changes.ts';
import { Figures } from './host/figures/figures.ts';
import { MovedLines } from './host/figures/moved-lines.ts';
import { createIndexer } from './host/indexer.ts';
import { LogTail } from './host/log-tail.ts';
import { QueryCompletion } from './host/query-completion.ts';
import { Runs } from './host/runs.ts';
import { SelectionState } from './host/selection.ts';
import { Thread } from './host/threads.ts';
import { UserMappings } from './host/user-mappings.ts';

/** Composition root: constructs, registers, and nothing else. */
export function activate(context: vscode.ExtensionContext): SpanlightExports {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const log = new LogTail(store.add(vscode.window.createOutputChannel('Spanlight', { log: true })));
  const config = readConfig();
  const connections = store.add(new Connections({ config, secrets: context.secrets, log }));
  const engine: Engine = store.add(
    new Thread({
      name: vscode.l10n.t('trace engine'),
      file: vscode.Uri.joinPath(context.extensionUri, 'dist', 'engine.cjs').fsPath,
      handlers: {},
      log,
      configure: async (rpc) => {
        await rpc.call('engine.configure', { storageDir: context.globalStorageUri.fsPath });
        await rpc.call('backend.configure', { connections: await connections.configs() });
      },
    }),
  );
  const mappings = store.add(new UserMappings(config, context.workspaceState));
  const { indexer } = store.add(
    createIndexer({
      file: vscode.Uri.joinPath(context.extensionUri, 'dist', 'indexer.cjs').fsPath,
      storageDir: context.globalStorageUri.fsPath,
      mappings,
      log,
    }),
  );
  store.add(engine.on('log', ({ level, text }) => log[level](text)));

  connections.attach(engine);

  const runs = store.add(new Runs(context.workspaceState));
  const selection = store.add(new SelectionState(context.workspaceState, runs));
  const changes = store.add(new CodeChanges(context.workspaceState));
  const lines = store.add(new MovedLines(context.workspaceState));
  const figures = store.add(new Figures({ engine, indexer, selection, changes, lines, log }));
  store.add(
    engine.on('store.changed', ({ spans }) => {
      if (spans > 0) runs.spansArrived();
    }),
  );
  const dimensions = engineDimensions(engine);
  store.add(registerBackends({ engine, config, connections, selection, log }));
  store.add(registerStatus({ selection, connections, dimensions, health: figures, log }));

  const code = indexResolver(engine, indexer);
  const usual = new Usual(engine, () => selection.range());
  const waterfalls: Waterfalls = store.add(
    registerWaterfalls({
      engine,
      config,
      log,
      code,
      extensionUri: context.extensionUri,
      storageUri: context.globalStorageUri,
      show: (origin) => waterfalls.show(origin),
      usual: (handle, spans, origin, signal) => usual.of(handle, spans, origin, signal),
      findTraces: async (query) => void (await vscode.commands.executeCommand(COMMANDS.searchTraces, query)),
      chooseTrace: (title) => opening.chooseTrace(title),
      explain: (handle, span) => mapping.explainSpan(handle, span),
      openTrace: (traceId, spanId, near) => opening.openLinked({ traceId, spanId }, near),
    }),
  );
  const range = () => selection.range();
  const completion = new QueryCompletion({
    engine,
    log,
    range,
    connection: () => selection.current.connection,
  });
  const show: ShowTrace = (origin, options) => waterfalls.show(origin, options);
  const opening = store.add(
    registerOpenTrace({ engine, config, connections, selection, completion, log, show }),
  );
  store.add(
    registerTraces({ engine, connections, selection, completion, log, state: context.workspaceState }),
  );
  store.add(
    registerEditor({
      engine,
      indexer,
      config,
      connections,
      selection,
      dimensions,
      figures,
      state: context.workspaceState,
      showTrace: ({ connection, traceId, spanId }) =>
        waterfalls.show({ kind: 'connection', connection, traceId }, { spanId }),
      log,
    }),
  );
  store.add(registerCodeAttributes({ log }));
  const shownTrace = () => waterfalls.shown();
  const mapping = store.add(
    registerMapping({ engine, indexer, figures, mappings, selection, shownTrace, log }),
  );
  const { environmentVariableCollection: environment, extensionUri } = context;
  store.add(registerSending({ engine, config, log, environment, extensionUri }));
  store.add(registerReceiver({ engine, config, log }));
  store.add(registerStoreCommands({ engine, config, log }));
  store.add(registerTour({ extensionId: context.extension.id, state: context.globalState, log }));
  const { getApi } = store.add(
    registerAccess({
      engine,
      indexer,
      config,
      connections,
      selection,
      context,
      openFile: (file) => waterfalls.show({ kind: 'file', path: file.fsPath, traceId: undefined }),
      openNamed: opening.openNamed,
      showTraces: async (query) => void (await vscode.commands.executeCommand(COMMANDS.searchTraces, query)),
      log,
    }),
  );
  return { getApi };
}
