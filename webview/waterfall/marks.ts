/** One byte a span: what the panel knows of it beside the timeline. */
export const MARK = {
  /** Its subtree is folded away by the user. */
  collapsed: 1,
  /** Left out by a filter; its children move up to the nearest ancestor that is shown. */
  hidden: 2,
  /** First span of a run of alike siblings: the run's row stands in its place. */
  foldHead: 4,
  /** Any other span of such a run. */
  foldMember: 8,
  /** Found by the search. */
  match: 16,
  /** An error somewhere below it. */
  errorBelow: 32,
  /** On the critical path. */
  critical: 64,
  /** Belongs to the function at the editor's cursor. */
  atCursor: 128,
} as const;

const FOLDED = MARK.foldHead | MARK.foldMember;

export const isFolded = (mark: number): boolean => (mark & FOLDED) !== 0;

export function setAll(marks: Uint8Array, bit: number): void {
  for (let i = 0; i < marks.length; i++) marks[i] = (marks[i] ?? 0) | bit;
}

export function clearAll(marks: Uint8Array, bit: number): void {
  const keep = 0xff & ~bit;
  for (let i = 0; i < marks.length; i++) marks[i] = (marks[i] ?? 0) & keep;
}

/** Clears the bit everywhere, then sets it on the given spans. */
export function markOnly(marks: Uint8Array, bit: number, spans: Iterable<number>): void {
  clearAll(marks, bit);
  for (const span of spans) marks[span] = (marks[span] ?? 0) | bit;
}
