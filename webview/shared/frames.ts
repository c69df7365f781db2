/**
 * Draws at most once a frame: parts that were asked for run in the order they are listed, in one animation frame.
 * A part may ask for later ones while it runs.
 */
export function createFrames<P extends string>(
  parts: Readonly<Record<P, () => void>>,
): { invalidate(...names: P[]): void; flush(): void } {
  const dirty = new Set<P>();
  let scheduled = 0;
  const run = () => {
    scheduled = 0;
    for (const name of Object.keys(parts) as P[]) if (dirty.delete(name)) parts[name]();
  };
  return {
    invalidate(...names) {
      for (const name of names) dirty.add(name);
      if (dirty.size > 0 && scheduled === 0) scheduled = requestAnimationFrame(run);
    },
    /** Runs what is due now, for the first paint and before measuring. */
    flush() {
      if (scheduled !== 0) cancelAnimationFrame(scheduled);
      run();
    },
  };
}
