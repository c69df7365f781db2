import type {
  BackendInfo,
  SearchPage,
  SearchRequest,
  TraceBackend,
  TraceSummary,
} from '../../../core/ports.ts';
import { splitQuery } from '../../../core/query/split-query.ts';
import { type BackendContext, mapLimited, noLogs, noTrace, once } from '../backend-context.ts';
import { anyOf, searchCandidates } from '../candidate-search.ts';
import { dependencyGraph, isMissing } from '../dependency-edges.ts';
import { shown } from '../http.ts';
import { createSampling } from '../sampling.ts';
import { pollTail } from '../tail.ts';
import { looksComplete, newestFirst } from '../traces.ts';
import { detectJaeger, type JaegerServer } from './detect-jaeger.ts';
import {
  fetchTrace,
  type JaegerSearch,
  listDependencies,
  listOperations,
  listServices,
  searchRequest,
  searchSummaries,
  searchTraces,
} from './jaeger-api.ts';
import { jaegerStats } from './jaeger-metrics.ts';
import { EVERYTHING, jaegerSupports, toJaegerSearch } from './to-jaeger-search.ts';

const MOST_SERVICES = 30;

/** Traces become searchable as soon as they are stored; collectors batch for some seconds. */
const OVERLAP_MS = 60_000;

export function createJaegerBackend(context: BackendContext): TraceBackend {
  const { http } = context;
  const server = once((signal) => detectJaeger(http, signal));
  const services = async (signal: AbortSignal) => listServices(http, (await server(signal)).dialect, signal);

  /** Whole traces. Where a service must be named and none is, every service is asked in turn. */
  const traces = async (search: JaegerSearch, signal: AbortSignal) => {
    const { dialect } = await server(signal);
    if (search.traceId !== undefined) {
      const found = await fetchTrace(http, dialect, search.traceId, signal);
      return found ? [found.trace] : [];
    }
    const ask = (one: JaegerSearch) => searchTraces(http, searchRequest(dialect, one, 'traces', signal));
    if (search.service !== undefined || dialect.summaries) return ask(search);
    const byId = new Map<string, Awaited<ReturnType<typeof ask>>[number]>();
    for (const service of (await services(signal)).slice(0, MOST_SERVICES))
      for (const trace of await ask({ ...search, service })) byId.set(trace.traceId, trace);
    return [...byId.values()].sort((a, b) => (a.epoch < b.epoch ? 1 : -1)).slice(0, search.limit);
  };

  const sampling = createSampling(context, (service, range, limit, signal) =>
    traces({ ...EVERYTHING, service, range, limit }, signal),
  );

  async function* search(request: SearchRequest, signal: AbortSignal): AsyncIterable<SearchPage> {
    const { dialect } = await server(signal);
    const { query, range, limit } = request;
    const { searches, exact, residual } = splitQuery(query, jaegerSupports);
    const asked = searches.map((one) => toJaegerSearch(one, range, limit));
    if (exact && dialect.summaries) {
      const requests = asked.map((one) => searchRequest(dialect, one, 'summaries', signal));
      const found = await mapLimited(requests, 2, (one) => searchSummaries(http, one));
      yield summariesPage(found, limit, requests.map(shown).join('\n'));
      return;
    }
    const sent = asked.map((one) => shown(searchRequest(dialect, one, 'traces', signal))).join('\n');
    const everyService = !dialect.summaries && asked.some((one) => one.service === undefined);
    const notes = [
      ...residual.map((text) => `checked here: ${text}`),
      ...(everyService ? ['asked service by service: this Jaeger searches one at a time'] : []),
    ];
    const find = anyOf(searches, (one, window, n) => traces(toJaegerSearch(one, window, n), signal));
    yield* searchCandidates(request, find, sent, notes);
  }

  return {
    kind: 'jaeger',
    describe: async (signal) => describe(await server(signal)),
    services: (_, signal) => services(signal),
    operations: async (service, _, signal) =>
      listOperations(http, (await server(signal)).dialect, service, signal),
    attributeKeys: sampling.attributeKeys,
    attributeValues: sampling.attributeValues,
    search,
    trace: async (traceId, _, signal) => {
      const { dialect } = await server(signal);
      const found = await fetchTrace(http, dialect, traceId, signal);
      if (!found) throw noTrace(context, traceId);
      const remarks = found.remarks.slice(0, 3).map((text) => `Jaeger remarks: ${http.asked.redact(text)}`);
      return {
        trace: found.trace,
        complete: looksComplete(found.trace),
        provenance: {
          exact: true,
          notes: dialect.v3 ? remarks : ['times to the microsecond: this Jaeger has no newer API'],
        },
        url: link(traceId),
      };
    },
    logs: () => Promise.reject(noLogs(context)),
    functionStats: async (request, signal) =>
      (await jaegerStats(http, await server(signal), request, signal)) ??
      sampling.functionStats(request, signal),
    siteStats: sampling.siteStats,
    serviceGraph: async (range, signal) => {
      const links = await listDependencies(http, range, signal).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      });
      return links ? dependencyGraph('Jaeger', links) : sampling.serviceGraph(range, signal);
    },
    tail: (query, signal) =>
      pollTail(query, { search, overlapMs: OVERLAP_MS, everyMs: 2000, now: context.now }, signal),
    link,
    close: context.close,
  };

  function link(traceId: string, spanId?: string): string {
    const at = spanId === undefined ? '' : `?uiFind=${spanId}`;
    return `${http.address.base}/trace/${traceId}${at}`;
  }
}

function summariesPage(found: readonly TraceSummary[][], limit: number, sent: string): SearchPage {
  const byId = new Map(found.flat().map((summary) => [summary.traceId, summary]));
  const full = found.some((summaries) => summaries.length >= limit);
  return {
    traces: [...byId.values()].sort(newestFirst).slice(0, limit),
    sent,
    done: true,
    provenance: { exact: !full, notes: full ? [`Jaeger chose ${limit}; more may match`] : [] },
  };
}

function describe({ dialect, version, metrics }: JaegerServer): BackendInfo {
  return {
    kind: 'jaeger',
    title: 'Jaeger',
    version,
    capabilities: {
      search: 'native',
      attributeKeys: 'client-side',
      attributeValues: 'client-side',
      functionStats: metrics === true ? 'native' : 'client-side',
      serviceGraph: 'native',
      tail: 'client-side',
    },
    notes: [
      'Jaeger lists no attribute keys: they are taken from recent traces.',
      metrics === true
        ? 'Function figures come from its service performance metrics, per operation; per function from a sample.'
        : 'Function figures are computed from a sample of traces: this Jaeger has no metrics store.',
      ...(dialect.summaries ? [] : ['Searches fetch whole traces: summaries came with Jaeger 2.19.']),
      ...(dialect.v3
        ? []
        : ['This Jaeger is old: times are to the microsecond, links and value types are lost.']),
    ],
  };
}
