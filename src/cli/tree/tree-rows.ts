import type { Analysis } from '../../core/analysis/analyse.ts';
import type { Pattern } from '../../core/analysis/patterns/pattern.ts';
import { rootsOf } from '../../core/analysis/roots.ts';

/** A line of the tree: a span, or a run of siblings folded into one. */
export type TreeRow = {
  readonly span: number;
  readonly depth: number;
  /** The folded run; its spans and all beneath them are not rows of their own. */
  readonly fold: Pattern | undefined;
  /** Which try of a retried call it is, from 1 on; 0 for none. */
  readonly attempt: number;
};

export type TreeRows = {
  readonly rows: readonly TreeRow[];
  /** Rows beyond the limit. */
  readonly hidden: number;
};

const FOLDED: ReadonlySet<Pattern['kind']> = new Set(['n-plus-one', 'fan-out']);

/** Spans parents first, children by (adjusted) start; runs of the same call folded unless `expand`. */
export function treeRows(
  { context, patterns }: Analysis,
  options: { expand: boolean; limit: number },
): TreeRows {
  const { trace, children } = context;
  const folds = new Map<number, Pattern>();
  const attempts = new Map<number, number>();
  for (const pattern of patterns) {
    if (FOLDED.has(pattern.kind) && !options.expand)
      for (const span of pattern.spans) folds.set(span, pattern);
    if (pattern.kind === 'retry-storm')
      for (const [i, span] of pattern.spans.entries()) attempts.set(span, i + 1);
  }
  const rows: TreeRow[] = [];
  const told = new Set<Pattern>();
  let hidden = 0;
  // Spans yet to come, the next on top, each with its depth.
  const stack = rootsOf(trace).reverse();
  const depths = stack.map(() => 0);
  while (stack.length > 0) {
    const span = stack.pop() ?? 0;
    const depth = depths.pop() ?? 0;
    const fold = folds.get(span);
    if (fold && told.has(fold)) continue;
    if (fold) told.add(fold);
    if (rows.length < options.limit) rows.push({ span, depth, fold, attempt: attempts.get(span) ?? 0 });
    else hidden++;
    if (fold) continue;
    for (let k = (children.first[span + 1] ?? 0) - 1; k >= (children.first[span] ?? 0); k--) {
      stack.push(children.list[k] ?? 0);
      depths.push(depth + 1);
    }
  }
  return { rows, hidden };
}

/** What stands before each row's name, two columns a level: which parents have more children to come. */
export function treeGuides(rows: readonly TreeRow[], mostLevels: number): string[] {
  const guides: string[] = new Array(rows.length).fill('');
  // By depth: whether a sibling follows below the row being read; read from the last row up.
  const follows: boolean[] = [];
  for (let r = rows.length - 1; r >= 0; r--) {
    const { depth } = rows[r] ?? { depth: 0 };
    follows.length = depth + 1;
    const first = Math.max(1, depth - mostLevels + 1);
    let guide = first > 1 ? '… ' : '';
    for (let level = first; level < depth; level++) guide += follows[level] ? '│ ' : '  ';
    if (depth > 0) guide += follows[depth] ? '├ ' : '└ ';
    follows[depth] = true;
    guides[r] = guide;
  }
  return guides;
}
