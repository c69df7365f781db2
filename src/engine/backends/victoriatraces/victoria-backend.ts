import { BackendError, type BackendInfo, type TraceBackend } from '../../../core/ports.ts';
import type { Trace } from '../../../core/trace/columns.ts';
import { attributeKeyText, parseAttributeKey } from '../attribute-key.ts';
import { type BackendContext, mapLimited, noLogs, noTrace, once } from '../backend-context.ts';
import { dependencyGraph, isMissing } from '../dependency-edges.ts';
import { below, type Http } from '../http.ts';
import { detectJaeger } from '../jaeger/detect-jaeger.ts';
import { fetchTrace, type JaegerDialect, listDependencies } from '../jaeger/jaeger-api.ts';
import { createSampling, type FetchTraces } from '../sampling.ts';
import { pollTail } from '../tail.ts';
import { fetchTempoTrace } from '../tempo/tempo-trace.ts';
import { looksComplete } from '../traces.ts';
import { listValues, logsQlRequest, queryRows } from './logsql.ts';
import { quoted, resourceField } from './to-logsql.ts';
import { searchVictoria } from './victoria-search.ts';
import { victoriaFunctionStats, victoriaSiteStats } from './victoria-stats.ts';

const OVERLAP_MS = 30_000;
/** Fetched one by one. */
const SAMPLE = 30;
const SPANS = 'span_id:*';

type VictoriaServer = {
  readonly jaeger: JaegerDialect;
  readonly tempo: boolean;
  readonly version: string | undefined;
};

export function createVictoriaBackend(context: BackendContext): TraceBackend {
  const { http } = context;
  const jaeger = below(http, '/select/jaeger');
  const tempo = below(http, '/select/tempo');
  const server = once((signal) => detectVictoria(http, jaeger, tempo, signal));

  const fetch = async (
    traceId: string,
    signal: AbortSignal,
  ): Promise<{ trace: Trace; exact: boolean } | undefined> => {
    const known = await server(signal);
    const found = known.tempo ? await fetchTempoTrace(tempo, traceId, {}, signal) : undefined;
    if (found) return { trace: found.trace, exact: true };
    const other = await fetchTrace(jaeger, known.jaeger, traceId, signal);
    return other && { trace: other.trace, exact: known.jaeger.v3 };
  };
  const fetchWhole = async (traceId: string, signal: AbortSignal) => (await fetch(traceId, signal))?.trace;

  const newest =
    (services: number): FetchTraces =>
    async (_, range, limit, signal) => {
      const query =
        `${SPANS} | stats by (trace_id) max(_time) newest, count_uniq(${resourceField('service.name')}) services ` +
        `| filter services:>=${services} | sort by (newest desc) | limit ${limit}`;
      const rows = await queryRows(http, logsQlRequest(query, range, signal));
      const traces = await mapLimited(rows, 4, (row) => fetchWhole(row.trace_id ?? '', signal));
      return traces.filter((trace) => trace !== undefined);
    };
  const sampling = createSampling(context, newest(1), { size: SAMPLE, linked: newest(2) });

  const search: TraceBackend['search'] = (request, signal) =>
    searchVictoria(http, request, fetchWhole, signal);

  return {
    kind: 'victoriatraces',
    describe: async (signal) => describe(await server(signal)),
    services: (range, signal) =>
      listValues(http, 'field_values', SPANS, range, 'resource_attr:service.name', signal),
    operations: async (service, range, signal) => {
      const query = `${SPANS} ${resourceField('service.name')}:=${quoted(service)} | uniq by (name, kind) limit 1000`;
      const rows = await queryRows(http, logsQlRequest(query, range, signal));
      return rows.map((row) => ({ name: row.name ?? '', kind: KINDS[Number(row.kind)] }));
    },
    attributeKeys: async (range, signal) => {
      const fields = await listValues(http, 'field_names', SPANS, range, undefined, signal);
      return fields.flatMap((field) => keyOf(field) ?? []);
    },
    attributeValues: async (key, range, signal) => {
      const attribute = parseAttributeKey(key);
      const field = attribute ? fieldOf(attribute.scope, attribute.key) : INTRINSICS[key];
      if (field === undefined) return sampling.attributeValues(key, range, signal);
      const values = await listValues(http, 'field_values', SPANS, range, field, signal);
      const names = key === 'kind' ? KINDS : key === 'status' ? STATUSES : undefined;
      return names ? values.flatMap((value) => names[Number(value)] ?? []) : values;
    },
    search,
    trace: async (traceId, _, signal) => {
      const found = await fetch(traceId, signal);
      if (!found) throw noTrace(context, traceId);
      return {
        trace: found.trace,
        complete: looksComplete(found.trace),
        provenance: {
          exact: true,
          notes: ['attribute values come as text', ...(found.exact ? [] : ['times to the microsecond'])],
        },
        url: link(traceId),
      };
    },
    logs: () => Promise.reject(noLogs(context)),
    functionStats: (request, signal) => victoriaFunctionStats(http, request, signal),
    siteStats: (request, signal) => victoriaSiteStats(http, request, signal),
    serviceGraph: async (range, signal) => {
      const links = await listDependencies(jaeger, range, signal).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      });
      // Early versions refuse it; later ones need a task switched on and have an empty list without.
      return links.length > 0
        ? dependencyGraph('VictoriaTraces', links)
        : sampling.serviceGraph(range, signal);
    },
    tail: (query, signal) =>
      pollTail(query, { search, overlapMs: OVERLAP_MS, everyMs: 2000, now: context.now }, signal),
    link,
    close: context.close,
  };

  /** Its UI shows spans as rows. */
  function link(traceId: string, spanId?: string): string {
    const query =
      spanId === undefined ? `trace_id:="${traceId}"` : `trace_id:="${traceId}" span_id:="${spanId}"`;
    return `${http.address.base}/select/vmui/#/?query=${encodeURIComponent(query)}`;
  }
}

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES = ['unset', 'ok', 'error'];
const INTRINSICS: Readonly<Record<string, string>> = {
  name: 'name',
  kind: 'kind',
  status: 'status_code',
  statusMessage: 'status_message',
};

