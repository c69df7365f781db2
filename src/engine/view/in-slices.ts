/** Runs a generator to its end, letting other requests in after every few ms, and stops when cancelled. */
export async function inSlices<T>(run: Generator<undefined, T>, signal: AbortSignal): Promise<T> {
  let until = performance.now() + SLICE_MS;
  for (;;) {
    signal.throwIfAborted();
    const step = run.next();
    if (step.done) return step.value;
    if (performance.now() < until) continue;
    // A task of its own: a resolved promise would not let messages in.
    await new Promise((resolve) => setTimeout(resolve));
    until = performance.now() + SLICE_MS;
  }
}

const SLICE_MS = 8;
