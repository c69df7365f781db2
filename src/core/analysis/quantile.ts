/** The value at the nearest rank, ceil(q n), of ascending values; as LatencySketch defines it. NaN when empty. */
export function quantileOf(ascending: Float64Array, q: number): number {
  const n = ascending.length;
  return ascending[Math.min(n, Math.max(1, Math.ceil(q * n))) - 1] ?? Number.NaN;
}
