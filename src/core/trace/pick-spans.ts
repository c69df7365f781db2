import type { Details, Trace } from './columns.ts';

/** The trace with only the given spans, in their order, which must be ascending; parents that are left out are none. */
export function pickSpans(trace: Trace, spans: Uint32Array): Trace {
  const at = new Map(Array.from(spans, (span, i) => [span, i] as const));
  const pick = <C extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(column: C): C => {
    const out = new (column.constructor as new (n: number) => C)(spans.length);
    for (let i = 0; i < spans.length; i++) out[i] = column[spans[i] ?? 0] ?? 0;
    return out;
  };
  const pairs = (column: Uint32Array) =>
    Uint32Array.from({ length: spans.length * 2 }, (_, i) => column[(spans[i >> 1] ?? 0) * 2 + (i & 1)] ?? 0);
  const parent = Int32Array.from(spans, (span) => at.get(trace.parent[span] ?? -1) ?? -1);
  const depth = new Uint32Array(spans.length);
  const size = new Uint32Array(spans.length).fill(1);
  for (let i = 0; i < spans.length; i++) {
    const p = parent[i] ?? -1;
    if (p >= 0) depth[i] = (depth[p] ?? 0) + 1;
  }
  for (let i = spans.length - 1; i > 0; i--) {
    const p = parent[i] ?? -1;
    if (p >= 0) size[p] = (size[p] ?? 1) + (size[i] ?? 1);
  }
  return {
    ...trace,
    count: spans.length,
    start: pick(trace.start),
    duration: pick(trace.duration),
    parent,
    depth,
    size,
    service: pick(trace.service),
    name: pick(trace.name),
    kind: pick(trace.kind),
    status: pick(trace.status),
    flags: pick(trace.flags),
    id: pairs(trace.id),
    details: trace.details && pickDetails(trace.details, pick, pairs),
  };
}

function pickDetails(
  d: Details,
  pick: (column: Uint32Array) => Uint32Array,
  pairs: (column: Uint32Array) => Uint32Array,
): Details {
  return {
    ...d,
    parentId: pairs(d.parentId),
    statusMessage: pick(d.statusMessage),
    traceState: pick(d.traceState),
    spanFlags: pick(d.spanFlags),
    resource: pick(d.resource),
    scope: pick(d.scope),
    attrFrom: pick(d.attrFrom),
    attrTo: pick(d.attrTo),
    eventFrom: pick(d.eventFrom),
    eventTo: pick(d.eventTo),
    linkFrom: pick(d.linkFrom),
    linkTo: pick(d.linkTo),
    droppedAttributes: pick(d.droppedAttributes),
    droppedEvents: pick(d.droppedEvents),
    droppedLinks: pick(d.droppedLinks),
  };
}
