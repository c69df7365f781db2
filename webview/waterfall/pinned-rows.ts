/**
 * Ancestors to keep in view above the rows: those of the first row that is not itself covered by them, the innermost
 * ones where there are more than fit. `first` is the row at the top of the view.
 */
export function pinnedRows(
  first: number,
  most: number,
  count: number,
  ancestors: (index: number, most: number) => readonly number[],
): readonly number[] {
  const above = (covered: number) => (first + covered < count ? ancestors(first + covered, most) : []);
  let covered = 0;
  while (covered < most && above(covered).length > covered) covered++;
  const pinned = above(covered);
  return pinned.slice(Math.max(0, pinned.length - covered));
}
