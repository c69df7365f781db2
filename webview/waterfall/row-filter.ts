import { STATUS, type Timeline } from '../../src/core/trace/columns.ts';
import { clearAll, MARK, setAll } from './marks.ts';

/** What is left out of the rows. Spans that failed stay, unless their kind, service or scope is hidden by name. */
export type RowFilter = {
  /** Shorter ones are hidden, in ns. */
  readonly minNs: number;
  /** Bit k set: kind k is hidden. */
  readonly hiddenKinds: number;
  /** String ids. */
  readonly hiddenServices: readonly number[];
  /** Spans of hidden instrumentation scopes: the panel does not hold scopes itself. */
  readonly hiddenSpans: Uint32Array;
  /** Only what the search found, and its ancestors. */
  readonly matchesOnly: boolean;
};

export const NO_FILTER: RowFilter = {
  minNs: 0,
  hiddenKinds: 0,
  hiddenServices: [],
  hiddenSpans: new Uint32Array(0),
  matchesOnly: false,
};

export const isFiltering = (f: RowFilter): boolean =>
  f.matchesOnly ||
  f.minNs > 0 ||
  f.hiddenKinds !== 0 ||
  f.hiddenServices.length > 0 ||
  f.hiddenSpans.length > 0;

type Columns = Pick<Timeline, 'count' | 'parent' | 'duration' | 'kind' | 'service' | 'status'>;

/** Sets MARK.hidden; returns how many spans that are. */
export function applyFilter(timeline: Columns, marks: Uint8Array, filter: RowFilter): number {
  clearAll(marks, MARK.hidden);
  if (!isFiltering(filter)) return 0;
  if (filter.matchesOnly) hideAllButMatches(timeline, marks);
  hideByColumns(timeline, marks, filter);
  for (const span of filter.hiddenSpans) marks[span] = (marks[span] ?? 0) | MARK.hidden;
  let hidden = 0;
  for (let i = 0; i < timeline.count; i++) if (((marks[i] ?? 0) & MARK.hidden) !== 0) hidden++;
  return hidden;
}

/** Parents come before their children, so one pass from the end carries "shown" up whole chains. */
function hideAllButMatches({ count, parent }: Columns, marks: Uint8Array): void {
  setAll(marks, MARK.hidden);
  for (let i = count - 1; i >= 0; i--) {
    const mark = marks[i] ?? 0;
    if ((mark & MARK.match) === 0 && (mark & MARK.hidden) !== 0) continue;
    marks[i] = mark & ~MARK.hidden;
    const p = parent[i] ?? -1;
    if (p >= 0) marks[p] = (marks[p] ?? 0) & ~MARK.hidden;
  }
}

function hideByColumns(timeline: Columns, marks: Uint8Array, filter: RowFilter): void {
  const { count, duration, kind, service, status } = timeline;
  const { minNs, hiddenKinds } = filter;
  const services = new Set(filter.hiddenServices);
  for (let i = 0; i < count; i++) {
    const short = (duration[i] ?? 0) < minNs && status[i] !== STATUS.error;
    if (
      short ||
      ((hiddenKinds >>> (kind[i] ?? 0)) & 1) === 1 ||
      (services.size > 0 && services.has(service[i] ?? 0))
    )
      marks[i] = (marks[i] ?? 0) | MARK.hidden;
  }
}
