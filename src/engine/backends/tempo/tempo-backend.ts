import * as v from 'valibot';
import { BackendError, type BackendInfo, type TimeRange, type TraceBackend } from '../../../core/ports.ts';
import type { Trace } from '../../../core/trace/columns.ts';
import { attributeKeyText, parseAttributeKey } from '../attribute-key.ts';
import { type BackendContext, mapLimited, noLogs, noTrace, once } from '../backend-context.ts';
import type { Http } from '../http.ts';
import { createSampling } from '../sampling.ts';
import { pollTail } from '../tail.ts';
import { looksComplete } from '../traces.ts';
import { listTags, listTagValues, quoted, searchRequest, searchTempo, tagSeconds } from './tempo-api.ts';
import { metricsMissing, queryInstant } from './tempo-metrics.ts';
import { searchTempoTraces } from './tempo-search.ts';
import { createTempoStats } from './tempo-stats.ts';
import { fetchTempoTrace } from './tempo-trace.ts';

/** Fetched one by one. */
const SAMPLE = 30;
/** What Tempo 3 holds back, and the time until a trace that is idle is written. */
const OVERLAP_MS = 75_000;

const buildinfo = v.object({ version: v.optional(v.string(), '') });

type TempoServer = { readonly version: string | undefined; readonly noMetrics: string | undefined };

export function createTempoBackend(context: BackendContext): TraceBackend {
  const { http, now } = context;
  const stats = createTempoStats(http);
  const server = once((signal) => detectTempo(http, now(), signal));
  const fetch = async (traceId: string, range: TimeRange, signal: AbortSignal): Promise<Trace | undefined> =>
    (await fetchTempoTrace(http, traceId, { range }, signal))?.trace;

  const sampled = async (q: string, range: TimeRange, limit: number, signal: AbortSignal) => {
    const found = await searchTempo(http, searchRequest(q, range, limit, 1, signal));
    const traces = await mapLimited(found, 4, ({ summary }) => fetch(summary.traceId, range, signal));
    return traces.filter((trace) => trace !== undefined);
  };
  const sampling = createSampling(
    context,
    (service, range, limit, signal) =>
      sampled(
        service === undefined ? '{ }' : `{ resource.service.name = ${quoted(service)} }`,
        range,
        limit,
        signal,
      ),
    {
      size: SAMPLE,
      linked: (_, range, limit, signal) =>
        sampled('{ } > { kind = server || kind = consumer }', range, limit, signal),
    },
  );

  /** By TraceQL metrics; from whole traces where these are not to be had, with the reason. */
  const orSampled = async <
    T extends { readonly provenance: { readonly exact: boolean; readonly notes: readonly string[] } },
  >(
    native: () => Promise<T>,
    sampled: () => Promise<T>,
  ): Promise<T> => {
    try {
      return await native();
    } catch (error) {
      const missing = metricsMissing(error);
      if (missing === undefined) throw error;
      const result = await sampled();
      return {
        ...result,
        provenance: { ...result.provenance, notes: [...result.provenance.notes, missing] },
      };
    }
  };

  const search: TraceBackend['search'] = (request, signal) =>
    searchTempoTraces({ http, now, fetch }, request, signal);

  return {
    kind: 'tempo',
    describe: async (signal) => describe(await server(signal)),
    services: (range, signal) => listTagValues(http, 'resource.service.name', tagSeconds(range), signal),
    operations: async (service, range, signal) => {
      const q = `{ resource.service.name = ${quoted(service)} }`;
      const names = await listTagValues(http, 'name', [['q', q], ...tagSeconds(range)], signal);
      return names.map((name) => ({ name, kind: undefined }));
    },
    attributeKeys: async (range, signal) => {
      const scopes = await listTags(http, tagSeconds(range), signal);
      return scopes.flatMap(({ scope, tags }) => tags.map((key) => tagText(scope, key)));
    },
    attributeValues: (key, range, signal) => {
      const attribute = parseAttributeKey(key);
      return listTagValues(http, attribute ? attributeKeyText(attribute) : key, tagSeconds(range), signal);
    },
    search,
    trace: async (traceId, hints, signal) => {
      const found = await fetchTempoTrace(http, traceId, hints, signal);
      if (!found) {
        // A server of another kind has no such page either, and that is what is to be said then.
        await server(signal);
        throw noTrace(context, traceId);
      }
      return {
        trace: found.trace,
        complete: found.partial === undefined && looksComplete(found.trace),
        provenance:
          found.partial === undefined
            ? { exact: true, notes: [] }
            : {
                exact: false,
                notes: [`Tempo sent a part of the trace: ${http.asked.redact(found.partial)}`],
              },
        url: undefined,
      };
    },
    logs: () => Promise.reject(noLogs(context)),
    functionStats: (request, signal) =>
      orSampled(
        () => stats.functionStats(request, signal),
        () => sampling.functionStats(request, signal),
      ),
    siteStats: (request, signal) =>
      orSampled(
        () => stats.siteStats(request, signal),
        () => sampling.siteStats(request, signal),
      ),
    serviceGraph: sampling.serviceGraph,
    tail: (query, signal) => pollTail(query, { search, overlapMs: OVERLAP_MS, everyMs: 3000, now }, signal),
    // Tempo has no UI of its own; through Grafana there is one.
    link: () => undefined,
    close: context.close,
  };
}

