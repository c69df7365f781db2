// What a test task reports: how many passed and failed, as its last line.

export type Counts = { readonly passed: number; readonly failed: number };

export const addCounts = (...all: readonly Counts[]): Counts => ({
  passed: all.reduce((sum, c) => sum + c.passed, 0),
  failed: all.reduce((sum, c) => sum + c.failed, 0),
});

/** The line that `.ci/run` and people read; always the last one of a test task. */
export const countLine = (c: Counts): string => `${c.passed} passed, ${c.failed} failed`;

/** Ends a test task: the count line, and an exit code that says the same. A run without a test is no success. */
export function finish(counts: Counts, options: { readonly mayBeEmpty?: boolean } = {}): never {
  console.log(countLine(counts));
  process.exit(counts.failed > 0 || (counts.passed === 0 && !options.mayBeEmpty) ? 1 : 0);
}
