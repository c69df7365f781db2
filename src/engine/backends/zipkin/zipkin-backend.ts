import * as v from 'valibot';
import {
  BackendError,
  type BackendInfo,
  type SearchPage,
  type SearchRequest,
  type TimeRange,
  type TraceBackend,
} from '../../../core/ports.ts';
import { type Search, splitQuery } from '../../../core/query/split-query.ts';
import { attributeKeyText, parseAttributeKey } from '../attribute-key.ts';
import { type BackendContext, noLogs, noTrace, once } from '../backend-context.ts';
import { anyOf, searchCandidates } from '../candidate-search.ts';
import { dependencyGraph } from '../dependency-edges.ts';
import { type HttpRequest, type QueryParameters, shown } from '../http.ts';
import { createSampling } from '../sampling.ts';
import { pollTail } from '../tail.ts';
import { inTextTerms, typedByText } from '../text-only.ts';
import { looksComplete } from '../traces.ts';
import { toZipkinSearch, zipkinSupports } from './to-zipkin-search.ts';
import {
  dependencyRequest,
  fetchTrace,
  listDependencies,
  listServices,
  listSpanNames,
  listTagKeys,
  listTagValues,
  searchTraces,
} from './zipkin-api.ts';

/** Reporters send every second or so. */
const OVERLAP_MS = 30_000;

const info = v.object({ zipkin: v.optional(v.object({ version: v.optional(v.string()) })) });

export function createZipkinBackend(context: BackendContext): TraceBackend {
  const { http } = context;
  const version = once((signal) => detectZipkin(context, signal));
  const request = (query: QueryParameters, signal: AbortSignal): HttpRequest => ({
    path: '/api/v2/traces',
    query,
    signal,
  });
  const find = async (search: Search, window: TimeRange, limit: number, signal: AbortSignal) => {
    const known = search.parts.find((part) => part.kind === 'trace-id');
    if (!known) return searchTraces(http, request(toZipkinSearch(search, window, limit), signal));
    const trace = await fetchTrace(http, known.id, signal);
    return trace ? [trace] : [];
  };
  const sampling = createSampling(context, (service, range, limit, signal) =>
    find({ parts: service === undefined ? [] : [{ kind: 'service', name: service }] }, range, limit, signal),
  );

  async function* search(asked: SearchRequest, signal: AbortSignal): AsyncIterable<SearchPage> {
    const query = inTextTerms(asked.query, { lowerCase: true, flatResource: true });
    const { searches } = splitQuery(query, zipkinSupports);
    const sent = searches.map((one) => shown(request(toZipkinSearch(one, asked.range, asked.limit), signal)));
    const candidates = anyOf(searches, (one, window, limit) => find(one, window, limit, signal));
    yield* searchCandidates({ ...asked, query }, candidates, sent.join('\n'), [], typedByText);
  }

  return {
    kind: 'zipkin',
    describe: async (signal) => describe(await version(signal)),
    services: (_, signal) => listServices(http, signal),
    operations: async (service, _, signal) =>
      (await listSpanNames(http, service, signal)).map((name) => ({ name, kind: undefined })),
    attributeKeys: async (range, signal) => {
      const told = await listTagKeys(http, signal);
      const seen = await sampling.attributeKeys(range, signal);
      return [...new Set([...told.map((key) => attributeKeyText({ scope: 'span', key })), ...seen])];
    },
    attributeValues: async (key, range, signal) => {
      const attribute = parseAttributeKey(key);
      const told = attribute ? await listTagValues(http, attribute.key, signal) : [];
      return told.length > 0 ? told : sampling.attributeValues(key, range, signal);
    },
    search,
    trace: async (traceId, _, signal) => {
      const trace = await fetchTrace(http, traceId, signal);
      if (!trace) {
        // A server of another kind has no such page either, and that is what is to be said then.
        await version(signal);
        throw noTrace(context, traceId);
      }
      return {
        trace,
        complete: looksComplete(trace),
        provenance: { exact: true, notes: [] },
        url: link(traceId),
      };
    },
    logs: () => Promise.reject(noLogs(context)),
    functionStats: sampling.functionStats,
    siteStats: sampling.siteStats,
    serviceGraph: async (range, signal) =>
      dependencyGraph('Zipkin', await listDependencies(http, dependencyRequest(range, signal))),
    tail: (query, signal) =>
      pollTail(query, { search, overlapMs: OVERLAP_MS, everyMs: 2000, now: context.now }, signal),
    link,
    close: context.close,
  };

  function link(traceId: string, spanId?: string): string {
    const at = spanId === undefined ? '' : `?spanId=${spanId}`;
    const id = traceId.startsWith('0000000000000000') ? traceId.slice(16) : traceId;
    return `${http.address.base.replace(/\/zipkin$/, '')}/zipkin/traces/${id}${at}`;
  }
}

async function detectZipkin({ http }: BackendContext, signal: AbortSignal): Promise<string | undefined> {
  await listServices(http, signal).catch((error: unknown) => {
    if (!(error instanceof BackendError) || (error.code !== 'not-found' && error.code !== 'bad-response'))
      throw error;
    throw new BackendError(
      error.code,
      `${http.asked.name}: ${http.asked.host} answers, but not as Zipkin does (/api/v2/services). The address may lack a path, or ` +
        'be that of another product.',
      { cause: error },
    );
  });
  // Only Zipkin's own server has it.
  const answer = await http.send({ path: '/info', signal, allow: [400, 401, 403, 404, 405], page: true });
  const parsed = v.safeParse(info, readJson(answer.body));
  return parsed.success ? parsed.output.zipkin?.version : undefined;
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function describe(version: string | undefined): BackendInfo {
  return {
    kind: 'zipkin',
    title: 'Zipkin',
    version,
    capabilities: {
      search: 'native',
      attributeKeys: 'client-side',
      attributeValues: 'client-side',
      functionStats: 'client-side',
      serviceGraph: 'native',
      tail: 'client-side',
    },
    notes: [
      'Zipkin keeps service and span names in lower case, times to the microsecond, and no links.',
      'It narrows searches down; the rest of a query is checked here on whole traces.',
      'Function figures are computed from a sample of traces.',
    ],
  };
}
