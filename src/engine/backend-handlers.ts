import type { Logger } from '../core/ports.ts';
import { parseQuery } from '../core/query/parse-query.ts';
import type { BackendRequests } from '../protocol/engine-backends.ts';
import type { Handlers } from '../protocol/rpc.ts';
import { probe } from './backends/probe.ts';
import type { BackendRegistry } from './backends/registry.ts';

type BackendApi = { requests: BackendRequests; events: Record<never, never> };

export function backendHandlers(registry: BackendRegistry, log: Logger): Handlers<BackendApi> {
  return {
    'backend.configure': async ({ connections }) => {
      await registry.configure(connections);
      return undefined;
    },
    'backend.probe': (request, { signal }) => probe(request, log, signal),
    'backend.describe': ({ connection }, { signal }) => registry.get(connection).describe(signal),
    'backend.services': ({ connection, range }, { signal }) =>
      registry.get(connection).services(range, signal),
    'backend.operations': ({ connection, service, range }, { signal }) =>
      registry.get(connection).operations(service, range, signal),
    'backend.attributeKeys': ({ connection, range }, { signal }) =>
      registry.get(connection).attributeKeys(range, signal),
    'backend.attributeValues': ({ connection, key, range }, { signal }) =>
      registry.get(connection).attributeValues(key, range, signal),
    'backend.search': async ({ connection, query, range, limit }, { signal, part }) => {
      let found = 0;
      const request = { query: parseQuery(query), range, limit };
      for await (const page of registry.get(connection).search(request, signal)) {
        found += page.traces.length;
        part(page);
      }
      return { found };
    },
    'backend.tail': async ({ connection, query }, { signal, part }) => {
      for await (const traces of registry.get(connection).tail(parseQuery(query), signal)) part(traces);
      return undefined;
    },
    'backend.logs': ({ connection, traceId }, { signal }) => registry.get(connection).logs(traceId, signal),
    'backend.functionStats': ({ connection, request }, { signal }) =>
      registry.get(connection).functionStats(request, signal),
    'backend.siteStats': ({ connection, request }, { signal }) =>
      registry.get(connection).siteStats(request, signal),
    'backend.serviceGraph': ({ connection, range }, { signal }) =>
      registry.get(connection).serviceGraph(range, signal),
    'backend.link': ({ connection, traceId, spanId }) => registry.get(connection).link(traceId, spanId),
  };
}
