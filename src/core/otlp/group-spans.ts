import type { Trace } from '../trace/columns.ts';

/** Spans of one resource, by scope, each in display order; groups in the order of their first spans. */
export type SpanGroups = ReadonlyMap<number, ReadonlyMap<number, readonly number[]>>;

export function groupSpans(trace: Trace): SpanGroups {
  const groups = new Map<number, Map<number, number[]>>();
  for (let i = 0; i < trace.count; i++) {
    const resource = trace.details?.resource[i] ?? 0;
    const scope = trace.details?.scope[i] ?? 0;
    let scopes = groups.get(resource);
    if (!scopes) {
      scopes = new Map();
      groups.set(resource, scopes);
    }
    const spans = scopes.get(scope);
    if (spans) spans.push(i);
    else scopes.set(scope, [i]);
  }
  return groups;
}
