import type { Trace } from './columns.ts';

/**
 * The timeline of the first spans in display order, without details: a trace in itself, so subtrees that reach beyond
 * its end are cut there.
 */
export function firstSpans(trace: Trace, first: number): Trace {
  const count = Math.min(first, trace.count);
  return {
    ...trace,
    count,
    start: trace.start.subarray(0, count),
    duration: trace.duration.subarray(0, count),
    parent: trace.parent.subarray(0, count),
    depth: trace.depth.subarray(0, count),
    size: trace.size.subarray(0, count).map((size, i) => Math.min(size, count - i)),
    service: trace.service.subarray(0, count),
    name: trace.name.subarray(0, count),
    kind: trace.kind.subarray(0, count),
    status: trace.status.subarray(0, count),
    flags: trace.flags.subarray(0, count),
    id: trace.id.subarray(0, count * 2),
    details: undefined,
  };
}
