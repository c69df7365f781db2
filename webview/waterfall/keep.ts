import type { TraceOrigin } from '../../src/protocol/trace-origin.ts';
import type { Doc } from './doc.ts';
import type { Grid } from './grid.ts';
import { MARK } from './marks.ts';
import { type KeptState, MOST_KEPT, type PanelState } from './state.ts';

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
