/** The critical path's segments by span: sorted once, found by bisection, a few bytes a segment and none a span. */
export type CriticalSegments = {
  readonly span: Uint32Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
};

export const NO_SEGMENTS: CriticalSegments = {
  span: new Uint32Array(0),
  from: new Float64Array(0),
  to: new Float64Array(0),
};

export function bySpan(segments: CriticalSegments): CriticalSegments {
  const order = Uint32Array.from(segments.span.keys());
  order.sort((a, b) => (segments.span[a] ?? 0) - (segments.span[b] ?? 0) || a - b);
  return {
    span: order.map((i) => segments.span[i] ?? 0),
    from: Float64Array.from(order, (i) => segments.from[i] ?? 0),
    to: Float64Array.from(order, (i) => segments.to[i] ?? 0),
  };
}

/** First segment of the span, or of the next span that has one. */
export function firstSegment({ span }: CriticalSegments, wanted: number): number {
  let [low, high] = [0, span.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((span[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
