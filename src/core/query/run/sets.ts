/**
 * Spansets of one trace: set i is `spans` from `ends[i - 1]` to `ends[i]`, ascending. Flat, because grouping may make
 * as many sets as there are spans.
 */
export type Sets = { readonly spans: Uint32Array; readonly ends: Uint32Array };

export const NO_SETS: Sets = { spans: new Uint32Array(0), ends: new Uint32Array(0) };

export function oneSet(spans: Uint32Array): Sets {
  return spans.length === 0 ? NO_SETS : { spans, ends: Uint32Array.of(spans.length) };
}

export function allSpans(count: number): Sets {
  const spans = new Uint32Array(count);
  for (let i = 0; i < count; i++) spans[i] = i;
  return oneSet(spans);
}

/** Empty sets are dropped. */
export function filterSets(sets: Sets, test: (span: number) => boolean): Sets {
  const spans = new Uint32Array(sets.spans.length);
  const ends: number[] = [];
  let at = 0;
  let from = 0;
  for (let s = 0; s < sets.ends.length; s++) {
    const to = sets.ends[s] ?? 0;
    const before = at;
    for (let i = from; i < to; i++) {
      const span = sets.spans[i] ?? 0;
      if (test(span)) spans[at++] = span;
    }
    if (at > before) ends.push(at);
    from = to;
  }
  return { spans: spans.subarray(0, at), ends: Uint32Array.from(ends) };
}

/** What `make` gives for each set, one after the other. */
export function mapSets(sets: Sets, make: (set: Uint32Array) => Uint32Array): Sets {
  if (sets.ends.length === 1) return oneSet(make(sets.spans));
  const parts: Uint32Array[] = [];
  const ends: number[] = [];
  let from = 0;
  let total = 0;
  for (const to of sets.ends) {
    const part = make(sets.spans.subarray(from, to));
    from = to;
    if (part.length === 0) continue;
    total += part.length;
    parts.push(part);
    ends.push(total);
  }
  const spans = new Uint32Array(total);
  let at = 0;
  for (const part of parts) {
    spans.set(part, at);
    at += part.length;
  }
  return { spans, ends: Uint32Array.from(ends) };
}

/** The spans of all sets, ascending, each once. */
export function unionOf(sets: Sets): Uint32Array {
  if (sets.ends.length <= 1) return sets.spans;
  const sorted = sets.spans.slice().sort();
  let count = 0;
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[count++] = sorted[i] ?? 0;
  return sorted.subarray(0, count);
}

export function union(a: Uint32Array, b: Uint32Array): Uint32Array {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const out = new Uint32Array(a.length + b.length);
  let i = 0;
  let k = 0;
  let count = 0;
  while (i < a.length || k < b.length) {
    const x = a[i] ?? Infinity;
    const y = b[k] ?? Infinity;
    out[count++] = Math.min(x, y);
    if (x <= y) i++;
    if (y <= x) k++;
  }
  return out.subarray(0, count);
}
