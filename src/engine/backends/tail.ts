import { setTimeout as sleep } from 'node:timers/promises';
import { BackendError, type SearchPage, type SearchRequest, type TraceSummary } from '../../core/ports.ts';
import type { Query } from '../../core/query/ast.ts';

export type TailOptions = {
  readonly search: (request: SearchRequest, signal: AbortSignal) => AsyncIterable<SearchPage>;
  /** How long after their start traces may still turn up: what is asked for again each time. */
  readonly overlapMs: number;
  readonly everyMs: number;
  readonly now: () => number;
};

/** More than this many new traces between two polls are not shown one by one anyway. */
const LIMIT = 100;
const MAX_FAILURES = 5;
const MAX_WAIT_MS = 30_000;

/**
 * None of the backends pushes, so this asks again and again for the last stretch of time, overlapping the one before
 * because traces become searchable late and out of order; each id is handed out once. Failures that may pass are
 * waited out; the fifth in a row ends it.
 */
export async function* pollTail(
  query: Query,
  options: TailOptions,
  signal: AbortSignal,
): AsyncIterable<readonly TraceSummary[]> {
  const { search, overlapMs, everyMs, now } = options;
  /** By id, when it was last in an answer. */
  const seen = new Map<string, number>();
  let from = now();
  let failures = 0;
  for (;;) {
    const until = now();
    const range = { fromMs: Math.floor(from - overlapMs), toMs: Math.ceil(until) + 1000 };
    const fresh: TraceSummary[] = [];
    try {
      for await (const page of search({ query, range, limit: LIMIT }, signal))
        for (const trace of page.traces) {
          // The first look reaches back by the overlap, but a tail shows what is new since it began.
          if (!seen.has(trace.traceId)) fresh.push(trace);
          seen.set(trace.traceId, until);
        }
      failures = 0;
      from = until;
    } catch (error) {
      if (signal.aborted) return;
      if (!mayPass(error) || ++failures >= MAX_FAILURES) throw error;
    }
    if (fresh.length > 0) yield fresh.sort((a, b) => a.startMs - b.startMs);
    for (const [id, at] of seen) if (at < until - 2 * overlapMs - 60_000) seen.delete(id);
    try {
      await sleep(Math.min(MAX_WAIT_MS, everyMs * 2 ** failures), undefined, { signal });
    } catch {
      return;
    }
  }
}

const mayPass = (error: unknown) =>
  error instanceof BackendError && (error.code === 'unreachable' || error.code === 'rate-limited');
