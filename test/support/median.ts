const RUNS = 5;
/** Work shorter than this is repeated before it is measured: what is compared with JSON.parse is compiled code too. */
const WARM_MS = 250;

/** Median of five, in ms, after it has run for a quarter of a second. */
export function median(work: () => unknown): number {
  const began = performance.now();
  do work();
  while (performance.now() - began < WARM_MS);
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    globalThis.gc?.();
    const started = performance.now();
    work();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[RUNS >> 1] ?? 0;
}
