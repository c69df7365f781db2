import { buildTraces } from '../../core/trace/build-traces.ts';
import type { Trace } from '../../core/trace/columns.ts';
import { textHash } from './bloom.ts';
import { type Gathered, gatherByTrace, type Part } from './gather-spans.ts';
import type { SegmentCache } from './segment-cache.ts';
import type { SegmentFilters } from './segment-filters.ts';

export type Found = { readonly segments: readonly number[]; readonly parts: readonly Part[] };

/** Where a trace's spans are, in the order they were received. */
export function findTrace(
  traceId: string,
  segments: readonly { readonly id: number }[],
  filters: SegmentFilters,
  cache: SegmentCache,
): Found {
  const hashes = [textHash(traceId)];
  const parts: Part[] = [];
  const found: number[] = [];
  for (const { id } of segments) {
    if (!filters.mayHold(id, hashes)) continue;
    const spans = cache.get(id, true);
    const part = spans && partOf(spans, traceId);
    if (!part) continue;
    parts.push(part);
    found.push(id);
  }
  return { segments: found, parts };
}

export function partOf(spans: Gathered, traceId: string): Part | undefined {
  const { batch, traceIds, traceFrom } = spans;
  const id = batch.strings.idOf(traceId);
  const t = id === undefined ? -1 : traceIds.indexOf(id);
  return t < 0 ? undefined : { batch, from: traceFrom[t] ?? 0, to: traceFrom[t + 1] ?? 0 };
}

export function traceOfParts(parts: readonly Part[]): Trace | undefined {
  if (parts.length === 0) return undefined;
  return buildTraces(gatherByTrace(parts).batch)[0];
}
