import type { SearchPage, SearchRequest, TimeRange, TraceSummary } from '../../../core/ports.ts';
import type { Trace } from '../../../core/trace/columns.ts';
import { normaliseSpanId, normaliseTraceId } from '../../../core/trace/ids.ts';
import { mapLimited } from '../backend-context.ts';
import { searchCandidates } from '../candidate-search.ts';
import { type Http, shown } from '../http.ts';
import { inTextTerms, typedByText } from '../text-only.ts';
import { newestFirst } from '../traces.ts';
import { logsQlRequest, numberOf, queryRows, type Row } from './logsql.ts';
import { quoted, toLogsQl } from './to-logsql.ts';

const SPANS_EACH = 20;
const PAGE = 100;

type Found = { readonly traceId: string; readonly spans: readonly string[] };

/** LogsQL selects spans by nearly everything that a query can say of one; relations between spans are checked here. */
export async function* searchVictoria(
  http: Http,
  request: SearchRequest,
  fetch: (traceId: string, signal: AbortSignal) => Promise<Trace | undefined>,
  signal: AbortSignal,
): AsyncIterable<SearchPage> {
  const { range, limit } = request;
  const { filter, whole } = toLogsQl(request.query);
  const asked = (window: TimeRange, n: number) =>
    logsQlRequest(
      `${filter} | stats by (trace_id) max(_time) newest, uniq_values(span_id) limit ${SPANS_EACH} spans ` +
        `| sort by (newest desc) | limit ${n}`,
      window,
      signal,
    );
  const find = async (window: TimeRange, n: number) =>
    (await queryRows(http, asked(window, n))).flatMap(foundIn);
  const sent = shown(asked(range, limit));
  if (!whole) {
    const query = inTextTerms(request.query, { lowerCase: false, flatResource: false });
    const candidates = async (window: TimeRange, n: number) => {
      const found = await find(window, n);
      const traces = await mapLimited(found, 4, ({ traceId }) => fetch(traceId, signal));
      return { traces: traces.filter((trace) => trace !== undefined), full: found.length >= n };
    };
    yield* searchCandidates({ ...request, query }, candidates, sent, [], typedByText);
    return;
  }
  const found = await find(range, limit);
  for (let at = 0; at === 0 || at < found.length; at += PAGE) {
    const page = found.slice(at, at + PAGE);
    const traces = page.length > 0 ? await summaries(http, page, signal) : [];
    yield {
      traces,
      sent,
      done: at + PAGE >= found.length,
      provenance: { exact: true, notes: [] },
    };
  }
}

function foundIn(row: Row): Found[] {
  const traceId = normaliseTraceId(row.trace_id ?? '');
  return traceId === undefined ? [] : [{ traceId, spans: spanIds(row.spans) }];
}

/** A JSON list in a string. */
function spanIds(text: string | undefined): string[] {
  try {
    const ids: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(ids)
      ? ids.flatMap((id) => (typeof id === 'string' ? (normaliseSpanId(id) ?? []) : []))
      : [];
  } catch {
    return [];
  }
}

/** Size, errors and root of traces; spans outside the window count too. */
async function summaries(http: Http, found: readonly Found[], signal: AbortSignal): Promise<TraceSummary[]> {
  const ids = `span_id:* trace_id:in(${found.map(({ traceId }) => quoted(traceId)).join(', ')})`;
  const service = '"resource_attr:service.name"';
  const [totals, roots] = await Promise.all([
    queryRows(
      http,
      logsQlRequest(
        `${ids} | stats by (trace_id, ${service}) min(start_time_unix_nano) from, max(end_time_unix_nano) to, ` +
          'count() spans, count() if (status_code:=2) errors',
        undefined,
        signal,
      ),
    ),
    queryRows(
      http,
      logsQlRequest(
        `${ids} parent_span_id:"" | fields trace_id, name, ${service}, start_time_unix_nano`,
        undefined,
        signal,
      ),
    ),
  ]);
  return found
    .flatMap(({ traceId, spans }) => {
      const of = (rows: readonly Row[]) =>
        rows.filter((row) => normaliseTraceId(row.trace_id ?? '') === traceId);
      const parts = of(totals);
      if (parts.length === 0) return [];
      const from = earliest(parts.map((row) => row.from));
      const to = -earliest(parts.map((row) => `-${row.to ?? 0}`));
      const root = of(roots).sort((a, b) =>
        BigInt(a.start_time_unix_nano ?? 0) < BigInt(b.start_time_unix_nano ?? 0) ? -1 : 1,
      )[0];
      const services = parts.map((row) => ({
        name: row['resource_attr:service.name'] ?? '',
        spans: numberOf(row.spans),
        errors: numberOf(row.errors),
      }));
      const summary: TraceSummary = {
        traceId,
        rootService: root?.['resource_attr:service.name'] ?? '',
        rootName: root?.name ?? '',
        startMs: Number(from / 1000n) / 1000,
        durationNs: Number(to - from),
        spanCount: services.reduce((sum, s) => sum + s.spans, 0),
        errorCount: services.reduce((sum, s) => sum + s.errors, 0),
        services,
        matchedSpans: spans,
      };
      return [summary];
    })
    .sort(newestFirst);
}

/** ns are beyond what a number holds exactly. */
function earliest(all: readonly (string | undefined)[]): bigint {
  let least: bigint | undefined;
  for (const text of all) {
    const ns = /^-?\d{1,20}$/.test(text ?? '') ? BigInt(text ?? 0) : 0n;
    if (least === undefined || ns < least) least = ns;
  }
  return least ?? 0n;
}
