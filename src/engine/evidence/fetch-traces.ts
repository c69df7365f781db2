import { setImmediate } from 'node:timers/promises';
import {
  BackendError,
  type Provenance,
  type TimeRange,
  type TraceBackend,
  type TraceSummary,
} from '../../core/ports.ts';
import { parseQuery } from '../../core/query/parse-query.ts';
import type { Trace } from '../../core/trace/columns.ts';

/** Analysing a larger trace holds up whoever else waits for this thread. */
const LARGEST = 200_000;
/** Fetched at the same time. */
const AT_ONCE = 4;

export type Found = { readonly traces: readonly TraceSummary[]; readonly provenance: Provenance };

/** Newest first. */
export async function findTraces(
  backend: TraceBackend,
  query: string,
  range: TimeRange,
  limit: number,
  signal: AbortSignal,
): Promise<Found> {
  const traces: TraceSummary[] = [];
  const notes = new Set<string>();
  let exact = true;
  if (limit <= 0) return { traces, provenance: { exact, notes: [] } };
  for await (const page of backend.search({ query: parseQuery(query), range, limit }, signal)) {
    traces.push(...page.traces);
    exact &&= page.provenance.exact;
    for (const note of page.provenance.notes) notes.add(note);
  }
  return { traces: traces.slice(0, limit), provenance: { exact, notes: [...notes] } };
}

/**
 * Hands each trace to `visit` as soon as it is there. One that is gone or cannot be read is passed over: what is
 * gathered from many must not fail for one. Returns how many those were.
 */
export async function visitTraces(
  backend: TraceBackend,
  summaries: readonly TraceSummary[],
  visit: (trace: Trace, summary: TraceSummary) => void,
  signal: AbortSignal,
): Promise<number> {
  const queue = [...summaries];
  let missed = 0;
  const work = async () => {
    for (let summary = queue.shift(); summary; summary = queue.shift()) {
      signal.throwIfAborted();
      if ((summary.spanCount ?? 0) > LARGEST) {
        missed++;
        continue;
      }
      try {
        const hints = {
          range: {
            fromMs: summary.startMs - 60_000,
            toMs: summary.startMs + summary.durationNs / 1e6 + 60_000,
          },
        };
        const { trace } = await backend.trace(summary.traceId, hints, signal);
        if (trace.count > LARGEST) missed++;
        else visit(trace, summary);
      } catch (error) {
        if (signal.aborted || !isOfThisTrace(error)) throw error;
        missed++;
      }
      // Others wait for this thread too.
      await setImmediate();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return missed;
}

const isOfThisTrace = (error: unknown) =>
  error instanceof BackendError &&
  (error.code === 'not-found' || error.code === 'too-large' || error.code === 'bad-response');
