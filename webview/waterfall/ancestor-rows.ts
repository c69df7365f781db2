import type { Timeline } from '../../src/core/trace/columns.ts';
import { FOLD_ROW, isFoldRow, spanOfRow } from './lay-rows.ts';
import { isFolded, MARK } from './marks.ts';

type Input = {
  readonly timeline: Pick<Timeline, 'parent'>;
  readonly marks: Uint8Array;
  readonly focus: number;
  /** Head of the run that a span belongs to. */
  readonly foldOf: ReadonlyMap<number, number>;
};

/** Rows that a row lies in, outermost first, at most the innermost `limit`; as row codes. */
export function ancestorRows(
  { timeline, marks, focus, foldOf }: Input,
  row: number,
  limit: number,
): number[] {
  const found: number[] = [];
  const add = (span: number) => {
    if (((marks[span] ?? 0) & MARK.hidden) === 0) found.push(span);
  };
  let first = true;
  for (let span = spanOfRow(row); span >= 0 && span !== focus && found.length < limit; first = false) {
    if (!first) add(span);
    const head = isFolded(marks[span] ?? 0) ? foldOf.get(span) : undefined;
    if (head !== undefined && !(first && isFoldRow(row))) found.push((head | FOLD_ROW) >>> 0);
    span = timeline.parent[span] ?? -1;
    if (span === focus && span >= 0) add(span);
  }
  return found.slice(0, limit).reverse();
}
