import type { TextRange } from './ast.ts';

/** What is wrong with a query, where, and what would be right. The message is a sentence for the user. */
export class QueryError extends Error {
  readonly range: TextRange;
  /** What could stand there instead, as a user would write it. */
  readonly expected: readonly string[];
  /** Text that put in place of the range would mend it, where that is clear. */
  readonly suggestion: string | undefined;
  constructor(
    message: string,
    range: TextRange,
    more: { expected?: readonly string[]; suggestion?: string } = {},
  ) {
    super(message);
    this.name = 'QueryError';
    this.range = range;
    this.expected = more.expected ?? [];
    this.suggestion = more.suggestion;
  }
}

/** The known word nearest to what was typed, if it is near enough to be what was meant. */
export function nearest(typed: string, known: Iterable<string>): string | undefined {
  if (typed.length > 40) return undefined;
  const lower = typed.toLowerCase();
  let best: string | undefined;
  let least = Math.min(3, Math.ceil(typed.length / 2));
  for (const word of known) {
    const d = distance(lower, word.toLowerCase());
    if (d < least) [best, least] = [word, d];
  }
  return best;
}

/** Edits (insert, delete, replace, swap of neighbours) that make one of the other. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let d = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        d = Math.min(d, (before[j - 2] ?? 0) + 1);
      next.push(d);
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
