import * as vscode from 'vscode';
import type { AgentDeps, AgentTool } from '../../agents/agent-tool.ts';
import { AGENT_TOOLS, runTool } from '../../agents/agent-tools.ts';
import { lengthText } from '../../core/figures/window.ts';
import { MCP_PROVIDER } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import type { Config } from '../../host/config.ts';
import type { Connections } from '../../host/connections.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Engine } from '../../host/engine.ts';
import type { Indexer } from '../../host/indexer.ts';
import type { SelectionState } from '../../host/selection.ts';
import { cannotStart, mcpLaunch } from './mcp-definition.ts';

/** As the engine names it (engine/store/store-file.ts). */
const STORE_FILE = 'traces.db';

export type AgentsDeps = {
  readonly engine: Engine;
  readonly indexer: Indexer;
  readonly selection: SelectionState;
  readonly connections: Connections;
  readonly config: Config;
  readonly context: Pick<vscode.ExtensionContext, 'extensionUri' | 'globalStorageUri' | 'extension'>;
  readonly log: Logger;
};

/** Language model tools, and a server of the same tools for agents that speak MCP. Both see what the user chose. */
export function registerAgents(deps: AgentsDeps, agent: AgentDeps): vscode.Disposable {
  const store = new DisposableStore();
  // Editors built on VS Code leave out what their own assistants replace.
  if (typeof vscode.lm?.registerTool !== 'function') return store;
  for (const tool of AGENT_TOOLS)
    store.add(vscode.lm.registerTool(tool.name, languageModelTool(tool, agent, deps.log)));
  if (typeof vscode.lm.registerMcpServerDefinitionProvider === 'function') store.add(registerMcp(deps));
  return store;
}

/** The tools over the threads and the choices of this window. */
export function agentOf(deps: AgentsDeps): AgentDeps {
  const { engine, indexer } = deps;
  return { engine, indexer, scope: () => scopeOf(deps) };
}

function scopeOf({ selection, config }: AgentsDeps) {
  const { connection, environment, version } = selection.current;
  return {
    connection,
    environment,
    version,
    range: selection.range(),
    folders: workspaceFolders(),
    secretKeys: config.get('privacy.secretKeys'),
  };
}

const workspaceFolders = () =>
  (vscode.workspace.workspaceFolders ?? []).filter((f) => f.uri.scheme === 'file').map((f) => f.uri.fsPath);

function languageModelTool(tool: AgentTool, deps: AgentDeps, log: Logger): vscode.LanguageModelTool<object> {
  return {
    prepareInvocation: () => ({ invocationMessage: vscode.l10n.t('Asking Spanlight: {0}', tool.title) }),
    async invoke({ input }, token) {
      const abort = new AbortController();
      const listener = token.onCancellationRequested(() => abort.abort());
      try {
        const { text, failed } = await runTool(tool, deps, input, abort.signal);
        if (failed) log.info(`${tool.name}: ${text}`);
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      } finally {
        listener.dispose();
      }
    },
  };
}

function registerMcp({ selection, connections, context }: AgentsDeps): vscode.Disposable {
  const store = new DisposableStore();
  const changed = store.add(new vscode.EventEmitter<void>());
  store.add(selection.onDidChange(() => changed.fire()));
  store.add(connections.onDidChange(() => changed.fire()));
  const launch = async () => {
    const { connection: id, environment, version, window } = selection.current;
    const connection = (await connections.configs()).find((config) => config.id === id);
    const { fromMs, toMs } = selection.range();
    const minutes =
      window.kind === 'last' ? window.minutes : Math.max(1, Math.ceil((toMs - fromMs) / 60_000));
    return {
      connection,
      minutes,
      launch: mcpLaunch({
        cli: vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.cjs').fsPath,
        store: vscode.Uri.joinPath(context.globalStorageUri, STORE_FILE).fsPath,
        folders: workspaceFolders(),
        connection,
        environment,
        version,
        minutes,
      }),
    };
  };
  const { version } = context.extension.packageJSON as { version: string };
  store.add(
    vscode.lm.registerMcpServerDefinitionProvider(MCP_PROVIDER, {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions: async () => {
        const {
          launch: { command, args },
          minutes,
        } = await launch();
        const label = vscode.l10n.t('Spanlight traces, last {0}', lengthText(minutes));
        // Credentials are put in when the server is started: definitions may be kept.
        return [new vscode.McpStdioServerDefinition(label, command, [...args], {}, version)];
      },
      resolveMcpServerDefinition: async (server: vscode.McpStdioServerDefinition) => {
        const { connection, launch: started } = await launch();
        if (cannotStart(connection))
          throw new Error(
            vscode.l10n.t(
              'The backend {0} needs a certificate or headers, which the Spanlight MCP server cannot be given. The language model tools of the editor can use it.',
              connection?.name ?? '',
            ),
          );
        server.env = { ...started.env };
        server.args = [...started.args];
        return server;
      },
    }),
  );
  return store;
}
