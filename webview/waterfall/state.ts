import type { ColumnsChoice } from './geometry.ts';
import { FOLD_ROW } from './lay-rows.ts';
import type { View } from './scale.ts';

export const VIEW_NAMES = ['waterfall', 'flame', 'table', 'graph', 'findings', 'compare'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

export type FindState = {
  readonly text: string;
  readonly regex: boolean;
  readonly matchCase: boolean;
  /** Show only what was found; otherwise everything, with what was found marked. */
  readonly filter: boolean;
};

export const NO_FIND: FindState = { text: '', regex: false, matchCase: false, filter: false };

/** Everything about the panel that is not the trace. What is kept over a reload is chosen by `keepable`. */
export type PanelState = {
  readonly shown: ViewName;
  /** Visible part of the axis; undefined for all of it. */
  readonly view: View | undefined;
  /** Row code of the selected row, -1 for none. */
  readonly active: number;
  readonly find: FindState;
  readonly detailsOpen: boolean;
  /** px; 0 for the default. */
  readonly detailsSize: number;
  readonly nameWidth: number;
  readonly columns: ColumnsChoice;
  readonly clock: 'relative' | 'absolute';
  /** Whether clock skew is taken out of the times. */
  readonly adjusted: boolean;
};

export const INITIAL_STATE: PanelState = {
  shown: 'waterfall',
  view: undefined,
  active: -1,
  find: NO_FIND,
  detailsOpen: true,
  detailsSize: 0,
  nameWidth: 0,
  columns: 'auto',
  clock: 'relative',
  adjusted: true,
};

/** What `setState` keeps: the state and where the rows stood, as far as that is small. */
export type KeptState = {
  readonly version: 1;
  readonly traceId: string;
  readonly spanCount: number;
  readonly state: PanelState;
  readonly scrollTop: number;
  readonly focus: number;
  readonly minNs: number;
  readonly hiddenKinds: number;
  readonly hiddenServices: readonly string[];
  /** Collapsed spans; undefined when there are too many to keep. */
  readonly collapsed: readonly number[] | undefined;
  readonly openFolds: readonly number[];
};

export const MOST_KEPT = 20_000;

/** What was kept, if it is of this form and of this trace; span indexes mean nothing in another. */
export function keptFor(raw: unknown, traceId: string, spanCount: number): KeptState | undefined {
  const kept = raw as Partial<KeptState> | undefined;
  if (kept?.version !== 1 || kept.traceId !== traceId || typeof kept.state !== 'object') return undefined;
  const state = { ...INITIAL_STATE, ...kept.state };
  if (kept.spanCount === spanCount) return { ...(kept as KeptState), state };
  // The trace has grown since: what named spans is dropped, how it was looked at stays.
  return {
    ...(kept as KeptState),
    spanCount,
    state: { ...state, active: -1 },
    scrollTop: 0,
    focus: -1,
    collapsed: undefined,
    openFolds: [],
  };
}

export const foldCode = (head: number): number => (head | FOLD_ROW) >>> 0;
