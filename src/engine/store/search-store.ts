import { setImmediate } from 'node:timers/promises';
import type { SearchPage, SearchRequest, TimeRange, TraceSummary } from '../../core/ports.ts';
import { evaluate } from '../../core/query/evaluate.ts';
import { toTraceQl } from '../../core/query/print.ts';
import { compileTest } from '../../core/query/run/compile.ts';
import { Context } from '../../core/query/run/context.ts';
import { FLAG, type Trace } from '../../core/trace/columns.ts';
import { hexOfWords } from '../../core/trace/ids.ts';
import { summarise } from '../backends/traces.ts';
import { Heap } from './heap.ts';
import { loadTrace } from './load-trace.ts';
import type { Segments } from './read-trace.ts';
import { needsExtras, type Seeds, seedsOf } from './search-seeds.ts';
import { namedTrace, segmentTest } from './segment-test.ts';
import { viewOf } from './segment-view.ts';
import type { StoreDb } from './store-db.ts';

type Stored = Segments & { readonly store: StoreDb };

/** What is left to look at, each under the newest start that may come of it (Unix ms). */
type Work =
  | { readonly kind: 'segment'; readonly id: number }
  | { readonly kind: 'candidate'; readonly traceId: string }
  | { readonly kind: 'found'; readonly trace: TraceSummary };

/** ms of work between two looks at the outside, and until what was found is handed out. */
const BREATH_MS = 15;
const PAGE = 20;
const MAX_SPANS_NAMED = 100;

/**
 * Newest first, best first: a segment stands for its newest span until it is opened, a trace for its newest span in
 * that segment until it is put together. What comes to the top as found can no longer be overtaken, so results stream
 * in their final order, and a search for the newest twenty opens a segment or two of thousands.
 */
export async function* searchStore(
  request: SearchRequest,
  segments: Stored,
  signal: AbortSignal,
): AsyncIterable<SearchPage> {
  const { query, range, limit } = request;
  const seeds = seedsOf(query);
  const work = new Heap<Work>();
  const looked = new Set<string>();
  const planned = new Set<number>();
  const plan = () => {
    const test = segmentTest(seeds);
    for (const segment of segments.catalogue.in(range)) {
      if (planned.has(segment.id)) continue;
      planned.add(segment.id);
      if (test(segment, segments)) work.push(segment.lastMs, { kind: 'segment', id: segment.id });
    }
  };
  const only = namedTrace(query);
  if (only === undefined) plan();
  else work.push(0, { kind: 'candidate', traceId: only });

  const page = (traces: readonly TraceSummary[], done: boolean): SearchPage => ({
    traces,
    done,
    sent: toTraceQl(query),
    provenance: { exact: true, notes: [] },
  });
  let ready: TraceSummary[] = [];
  let found = 0;
  let breath = performance.now();
  for (let next = work.pop(); next && found < limit; next = work.pop()) {
    if (next.kind === 'found') {
      ready.push(next.trace);
      found++;
    } else if (next.kind === 'segment') {
      const candidates = candidatesOf(next.id, seeds, segments);
      // Merged with others, or pruned, since the plan was made.
      if (!candidates) plan();
      for (const [traceId, newest] of candidates ?? [])
        if (!looked.has(traceId)) work.push(newest, { kind: 'candidate', traceId });
    } else if (!looked.has(next.traceId)) {
      looked.add(next.traceId);
      const trace = look(next.traceId, request, segments);
      if (trace) work.push(trace.startMs, { kind: 'found', trace });
    }
    if (ready.length < PAGE && performance.now() - breath < BREATH_MS) continue;
    if (ready.length > 0) yield page(ready, false);
    ready = [];
    await setImmediate();
    signal.throwIfAborted();
    breath = performance.now();
  }
  yield page(ready, true);
}

/** Traces of a segment with a span that meets a condition, with the earliest start of their spans there. */
export function candidatesOf(id: number, seeds: Seeds, { cache }: Segments): [string, number][] | undefined {
  const spans = cache.get(id, needsExtras(seeds));
  if (!spans) return undefined;
  const view = viewOf(spans.batch);
  const ctx = new Context(view);
  const tests = seeds?.map((seed) => compileTest(seed, ctx));
  // A fragment of a span tells less than the whole.
  const partial = FLAG.missingStart | FLAG.missingEnd;
  const meets = (row: number) =>
    !tests || ((view.flags[row] ?? 0) & partial) !== 0 || tests.some((t) => t(row));
  const epochMs = Number(view.epoch) / 1e6;
  const out: [string, number][] = [];
  for (let t = 0; t < spans.traceIds.length; t++) {
    let met = false;
    let first = Number.POSITIVE_INFINITY;
    for (let row = spans.traceFrom[t] ?? 0; row < (spans.traceFrom[t + 1] ?? 0); row++) {
      met ||= meets(row);
      first = Math.min(first, view.start[row] ?? 0);
    }
    if (met) out.push([view.strings.get(spans.traceIds[t] ?? 0), epochMs + first / 1e6]);
  }
  return out;
}

export function look(
  traceId: string,
  { query, range }: SearchRequest,
  segments: Stored,
): TraceSummary | undefined {
  const trace = loadTrace(traceId, segments)?.trace;
  if (!trace || !overlaps(trace, range)) return undefined;
  const spans = evaluate(query, trace);
  return spans.length === 0 ? undefined : summarise(trace, spanIds(trace, spans));
}

function overlaps(trace: Trace, { fromMs, toMs }: TimeRange): boolean {
  const start = Number(trace.epoch) / 1e6;
  return start <= toMs && start + trace.length / 1e6 >= fromMs;
}

function spanIds(trace: Trace, spans: ArrayLike<number>): string[] {
  return Array.from({ length: Math.min(spans.length, MAX_SPANS_NAMED) }, (_, i) =>
    hexOfWords(trace.id, spans[i] ?? 0),
  );
}
