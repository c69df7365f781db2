import type { Rpc } from '../../src/protocol/rpc.ts';
import type { WaterfallHostApi, WaterfallPanelApi } from '../../src/protocol/waterfall.ts';
import type { Store } from '../shared/store.ts';
import type { Theme } from '../shared/theme.ts';
import type { Doc } from './doc.ts';
import type { PanelState } from './state.ts';

export type Host = Rpc<WaterfallHostApi, WaterfallPanelApi>;

/** What is drawn separately, in the order of drawing: first what decides how much room the rows have. */
export type Part =
  | 'header'
  | 'banner'
  | 'toolbar'
  | 'footer'
  | 'layout'
  | 'minimap'
  | 'rows'
  | 'ruler'
  | 'bars'
  | 'view'
  | 'details'
  | 'keep';

/** What every component of the panel is handed. */
export type Context = {
  readonly host: Host;
  readonly store: Store<PanelState>;
  /** Undefined until the first rows are there. */
  readonly doc: Doc | undefined;
  readonly theme: Theme;
  invalidate(...parts: Part[]): void;
  /** Read out by screen readers. */
  announce(text: string): void;
  /** Says what takes longer than a moment, with a way to cancel it. */
  wait<T>(text: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Shown for some seconds, and read out. */
  tell(text: string): void;
};