const tagText = (scope: string, key: string) => {
  const known = scope === 'span' || scope === 'resource' || scope === 'event' || scope === 'link';
  return known || scope === 'instrumentation' ? attributeKeyText({ scope, key }) : `${scope}.${key}`;
};

async function detectTempo(http: Http, now: number, signal: AbortSignal): Promise<TempoServer> {
  const echo = await http.send({ path: '/api/echo', accept: 'text/plain', signal, allow: [404], page: true });
  if (echo.status === 404 || new TextDecoder().decode(echo.body).trim() !== 'echo')
    throw new BackendError(
      'not-found',
      `${http.asked.name}: ${http.asked.host} answers, but not as Tempo does (/api/echo). The address may lack a path, or be ` +
        'that of another product; behind a gateway it may end in /tempo.',
    );
  const build = await http.send({ path: '/api/status/buildinfo', signal, allow: [404, 403], page: true });
  const { version } =
    build.status === 200 ? http.parse('/api/status/buildinfo', build, buildinfo) : { version: '' };
  return {
    version: version === '' ? undefined : version.replace(/^v/, ''),
    noMetrics: await tryMetrics(http, now, signal),
  };
}

/** Asks for a minute of metrics; the reason when there are none. */
async function tryMetrics(http: Http, now: number, signal: AbortSignal): Promise<string | undefined> {
  const range = { fromMs: now - 60_000, toMs: now };
  try {
    await queryInstant(http, '{ } | count_over_time()', range, { maxMs: 120_000 }, () => {}, signal);
    return undefined;
  } catch (error) {
    const missing = metricsMissing(error);
    if (missing === undefined) throw error;
    return missing;
  }
}

function describe({ version, noMetrics }: TempoServer): BackendInfo {
  return {
    kind: 'tempo',
    title: 'Tempo',
    version,
    capabilities: {
      search: 'native',
      attributeKeys: 'native',
      attributeValues: 'native',
      functionStats: noMetrics === undefined ? 'native' : 'client-side',
      serviceGraph: 'client-side',
      tail: 'client-side',
    },
    notes: [
      noMetrics === undefined
        ? 'Function figures come from TraceQL metrics: over all spans, latencies approximate.'
        : `Function figures are computed from a sample of traces: ${noMetrics}.`,
      'The service graph is computed from a sample of traces: Tempo keeps its own in Prometheus.',
    ],
  };
}
