import { setTimeout as sleep } from 'node:timers/promises';
import type { TimeRange, TraceSummary } from '../../core/ports.ts';
import type { Query } from '../../core/query/ast.ts';
import type { Clock } from './clock.ts';
import { seedsOf } from './search-seeds.ts';
import { candidatesOf, look } from './search-store.ts';
import { segmentTest } from './segment-test.ts';
import type { ReaderState, StoreReader } from './store-reader.ts';

/** ms between two looks for new segments. */
const EVERY = 300;
/** A trace is shown when nothing was added to it for so long (ms), or so long after it was first seen. */
const QUIET = 1000;
const PATIENCE = 5000;
/** Traces put together at a time; of more than that in a moment, nobody can read the others anyway. */
const MOST = 200;
/** Ids remembered as shown. */
const REMEMBERED = 50_000;

const ALWAYS: TimeRange = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

/** Traces that match, soon after they came in, each once; also those that other windows receive. */
export async function* tailStore(
  query: Query,
  reader: StoreReader,
  clock: Clock,
  signal: AbortSignal,
): AsyncIterable<readonly TraceSummary[]> {
  const seeds = seedsOf(query);
  const test = segmentTest(seeds);
  const shown = new Set<string>();
  const waiting = new Map<string, { readonly since: number; last: number }>();
  let state = reader.get();
  let after = highestId(state);
  while (!signal.aborted) {
    const now = clock.monotonicMs();
    if (reader.get() !== state) {
      state = reader.get();
      after = 0;
    }
    for (const segment of state.catalogue.segments()) {
      if (segment.id <= after) continue;
      // Higher levels bring nothing new.
      if (segment.level > 0 || !test(segment, state)) continue;
      for (const [traceId] of candidatesOf(segment.id, seeds, state) ?? []) {
        const known = waiting.get(traceId);
        if (known) known.last = now;
        else if (!shown.has(traceId)) waiting.set(traceId, { since: now, last: now });
      }
    }
    after = Math.max(after, highestId(state));
    const due = [...waiting].filter(([, w]) => now - w.last >= QUIET || now - w.since >= PATIENCE);
    const fresh: TraceSummary[] = [];
    for (const [traceId] of due.slice(-MOST)) {
      const trace = look(traceId, { query, range: ALWAYS, limit: 1 }, state);
      if (trace) fresh.push(trace);
    }
    for (const [traceId] of due) {
      waiting.delete(traceId);
      shown.add(traceId);
    }
    if (shown.size > REMEMBERED) shown.clear();
    if (fresh.length > 0) yield fresh.sort((a, b) => a.startMs - b.startMs);
    await sleep(EVERY, undefined, { signal }).catch(() => {});
  }
}

const highestId = ({ catalogue }: ReaderState) =>
  catalogue.segments().reduce((id, s) => Math.max(id, s.id), 0);
