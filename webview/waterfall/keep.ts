import type { TraceOrigin } from '../../src/protocol/trace-origin.ts';
import type { Doc } from './doc.ts';
import type { Grid } from './grid.ts';
import { isFoldRow, spanOfRow } from './lay-rows.ts';
import { MARK } from './marks.ts';
import { foldCode, type KeptState, MOST_KEPT, type PanelState } from './state.ts';

/** Everything that `setState` keeps: how the trace is got again, and how it was looked at. */
export type Kept = { readonly origin: TraceOrigin; readonly view: KeptState | undefined };

export function keptView(doc: Doc, state: PanelState, grid: Grid): KeptState {
  const { model, trace } = doc;
  const collapsed: number[] = [];
  for (let i = 0; i < trace.count && collapsed.length <= MOST_KEPT; i++)
    if (((model.marks[i] ?? 0) & MARK.collapsed) !== 0) collapsed.push(i);
  return {
    version: 1,
    traceId: trace.traceId,
    spanCount: trace.count,
    state,
    scrollTop: grid.scroll.offset,
    focus: model.focus,
    minNs: model.filter.minNs,
    hiddenKinds: model.filter.hiddenKinds,
    hiddenServices: model.filter.hiddenServices.map((s) => trace.strings.get(s)),
    collapsed: collapsed.length <= MOST_KEPT ? collapsed : undefined,
    openFolds: model.openFolds,
  };
}

/** Rows as they were; folds come later, with the analyses. */
export function restoreRows(doc: Doc, kept: KeptState): void {
  const { model, trace } = doc;
  if (kept.collapsed) model.restoreCollapsed(kept.collapsed);
  model.setFilter({
    ...model.filter,
    minNs: kept.minNs,
    hiddenKinds: kept.hiddenKinds,
    hiddenServices: doc.services.filter((s) => kept.hiddenServices.includes(trace.strings.get(s))),
  });
  if (kept.focus >= 0 && kept.focus < trace.count) model.setFocus(kept.focus);
}

/** The row of the same span after the trace was loaded again, or -1: spans that came since have moved the others. */
export function sameRow(before: Doc, after: Doc, row: number): number {
  if (row < 0) return -1;
  const span = spanOfRow(row);
  const [from, to] = [before.trace.id, after.trace.id];
  for (let i = 0; i < after.trace.count; i++) {
    if (to[2 * i] !== from[2 * span] || to[2 * i + 1] !== from[2 * span + 1]) continue;
    return isFoldRow(row) ? foldCode(i) : i;
  }
  return -1;
}
