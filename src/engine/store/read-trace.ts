import { buildTraces } from '../../core/trace/build-traces.ts';
import type { Trace } from '../../core/trace/columns.ts';
import { textHash } from './bloom.ts';
import type { Catalogue } from './catalogue.ts';
import { type Gathered, gatherByTrace, type Part } from './gather-spans.ts';
import { latestUse } from './reused-ids.ts';
import type { SegmentCache } from './segment-cache.ts';
import type { SegmentFilters } from './segment-filters.ts';

/** The reading side's view of the segments. */
export type Segments = {
  readonly catalogue: Catalogue;
  readonly filters: SegmentFilters;
  readonly cache: SegmentCache;
};

export type TraceParts = { readonly segments: readonly number[]; readonly parts: readonly Part[] };

/** Where a trace's spans are, in the order they were received; `among`: looking in these segments only. */
export function findTrace(
  traceId: string,
  { catalogue, filters, cache }: Segments,
  among?: readonly { readonly id: number }[],
): TraceParts {
  const hash = textHash(traceId);
  for (let attempt = 0; ; attempt++) {
    const parts: Part[] = [];
    const segments: number[] = [];
    let moved = false;
    for (const { id } of among ?? catalogue.segments()) {
      if (!filters.holdsTrace(id, hash)) continue;
      const spans = cache.get(id, true);
      // Merged with others, or pruned, since the list was read.
      if (!spans) moved = true;
      const part = spans && partOf(spans, traceId);
      if (!part) continue;
      parts.push(part);
      segments.push(id);
    }
    if (!moved || among || attempt === 3) return { segments, parts };
  }
}

function partOf(spans: Gathered, traceId: string): Part | undefined {
  const { batch, traceIds, traceFrom } = spans;
  const id = batch.strings.idOf(traceId);
  const t = id === undefined ? -1 : traceIds.indexOf(id);
  return t < 0 ? undefined : { batch, from: traceFrom[t] ?? 0, to: traceFrom[t + 1] ?? 0 };
}

export type ReadTrace = { readonly trace: Trace; readonly notes: readonly string[] };

export function traceOfParts(parts: readonly Part[]): ReadTrace | undefined {
  const trace = built(parts);
  if (!trace) return undefined;
  if (!trace.warnings.some((w) => w.kind === 'reused-id')) return { trace, notes: [] };
  const latest = latestUse(parts);
  const again = rowsIn(latest) < rowsIn(parts) ? built(latest) : undefined;
  return again ? { trace: again, notes: [REUSED] } : { trace, notes: [] };
}

const rowsIn = (parts: readonly Part[]) => parts.reduce((n, { from, to }) => n + to - from, 0);

const REUSED = 'This trace id was used for several runs; the latest is shown.';

function built(parts: readonly Part[]): Trace | undefined {
  return parts.length === 0 ? undefined : buildTraces(gatherByTrace(parts).batch)[0];
}
