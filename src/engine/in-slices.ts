import { setImmediate } from 'node:timers/promises';

/** Runs a generator to its end, letting other requests in after every few ms, and stops when cancelled. */
export async function inSlices<T>(run: Generator<undefined, T>, signal: AbortSignal): Promise<T> {
  let until = performance.now() + SLICE_MS;
  for (;;) {
    signal.throwIfAborted();
    const step = run.next();
    if (step.done) return step.value;
    if (performance.now() < until) continue;
    await setImmediate();
    until = performance.now() + SLICE_MS;
  }
}

const SLICE_MS = 8;
