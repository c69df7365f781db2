import * as v from 'valibot';
import { decodeJaegerJson } from '../../../core/otlp/decode-jaeger.ts';
import { decodeOtlpJson } from '../../../core/otlp/decode-otlp-json.ts';
import type { Operation, TimeRange, TraceSummary } from '../../../core/ports.ts';
import type { Trace } from '../../../core/trace/columns.ts';
import { normaliseTraceId } from '../../../core/trace/ids.ts';
import type { Http, HttpRequest, QueryParameters } from '../http.ts';
import { decodeTraces } from '../traces.ts';
import { takeWarnings } from './take-warnings.ts';

/** What a Jaeger answers to, which its version and the storage behind it decide. */
export type JaegerDialect = {
  /** /api/v3: traces as OTLP, exact to the ns. */
  readonly v3: boolean;
  /** Since 2.19, with it tags in v3 searches. */
  readonly summaries: boolean;
  /** Search in the UI's own JSON; gone after 2.20. */
  readonly legacy: boolean;
};

export type JaegerSearch = {
  readonly service: string | undefined;
  readonly operation: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly minNs: number | undefined;
  readonly maxNs: number | undefined;
  /** Known already: it is fetched instead of searched for. */
  readonly traceId: string | undefined;
  readonly range: TimeRange;
  readonly limit: number;
};

const namesV3 = v.object({ services: v.optional(v.array(v.string()), []) });
const names = v.object({ data: v.nullish(v.array(v.string()), []) });
const operationsV3 = v.object({
  operations: v.optional(v.array(v.object({ name: v.string(), spanKind: v.optional(v.string()) })), []),
});
const operations = v.object({
  data: v.nullish(v.array(v.object({ name: v.string(), spanKind: v.optional(v.string()) })), []),
});
const count = v.optional(v.pipe(v.union([v.number(), v.string()]), v.transform(Number)), 0);
const nanos = v.optional(
  v.pipe(
    v.string(),
    v.regex(/^\d{1,20}$/),
    v.transform((digits) => BigInt(digits)),
  ),
  '0',
);
const summaries = v.object({
  summaries: v.optional(
    v.array(
      v.object({
        traceId: v.string(),
        rootServiceName: v.optional(v.string(), ''),
        rootOperationName: v.optional(v.string(), ''),
        minStartTimeUnixNano: nanos,
        maxEndTimeUnixNano: nanos,
        spanCount: count,
        errorSpanCount: count,
        services: v.optional(
          v.array(v.object({ name: v.optional(v.string(), ''), spanCount: count, errorSpanCount: count })),
          [],
        ),
      }),
    ),
    [],
  ),
});
const dependencies = v.object({
  data: v.nullish(v.array(v.object({ parent: v.string(), child: v.string(), callCount: v.number() })), []),
});

export async function listServices(http: Http, dialect: JaegerDialect, signal: AbortSignal) {
  return dialect.v3
    ? (await http.json({ path: '/api/v3/services', signal }, namesV3)).services
    : ((await http.json({ path: '/api/services', signal }, names)).data ?? []);
}

export async function listOperations(
  http: Http,
  dialect: JaegerDialect,
  service: string,
  signal: AbortSignal,
): Promise<readonly Operation[]> {
  const query = [['service', service]] as const;
  const found = dialect.v3
    ? (await http.json({ path: '/api/v3/operations', query, signal }, operationsV3)).operations
    : ((await http.json({ path: '/api/operations', query, signal }, operations)).data ?? []);
  return found.map(({ name, spanKind }) => ({ name, kind: spanKind }));
}

export type JaegerTrace = {
  readonly trace: Trace;
  /** What Jaeger found odd about its spans. */
  readonly remarks: readonly string[];
};

/** Undefined: it has no such trace. Raw: the clock-skew correction and the splitting of shared ids are ours to do. */
export async function fetchTrace(
  http: Http,
  dialect: JaegerDialect,
  traceId: string,
  signal: AbortSignal,
): Promise<JaegerTrace | undefined> {
  const request: HttpRequest = dialect.v3
    ? { path: `/api/v3/traces/${traceId}`, query: [['raw_traces', true]], allow: [404], signal }
    : { path: `/api/traces/${traceId}`, query: [['raw', true]], allow: [404], signal };
  const answer = await http.send(request);
  if (answer.status === 404) return undefined;
  let remarks: readonly string[] = [];
  const traces = decodeTraces(http.asked, () => {
    if (!dialect.v3) return decodeJaegerJson(answer.body);
    const batch = decodeOtlpJson(answer.body);
    remarks = takeWarnings(batch);
    return batch;
  });
  const trace = traces.find((one) => one.traceId === traceId);
  return trace && { trace, remarks };
}

