import {
  BackendError,
  type SearchPage,
  type SearchRequest,
  type TimeRange,
  type TraceSummary,
} from '../../../core/ports.ts';
import type { Query } from '../../../core/query/ast.ts';
import { toTraceQl } from '../../../core/query/print.ts';
import { type Feature, weakenQuery } from '../../../core/query/weaken-query.ts';
import type { Trace } from '../../../core/trace/columns.ts';
import { mapLimited } from '../backend-context.ts';
import { searchCandidates } from '../candidate-search.ts';
import { type Http, shown } from '../http.ts';
import { newestFirst } from '../traces.ts';
import { searchRequest, searchTempo } from './tempo-api.ts';
import { longestRange } from './tempo-metrics.ts';

const SPANS_EACH = 20;
const DAY_MS = 86_400_000;
/** Its default limit, minus what rounding to whole seconds adds. */
const LONGEST_MS = 7 * DAY_MS - 2000;
const MOST_LIMIT = 1000;
const FRESH_MS = 30_000;

export type TempoSearch = {
  readonly http: Http;
  readonly now: () => number;
  /** The whole trace, for what has to be checked here. */
  readonly fetch: (traceId: string, range: TimeRange, signal: AbortSignal) => Promise<Trace | undefined>;
};

/** The query goes down as it is; where a version doesn't take it, its plain conditions do and the rest is checked here. */
export async function* searchTempoTraces(
  search: TempoSearch,
  request: SearchRequest,
  signal: AbortSignal,
): AsyncIterable<SearchPage> {
  const notes =
    request.range.toMs > search.now() - FRESH_MS
      ? ['spans of the last 30 s may not be searchable in Tempo yet']
      : [];
  let started = false;
  try {
    for await (const page of searchNatively(search, request, notes, signal)) {
      started = true;
      yield page;
    }
  } catch (error) {
    if (started || !refusesQuery(error)) throw error;
    const { query, residual } = weakenQuery(request.query, everyVersionTakes);
    const q = toTraceQl({ ...query, hints: [] });
    const candidates = async (range: TimeRange, limit: number) => {
      const found = await searchTempo(search.http, searchRequest(q, range, limit, 1, signal));
      const traces = await mapLimited(found, 4, ({ summary }) =>
        search.fetch(summary.traceId, range, signal),
      );
      return { traces: traces.filter((trace) => trace !== undefined), full: found.length >= limit };
    };
    const sent = shown(searchRequest(q, request.range, request.limit, 1, signal));
    yield* searchCandidates(request, candidates, sent, [
      ...residual.map((text) => `checked here, as this Tempo does not take it: ${text}`),
      ...notes,
    ]);
  }
}

async function* searchNatively(
  { http }: TempoSearch,
  { query, range, limit }: SearchRequest,
  notes: readonly string[],
  signal: AbortSignal,
): AsyncIterable<SearchPage> {
  const q = newestTraceQl(query);
  const seen = new Set<string>();
  let longest = LONGEST_MS;
  let toMs = range.toMs;
  let ask = Math.min(limit, MOST_LIMIT);
  for (;;) {
    const fromMs = Math.max(range.fromMs, toMs - longest);
    const request = searchRequest(q, { fromMs, toMs }, ask, SPANS_EACH, signal);
    const found = await searchTempo(http, request).catch((error: unknown) => {
      const stated = longestRange(error);
      if (stated === undefined || stated >= longest) throw error;
      longest = stated;
      return undefined;
    });
    if (!found) continue;
    const fresh = found.filter(({ summary }) => !seen.has(summary.traceId));
    for (const { summary } of fresh) seen.add(summary.traceId);
    const page = fresh
      .map(({ summary }) => summary)
      .filter((summary) => overlaps(summary, range))
      .sort(newestFirst)
      .slice(0, limit - (seen.size - fresh.length));
    const full = found.length >= ask;
    // The next page ends where this one begins; within one second only asking for more goes on.
    const oldest = Math.min(...found.map(({ summary }) => summary.startMs));
    const stuck = full && Math.ceil(oldest / 1000) >= Math.ceil(toMs / 1000);
    const done = seen.size >= limit || (full ? stuck && ask >= MOST_LIMIT : fromMs <= range.fromMs);
    yield {
      traces: page,
      sent: shown(request),
      done,
      provenance: { exact: !(done && full && seen.size < limit), notes },
    };
    if (done) return;
    if (stuck) ask = Math.min(MOST_LIMIT, ask * 4);
    else toMs = full ? oldest : fromMs;
  }
}

/** Its windows are whole seconds. */
const overlaps = ({ startMs, durationNs }: TraceSummary, { fromMs, toMs }: TimeRange) =>
  startMs <= toMs && startMs + durationNs / 1e6 >= fromMs;

/** Without the hint Tempo answers with the first ones it comes across. */
function newestTraceQl(query: Query): string {
  const text = toTraceQl(query);
  return query.hints.length > 0 ? text : `${text} with (most_recent=true)`;
}

/** Spans by their own properties: what TraceQL has had from its first version on. */
function everyVersionTakes(feature: Feature): boolean {
  switch (feature.node) {
    case 'intrinsic':
      return !feature.parent && FIRST.has(feature.name);
    case 'attribute':
      return (
        !feature.parent &&
        (feature.scope === 'any' || feature.scope === 'span' || feature.scope === 'resource')
      );
    case 'binary':
      return /^(=|!=|<|<=|>|>=|=~|!~)$/.test(feature.op);
    default:
      return false;
  }
}

const FIRST: ReadonlySet<string> = new Set([
  'name',
  'status',
  'kind',
  'duration',
  'rootName',
  'rootServiceName',
  'traceDuration',
]);

const refusesQuery = (error: unknown) =>
  error instanceof BackendError &&
  error.code === 'bad-request' &&
  /traceql|parse error|syntax|unsupported|not supported|unknown|cannot parse/i.test(error.message);
