import * as v from 'valibot';
import type { TimeRange, TraceSummary } from '../../../core/ports.ts';
import { normaliseSpanId, normaliseTraceId } from '../../../core/trace/ids.ts';
import type { Http, HttpRequest, QueryParameters } from '../http.ts';

/** Tempo writes 64-bit numbers as strings and leaves zeros out; VictoriaTraces writes bare numbers. */
const number = v.optional(v.pipe(v.union([v.number(), v.string()]), v.transform(Number)), 0);

const attributeValue = v.object({
  stringValue: v.optional(v.string()),
  intValue: v.optional(v.union([v.string(), v.number()])),
  doubleValue: v.optional(v.union([v.string(), v.number()])),
  boolValue: v.optional(v.boolean()),
});
const attributes = v.optional(
  v.array(v.object({ key: v.string(), value: v.optional(attributeValue, {}) })),
  [],
);
const span = v.object({
  spanID: v.optional(v.string(), ''),
  name: v.optional(v.string(), ''),
  startTimeUnixNano: number,
  durationNanos: number,
  attributes,
});
const spanSet = v.object({ spans: v.optional(v.array(span), []), matched: number });
const searchAnswer = v.object({
  traces: v.optional(
    v.array(
      v.object({
        traceID: v.string(),
        rootServiceName: v.optional(v.string(), ''),
        rootTraceName: v.optional(v.string(), ''),
        startTimeUnixNano: number,
        durationMs: number,
        spanSet: v.optional(spanSet),
        spanSets: v.optional(v.array(spanSet), []),
        serviceStats: v.optional(v.record(v.string(), v.object({ spanCount: number, errorCount: number }))),
      }),
    ),
    [],
  ),
});
const tagNames = v.object({
  scopes: v.optional(v.array(v.object({ name: v.string(), tags: v.optional(v.array(v.string()), []) })), []),
});
const tagValues = v.object({
  tagValues: v.optional(
    v.array(v.object({ type: v.optional(v.string(), ''), value: v.optional(v.string(), '') })),
    [],
  ),
});

export type TempoSpan = v.InferOutput<typeof span>;
export type TempoValue = v.InferOutput<typeof attributeValue>;

export type TempoFound = {
  readonly summary: TraceSummary;
  /** As many of the matching spans as were asked for, and how many there are. */
  readonly spans: readonly TempoSpan[];
  readonly matched: number;
};

/** Whole seconds; an empty range is refused. */
export function seconds({ fromMs, toMs }: TimeRange): QueryParameters {
  const start = Math.max(0, Math.floor(fromMs / 1000));
  return [
    ['start', start],
    ['end', Math.max(start + 1, Math.ceil(toMs / 1000))],
  ];
}

/** The most that it takes for a list of tags or values, unless set otherwise; the newest of a longer window. */
const LONGEST_TAGS_MS = 7 * 86_400_000 - 2000;

export const tagSeconds = ({ fromMs, toMs }: TimeRange): QueryParameters =>
  seconds({ fromMs: Math.max(fromMs, toMs - LONGEST_TAGS_MS), toMs });

export function searchRequest(
  q: string,
  range: TimeRange,
  limit: number,
  spansEach: number,
  signal: AbortSignal,
): HttpRequest {
  return {
    path: '/api/search',
    query: [['q', q], ...seconds(range), ['limit', limit], ['spss', spansEach]],
    signal,
  };
}

export async function searchTempo(http: Http, request: HttpRequest): Promise<TempoFound[]> {
  const { traces } = await http.json(request, searchAnswer);
  return traces.flatMap((trace) => {
    const traceId = normaliseTraceId(trace.traceID);
    if (traceId === undefined) return [];
    const sets = trace.spanSets.length > 0 ? trace.spanSets : trace.spanSet ? [trace.spanSet] : [];
    const spans = sets.flatMap((set) => set.spans);
    const services = Object.entries(trace.serviceStats ?? {}).map(([name, { spanCount, errorCount }]) => ({
      name,
      spans: spanCount,
      errors: errorCount,
    }));
    const sum = (of: 'spans' | 'errors') =>
      trace.serviceStats ? services.reduce((total, service) => total + service[of], 0) : undefined;
    const summary: TraceSummary = {
      traceId,
      rootService: rootText(trace.rootServiceName),
      rootName: rootText(trace.rootTraceName),
      startMs: trace.startTimeUnixNano / 1e6,
      durationNs: trace.durationMs * 1e6,
      spanCount: sum('spans'),
      errorCount: sum('errors'),
      services,
      matchedSpans: spans.flatMap((s) => normaliseSpanId(s.spanID) ?? []),
    };
    return { summary, spans, matched: sets.reduce((total, set) => total + set.matched, 0) };
  });
}

/** Tempo's words for a root that has not arrived. */
const rootText = (text: string) => (text === '<root span not yet received>' ? '' : text);

/** By scope; intrinsics are left out, as the query language knows them. */
export async function listTags(
  http: Http,
  parameters: QueryParameters,
  signal: AbortSignal,
): Promise<{ readonly scope: string; readonly tags: readonly string[] }[]> {
  const { scopes } = await http.json({ path: '/api/v2/search/tags', query: parameters, signal }, tagNames);
  return scopes.filter(({ name }) => name !== 'intrinsic').map(({ name, tags }) => ({ scope: name, tags }));
}

export async function listTagValues(
  http: Http,
  tag: string,
  parameters: QueryParameters,
  signal: AbortSignal,
): Promise<string[]> {
  const path = `/api/v2/search/tag/${encodeURIComponent(tag)}/values`;
  const answer = await http.json({ path, query: parameters, signal }, tagValues);
  return [...new Set(answer.tagValues.map(({ value }) => value))].filter((value) => value !== '');
}
/** What an attribute says, as text; '' for none. "nil" is Tempo's word for spans that lack what was grouped by. */
export function valueText(value: TempoValue): string {
  const raw = value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue;
  const text = raw === undefined ? '' : String(raw);
  return text === 'nil' || text === '<nil>' ? '' : text;
}

/** A string as TraceQL writes it. */
export const quoted = (text: string): string =>
  `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
