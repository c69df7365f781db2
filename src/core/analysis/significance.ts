import { LatencySketch } from './latency-sketch.ts';

/** So many of so many. */
export type Proportion = { readonly hits: number; readonly of: number };

/** Above it the normal approximation is as good and takes no time. */
const EXACT_UP_TO = 4000;

/**
 * How likely two proportions differ by at least as much when in truth they are the same (two-sided p-value): Fisher's
 * exact test for small numbers, a z-test with continuity correction for large ones. 1 where there is nothing to compare.
 */
export function proportionTest(a: Proportion, b: Proportion): number {
  const total = a.of + b.of;
  const hits = a.hits + b.hits;
  if (a.of <= 0 || b.of <= 0 || hits <= 0 || hits >= total) return 1;
  return total <= EXACT_UP_TO ? fisher(a, b) : zTest(a, b);
}

/**
 * Whether a quantile of two samples differs (p-value): if it did not, equal shares of both would lie above the
 * quantile of both together (Mood's median test, for any quantile). Sketches are exact enough for it: a bucket is
 * counted as a whole on one side.
 */
export function quantileTest(before: Uint8Array, after: Uint8Array, q: number): number {
  try {
    const [a, b] = [LatencySketch.fromBytes(before), LatencySketch.fromBytes(after)];
    const pooled = LatencySketch.fromBytes(before);
    pooled.merge(b);
    const limit = pooled.quantile(q);
    if (limit === undefined) return 1;
    return proportionTest(above(a, limit), above(b, limit));
  } catch (error) {
    // Bytes that cannot be read prove nothing.
    if (error instanceof RangeError) return 1;
    throw error;
  }
}

function above(sketch: LatencySketch, limit: number): Proportion {
  let hits = 0;
  for (const { from, count } of sketch.buckets()) if (from >= limit) hits += count;
  return { hits, of: sketch.count };
}

/** Sum of the probabilities of all tables with the same margins that are at most as likely as this one. */
function fisher(a: Proportion, b: Proportion): number {
  const hits = a.hits + b.hits;
  const total = a.of + b.of;
  const base = logChoose(total, hits);
  const logProbability = (k: number) => logChoose(a.of, k) + logChoose(b.of, hits - k) - base;
  const own = logProbability(a.hits);
  let sum = 0;
  for (let k = Math.max(0, hits - b.of); k <= Math.min(a.of, hits); k++) {
    const p = logProbability(k);
    // Equally likely tables differ in the last digits.
    if (p <= own + 1e-7) sum += Math.exp(p);
  }
  return Math.min(1, sum);
}

function zTest(a: Proportion, b: Proportion): number {
  const pooled = (a.hits + b.hits) / (a.of + b.of);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.of + 1 / b.of));
  const correction = (1 / a.of + 1 / b.of) / 2;
  const distance = Math.max(0, Math.abs(a.hits / a.of - b.hits / b.of) - correction);
  return error === 0 ? 1 : 2 * (1 - normalBelow(distance / error));
}

const logChoose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

const factorials: number[] = [0];

function logFactorial(n: number): number {
  for (let i = factorials.length; i <= n; i++) factorials.push((factorials[i - 1] ?? 0) + Math.log(i));
  return factorials[n] ?? 0;
}

/** Standard normal distribution function; Abramowitz and Stegun 7.1.26, within 1.5e-7. */
function normalBelow(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const erf = 1 - poly * Math.exp(-x * x);
  return z >= 0 ? (1 + erf) / 2 : (1 - erf) / 2;
}

/**
 * Which of several findings stand when many were looked for at once (Benjamini and Hochberg 1995): of those taken, at
 * most `rate` are expected to be chance.
 */
export function withoutChance(pValues: readonly number[], rate: number): boolean[] {
  const order = pValues.map((p, i) => ({ p, i })).sort((a, b) => a.p - b.p);
  let last = -1;
  for (const [rank, { p }] of order.entries()) if (p <= ((rank + 1) / order.length) * rate) last = rank;
  const stands = new Array<boolean>(pValues.length).fill(false);
  for (const { i } of order.slice(0, last + 1)) stands[i] = true;
  return stands;
}
