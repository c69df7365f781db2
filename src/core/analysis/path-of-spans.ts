import type { CriticalPath } from './critical-path.ts';

/** A critical path's segments by span: those of span i are `order[first[i] .. first[i + 1])`, in order of time. */
export type PathIndex = { readonly first: Uint32Array; readonly order: Uint32Array };

/** Segments of the spans asked for, in their order: pairs of from and to in ns, those of k from `pathFrom[k]` on. */
export type PathOfSpans = { readonly pathFrom: Uint32Array; readonly path: Float64Array };

export function pathIndex({ span }: CriticalPath['segments'], count: number): PathIndex {
  const first = new Uint32Array(count + 1);
  for (const s of span) first[s + 1] = (first[s + 1] ?? 0) + 1;
  for (let i = 0; i < count; i++) first[i + 1] = (first[i + 1] ?? 0) + (first[i] ?? 0);
  const next = first.slice();
  const order = new Uint32Array(span.length);
  span.forEach((s, k) => {
    const at = next[s] ?? 0;
    order[at] = k;
    next[s] = at + 1;
  });
  return { first, order };
}

export function pathOfSpans(
  { first, order }: PathIndex,
  { from, to }: CriticalPath['segments'],
  spans: Uint32Array,
): PathOfSpans {
  const pathFrom = new Uint32Array(spans.length + 1);
  spans.forEach((span, k) => {
    pathFrom[k + 1] = (pathFrom[k] ?? 0) + 2 * ((first[span + 1] ?? 0) - (first[span] ?? 0));
  });
  const path = new Float64Array(pathFrom[spans.length] ?? 0);
  spans.forEach((span, k) => {
    let at = pathFrom[k] ?? 0;
    for (let i = first[span] ?? 0; i < (first[span + 1] ?? 0); i++) {
      const segment = order[i] ?? 0;
      path[at++] = from[segment] ?? 0;
      path[at++] = to[segment] ?? 0;
    }
  });
  return { pathFrom, path };
}

/** A bit a span: whether it is on the path. */
export function pathBits({ span }: CriticalPath['segments'], count: number): Uint8Array {
  const bits = new Uint8Array((count + 7) >> 3);
  for (const s of span) bits[s >> 3] = (bits[s >> 3] ?? 0) | (1 << (s & 7));
  return bits;
}
