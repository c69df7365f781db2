import { BackendError, type Logger, type TraceBackend } from '../../core/ports.ts';
import { type ConnectionConfig, LOCAL_CONNECTION } from '../../protocol/engine-backends.ts';
import type { BackendContext } from './backend-context.ts';
import { createGrafanaBackend } from './grafana/grafana-backend.ts';
import { HttpClient } from './http.ts';
import { createJaegerBackend } from './jaeger/jaeger-backend.ts';
import { createTempoBackend } from './tempo/tempo-backend.ts';
import { createVictoriaBackend } from './victoriatraces/victoria-backend.ts';
import { createZipkinBackend } from './zipkin/zipkin-backend.ts';

/** The backend of a connection. Nothing is sent until it is asked for something. */
export function createBackend(
  config: ConnectionConfig,
  log: Logger,
  now: () => number = Date.now,
): TraceBackend {
  const http = new HttpClient(config, log, tenantHeaders(config));
  const context: BackendContext = { http, log, now, close: () => http.close() };
  switch (config.kind) {
    case 'jaeger':
      return createJaegerBackend(context);
    case 'tempo':
      return createTempoBackend(context);
    case 'zipkin':
      return createZipkinBackend(context);
    case 'victoriatraces':
      return createVictoriaBackend(context);
    case 'grafana':
      return createGrafanaBackend(context, config.datasource);
  }
}

/** Each has its own header for whose data is meant. */
export function tenantHeaders({ kind, tenant }: ConnectionConfig): Record<string, string> {
  if (tenant === undefined || tenant === '') return {};
  if (kind === 'jaeger') return { 'x-tenant': tenant };
  if (kind !== 'victoriatraces') return { 'x-scope-orgid': tenant };
  const [account = '', project = '0'] = tenant.split(':');
  return { accountid: account, projectid: project };
}

/** All connections of a window, by id. */
export class BackendRegistry {
  readonly #log: Logger;
  readonly #local: TraceBackend | undefined;
  #remote = new Map<
    string,
    { readonly config: string; readonly name: string; readonly backend: TraceBackend }
  >();

  /** `local` is the embedded store. */
  constructor(log: Logger, local?: TraceBackend) {
    this.#log = log;
    this.#local = local;
  }

  get(id: string): TraceBackend {
    const found = id === LOCAL_CONNECTION ? this.#local : this.#remote.get(id)?.backend;
    if (found) return found;
    throw new BackendError(
      'not-found',
      id === LOCAL_CONNECTION
        ? 'The local store is not open.'
        : `There is no connection "${id}" any more. Choose another one, or add it again.`,
    );
  }

  nameOf(id: string): string {
    return id === LOCAL_CONNECTION ? 'Local traces' : (this.#remote.get(id)?.name ?? id);
  }

  /** Connections that did not change keep their sockets and what they know of the server. */
  async configure(connections: readonly ConnectionConfig[]): Promise<void> {
    const before = this.#remote;
    this.#remote = new Map();
    for (const config of connections) {
      const text = JSON.stringify(config);
      const known = before.get(config.id);
      if (known?.config === text) {
        this.#remote.set(config.id, known);
        before.delete(config.id);
      } else
        this.#remote.set(config.id, {
          config: text,
          name: config.name,
          backend: createBackend(config, this.#log),
        });
    }
    await Promise.all([...before.values()].map(({ backend }) => backend.close()));
  }

  async close(): Promise<void> {
    await this.configure([]);
  }
}
