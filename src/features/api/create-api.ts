import * as vscode from 'vscode';
import type { AgentDeps } from '../../agents/agent-tool.ts';
import { measureFunctions } from '../../agents/measure-functions.ts';
import { scopeConditions } from '../../core/figures/site-query.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { SearchPage, TraceSummary } from '../../core/ports.ts';
import { readQuery } from '../../core/query/read-query.ts';
import { scopedQuery } from '../../core/query/scoped-query.ts';
import { KIND } from '../../core/trace/columns.ts';
import { type Connections, connectionName } from '../../host/connections.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Engine } from '../../host/engine.ts';
import type { Indexer } from '../../host/indexer.ts';
import type { SelectionState } from '../../host/selection.ts';
import type {
  SpanlightApi,
  SpanlightExports,
  SpanlightReceiver,
  SpanlightSelection,
  SpanlightSpan,
  SpanlightTrace,
} from './spanlight.d.ts';

export type ApiDeps = {
  readonly engine: Engine;
  readonly indexer: Indexer;
  readonly selection: SelectionState;
  readonly connections: Connections;
  readonly openFile: (file: vscode.Uri) => void;
  readonly openNamed: (text: string) => Promise<boolean>;
  readonly showTraces: (query: string) => Promise<void>;
};

const USUAL = 20;
const MOST = 1000;

/** What other extensions get. Texts of errors are sentences, as everywhere. */
export function createApi(deps: ApiDeps): SpanlightExports & vscode.Disposable {
  const { engine, selection } = deps;
  const store = new DisposableStore();
  const selected = store.add(new vscode.EventEmitter<SpanlightSelection>());
  const traces = store.add(new vscode.EventEmitter<void>());
  store.add(selection.onDidChange(() => selected.fire(selectionOf(deps))));
  store.add(engine.on('store.changed', () => traces.fire()));
  const api: SpanlightApi = Object.freeze({
    version: 1 as const,
    get selection() {
      return selectionOf(deps);
    },
    onDidChangeSelection: selected.event,
    onDidChangeLocalTraces: traces.event,
    receiver: () => receiverOf(deps),
    openTrace: async (trace: vscode.Uri | string) => {
      if (typeof trace === 'string') return deps.openNamed(trace);
      deps.openFile(trace);
      return true;
    },
    showTraces: (query: string) => deps.showTraces(query),
    findTraces: (query, options = {}, token) =>
      whileWanted(token, (signal) => findTraces(deps, query, options, signal)),
    functionsOf: (file, token) => whileWanted(token, (signal) => functionsOf(deps, file, signal)),
    findCode: (span, token) => whileWanted(token, (signal) => findCode(deps, span, signal)),
  } satisfies SpanlightApi);
  return {
    getApi: (version) => {
      if (version !== 1)
        throw new Error(
          `Spanlight offers version 1 of its API, not ${String(version)}. Update the one that is older.`,
        );
      return api;
    },
    dispose: () => store.dispose(),
  };
}

async function whileWanted<T>(
  token: vscode.CancellationToken | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  if (token?.isCancellationRequested) abort.abort();
  const listener = token?.onCancellationRequested(() => abort.abort());
  try {
    return await run(abort.signal);
  } catch (error) {
    throw abort.signal.aborted ? new vscode.CancellationError() : error;
  } finally {
    listener?.dispose();
  }
}

function selectionOf({ selection, connections }: ApiDeps): SpanlightSelection {
  const { connection, environment, version } = selection.current;
  const { fromMs, toMs } = selection.range();
  const backend = connectionName(connections, connection);
  return { backend, from: new Date(fromMs), to: new Date(toMs), environment, version };
}

async function receiverOf({ engine }: ApiDeps): Promise<SpanlightReceiver | undefined> {
  const { listeners } = await engine.call('receiver.status', undefined);
  const address = (wanted: 'http' | 'grpc') => {
    const open = listeners.find(
      ({ protocol, state }) => protocol === wanted && (state === 'listening' || state === 'shared'),
    );
    return open && `http://localhost:${open.port}`;
  };
  const [http, grpc] = [address('http'), address('grpc')];
  return http === undefined && grpc === undefined ? undefined : { http, grpc };
}

async function findTraces(
  { engine, selection }: ApiDeps,
  query: string,
  { limit = USUAL, from, to }: { limit?: number; from?: Date; to?: Date },
  signal: AbortSignal,
): Promise<SpanlightTrace[]> {
  const read = readQuery(query);
  if ('problem' in read) throw new Error(read.problem);
  const { connection, environment, version } = selection.current;
  const chosen = selection.range();
  const found: TraceSummary[] = [];
  await engine.call(
    'backend.search',
    {
      connection,
      query: scopedQuery(query, scopeConditions({ environment, version })),
      range: { fromMs: from?.getTime() ?? chosen.fromMs, toMs: to?.getTime() ?? chosen.toMs },
      limit: Math.max(1, Math.min(MOST, Math.floor(limit))),
    },
    { signal, onPart: (page: SearchPage) => void found.push(...page.traces) },
  );
  return found.map(({ traceId, rootService, rootName, startMs, durationNs, spanCount, errorCount }) => ({
    traceId,
    service: rootService,
    name: rootName,
    start: new Date(startMs),
    durationMs: durationNs / 1e6,
    spans: spanCount,
    errors: errorCount,
  }));
}

async function functionsOf({ engine, indexer, selection }: ApiDeps, file: vscode.Uri, signal: AbortSignal) {
  const { connection, environment, version } = selection.current;
  const range = selection.range();
  const scope = () => ({ connection, environment, version, range, folders: [], secretKeys: [] });
  const deps: AgentDeps = { engine, indexer, scope };
  const { functions } = await measureFunctions(deps, range, signal);
  return functions
    .filter(
      ({ folder, file: path }) => vscode.Uri.joinPath(vscode.Uri.file(folder), path).fsPath === file.fsPath,
    )
    .map(({ code, stats, services, mapping }) => ({
      name: code.symbol,
      line: code.line - 1,
      endLine: code.endLine - 1,
      calls: stats.count,
      errors: stats.errors,
      p50Ms: stats.p50 / 1e6,
      p95Ms: stats.p95 / 1e6,
      p99Ms: stats.p99 / 1e6,
      services,
      confidence: mapping.confidence,
    }))
    .sort((a, b) => a.line - b.line);
}

async function findCode({ indexer }: ApiDeps, span: SpanlightSpan, signal: AbortSignal) {
  const [resolution] = await indexer.call('index.resolve', { sites: [siteOf(span)] }, { signal });
  const code = resolution?.result;
  if (!code) return undefined;
  return {
    file: vscode.Uri.joinPath(vscode.Uri.file(code.folder), code.file),
    line: code.line - 1,
    symbol: code.symbol,
    confidence: code.confidence,
    evidence: code.evidence,
  };
}

function siteOf({
  name,
  service,
  kind,
  attributes = {},
  resource = {},
  stackTrace,
}: SpanlightSpan): SpanSite {
  const revision = resource['vcs.ref.head.revision'];
  return {
    service: service ?? resource['service.name'] ?? '',
    language: resource['telemetry.sdk.language'] ?? '',
    kind: KIND[kind ?? 'unspecified'],
    name,
    scope: '',
    revisions: revision === undefined ? [] : [revision],
    attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)])),
    resource,
    stack: stackTrace ?? '',
    callStack: '',
  };
}