function fieldOf(scope: string, key: string): string | undefined {
  if (scope === 'span') return `span_attr:${key}`;
  if (scope === 'resource') return `resource_attr:${key}`;
  return scope === 'instrumentation' ? `scope_attr:${key}` : undefined;
}

/** Events and links are numbered: `event:0:event_attr:exception.type`. */
function keyOf(field: string): string | undefined {
  const found = /^(?:(span|resource|scope)_attr:|(event|link):0:(?:event|link)_attr:)(.+)$/s.exec(field);
  const scope = found?.[1] === 'scope' ? 'instrumentation' : (found?.[1] ?? found?.[2]);
  if (!scope || found?.[3] === undefined) return undefined;
  return attributeKeyText({
    scope: scope as 'span' | 'resource' | 'instrumentation' | 'event' | 'link',
    key: found[3],
  });
}

async function detectVictoria(
  http: Http,
  jaeger: Http,
  tempo: Http,
  signal: AbortSignal,
): Promise<VictoriaServer> {
  const metrics = await http.send({
    path: '/metrics',
    accept: 'text/plain',
    signal,
    allow: [401, 403, 404],
    page: true,
  });
  const text = metrics.status === 200 ? new TextDecoder().decode(metrics.body.subarray(0, 2_000_000)) : '';
  const version = /vm_app_version\{[^}]*short_version="v?([^"]+)"/.exec(text)?.[1];
  const found = await detectJaeger(jaeger, signal).catch((error: unknown) => {
    if (!(error instanceof BackendError) || error.code !== 'not-found') throw error;
    throw new BackendError(
      'not-found',
      `${http.asked.name}: ${http.asked.host} answers, but not as VictoriaTraces does (/select/jaeger/api/services). The address may ` +
        'lack a path, or be that of another product.',
      { cause: error },
    );
  });
  const echo = await tempo.send({
    path: '/api/echo',
    accept: 'text/plain',
    signal,
    allow: [400, 404],
    page: true,
  });
  return { jaeger: found.dialect, tempo: echo.status === 200, version };
}

function describe({ jaeger, tempo, version }: VictoriaServer): BackendInfo {
  const exact = tempo || jaeger.v3;
  return {
    kind: 'victoriatraces',
    title: 'VictoriaTraces',
    version,
    capabilities: {
      search: 'native',
      attributeKeys: 'native',
      attributeValues: 'native',
      functionStats: 'native',
      serviceGraph: 'native',
      tail: 'client-side',
    },
    notes: [
      'VictoriaTraces keeps attribute values as text.',
      ...(exact ? [] : ['This version hands traces out to the microsecond; later ones are exact.']),
    ],
  };
}
