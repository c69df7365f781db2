import type { SearchPage, SearchRequest, TraceSummary } from '../../core/ports.ts';
import { BackendError } from '../../core/ports.ts';
import { evaluate } from '../../core/query/evaluate.ts';
import type { Trace } from '../../core/trace/columns.ts';
import { hexOfWords } from '../../core/trace/ids.ts';
import { formatInteger, plural } from '../../core/trace/units.ts';
import { mapLimited } from './backend-context.ts';
import { newestFirst, summarise } from './traces.ts';

export type Found = {
  readonly traces: readonly Trace[];
  /** As many as were asked for: there may be more. */
  readonly full: boolean;
};

/** Asks the backend for the whole traces of a stretch of time that may match; at most `limit` a request. */
export type Candidates = (
  window: { readonly fromMs: number; readonly toMs: number },
  limit: number,
) => Promise<Found>;

/** Several searches as one: a trace that any of them finds is found. */
export function anyOf<S>(
  searches: readonly S[],
  find: (
    search: S,
    window: { readonly fromMs: number; readonly toMs: number },
    limit: number,
  ) => Promise<readonly Trace[]>,
): Candidates {
  return async (window, limit) => {
    const all = await mapLimited(searches, 2, (search) => find(search, window, limit));
    const byId = new Map(all.flatMap((traces) => traces.map((trace) => [trace.traceId, trace])));
    return { traces: [...byId.values()], full: all.some((traces) => traces.length >= limit) };
  };
}

/** Few enough that an answer stays small, many enough that a rare match is found in few requests. */
const PAGE = 50;
/** Traces looked at before giving up; a search that finds nothing in them needs a narrower query. */
const MOST = 1000;
const SHORTEST_MS = 1000;
/** Up to here the whole window is asked for at once: a tail asks for little, and often. */
const SHORT_MS = 300_000;

/**
 * Search where the backend can only narrow down: its whole traces are fetched and held against the query here. Time is
 * gone through backwards in slices, because no two backends agree on which traces a limit keeps; a slice that holds
 * more than a page is cut until it doesn't.
 */
export async function* searchCandidates(
  request: SearchRequest,
  candidates: Candidates,
  sent: string,
  notes: readonly string[],
  asSeen: (trace: Trace) => Trace = (trace) => trace,
): AsyncIterable<SearchPage> {
  const { fromMs, toMs } = request.range;
  const looked = new Map<string, boolean>();
  let limit = PAGE;
  let end = toMs;
  let width = toMs - fromMs > SHORT_MS ? (toMs - fromMs) / 8 : Math.max(SHORTEST_MS, toMs - fromMs);
  let found = 0;
  let crowded = false;
  for (;;) {
    const start = Math.max(fromMs, end - width);
    const asked = await takeLess(limit, (n) => candidates({ fromMs: start, toMs: end }, n));
    limit = asked.limit;
    const { traces, full } = asked.found;
    const cut = full && end - start > SHORTEST_MS && looked.size + traces.length < MOST;
    if (cut) {
      width = Math.max(SHORTEST_MS, (end - start) / 4);
      continue;
    }
    crowded ||= full;
    const matches: TraceSummary[] = [];
    for (const trace of traces) {
      if (looked.has(trace.traceId)) continue;
      const spans = evaluate(request.query, asSeen(trace));
      looked.set(trace.traceId, spans.length > 0);
      if (spans.length > 0) matches.push(summarise(trace, spanIds(trace, spans)));
    }
    const page = matches.sort(newestFirst).slice(0, request.limit - found);
    found += page.length;
    const enough = found >= request.limit;
    const exhausted = start <= fromMs;
    const tired = looked.size >= MOST;
    const done = enough || exhausted || tired;
    yield {
      traces: page,
      sent,
      done,
      provenance: {
        exact: !crowded && !(tired && !exhausted && !enough),
        notes: [
          `filtered here: ${formatInteger(found)} of ${plural(looked.size, 'trace')} looked at`,
          ...(crowded ? ['more traces in a second than could be asked for; some were not looked at'] : []),
          ...(tired && !enough && !exhausted
            ? [
                `stopped after ${formatInteger(MOST)} traces; narrow the query or the window to reach the others`,
              ]
            : []),
          ...notes,
        ],
      },
    };
    if (done) return;
    end = start;
    width *= 2;
  }
}

const MAX_SPANS_NAMED = 100;

function spanIds(trace: Trace, spans: ArrayLike<number>): string[] {
  return Array.from({ length: Math.min(spans.length, MAX_SPANS_NAMED) }, (_, i) =>
    hexOfWords(trace.id, spans[i] ?? 0),
  );
}

/** Whole traces can be large: an answer over the connection's limit is asked for again with fewer of them. */
export async function takeLess<T>(
  limit: number,
  ask: (limit: number) => Promise<T>,
): Promise<{ readonly found: T; readonly limit: number }> {
  for (let n = limit; ; n = Math.ceil(n / 4))
    try {
      return { found: await ask(n), limit: n };
    } catch (error) {
      if (!(error instanceof BackendError) || error.code !== 'too-large' || n <= 1) throw error;
    }
}