/** Where a search goes: the light list where there is one, else the whole traces. */
export function searchRequest(
  dialect: JaegerDialect,
  search: JaegerSearch,
  what: 'summaries' | 'traces',
  signal: AbortSignal,
): HttpRequest {
  const v3 = what === 'summaries' || (dialect.summaries && dialect.v3) || !dialect.legacy;
  return {
    path: what === 'summaries' ? '/api/v3/trace-summaries' : v3 ? '/api/v3/traces' : '/api/traces',
    query: v3 ? searchV3(search) : searchLegacy(search),
    // v3 says so when nothing was found.
    allow: v3 ? [404] : [],
    signal,
  };
}

export async function searchSummaries(http: Http, request: HttpRequest): Promise<TraceSummary[]> {
  const answer = await http.send(request);
  if (answer.status === 404) return [];
  const found = http.parse(request.path, answer, summaries).summaries;
  return found.flatMap((summary) => {
    const traceId = normaliseTraceId(summary.traceId);
    if (traceId === undefined) return [];
    const start = summary.minStartTimeUnixNano;
    return {
      traceId,
      rootService: summary.rootServiceName,
      rootName: summary.rootOperationName,
      startMs: Number(start / 1000n) / 1000,
      durationNs: Number(summary.maxEndTimeUnixNano - start),
      spanCount: summary.spanCount,
      errorCount: summary.errorSpanCount,
      services: summary.services.map((s) => ({ name: s.name, spans: s.spanCount, errors: s.errorSpanCount })),
      matchedSpans: [],
    };
  });
}

export async function searchTraces(http: Http, request: HttpRequest): Promise<Trace[]> {
  const answer = await http.send(request);
  if (answer.status === 404) return [];
  return decodeTraces(http.asked, () => {
    if (!request.path.startsWith('/api/v3/')) return decodeJaegerJson(answer.body);
    const batch = decodeOtlpJson(answer.body);
    takeWarnings(batch);
    return batch;
  });
}

export async function listDependencies(http: Http, { fromMs, toMs }: TimeRange, signal: AbortSignal) {
  const query = [
    ['endTs', Math.ceil(toMs)],
    ['lookback', Math.ceil(toMs - fromMs)],
  ] as const;
  const answer = await http.json({ path: '/api/dependencies', query, signal }, dependencies);
  return answer.data ?? [];
}

/** snake_case is taken by every version. Both times are required. */
function searchV3(search: JaegerSearch): QueryParameters {
  const tags = Object.keys(search.tags).length > 0 ? JSON.stringify(search.tags) : undefined;
  return [
    ['query.service_name', search.service],
    ['query.operation_name', search.operation],
    ['query.attributes', tags],
    ['query.start_time_min', new Date(search.range.fromMs).toISOString()],
    ['query.start_time_max', new Date(search.range.toMs).toISOString()],
    ['query.duration_min', duration(search.minNs)],
    ['query.duration_max', duration(search.maxNs)],
    ['query.num_traces', search.limit],
    ['query.raw_traces', true],
  ];
}

/** A missing start would mean now, so both are always sent; µs. */
function searchLegacy(search: JaegerSearch): QueryParameters {
  const tags = Object.keys(search.tags).length > 0 ? JSON.stringify(search.tags) : undefined;
  return [
    ['service', search.service],
    ['operation', search.operation],
    ['tags', tags],
    ['start', Math.floor(search.range.fromMs * 1000)],
    ['end', Math.ceil(search.range.toMs * 1000)],
    ['minDuration', duration(search.minNs)],
    ['maxDuration', duration(search.maxNs)],
    ['limit', search.limit],
    ['raw', true],
  ];
}

const duration = (ns: number | undefined) => (ns === undefined ? undefined : `${ns}ns`);
