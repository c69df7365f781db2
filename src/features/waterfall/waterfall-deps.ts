import type * as vscode from 'vscode';
import type { Logger } from '../../core/ports.ts';
import type { Config } from '../../host/config.ts';
import type { Engine } from '../../host/engine.ts';
import type { TraceOrigin } from '../../protocol/trace-origin.ts';
import type { UsualTimes } from '../../protocol/waterfall.ts';
import type { CodeResolver } from './code-resolver.ts';

/** What the waterfall is handed. What is optional is offered in the panel only where it is given. */
export type WaterfallDeps = {
  readonly engine: Engine;
  readonly config: Config;
  readonly log: Logger;
  readonly extensionUri: vscode.Uri;
  readonly code: CodeResolver;
  /** Where files that were dropped on a panel are kept. */
  readonly storageUri: vscode.Uri;
  /** Shows a trace in a panel of its own. */
  readonly show: (origin: TraceOrigin) => void;
  /** What is usual for the functions of spans of an open trace, in their order. */
  readonly usual?: (
    handle: number,
    spans: Uint32Array,
    origin: TraceOrigin,
    signal: AbortSignal,
  ) => Promise<readonly (UsualTimes | undefined)[]>;
  /** Explains how a span of an open trace was, or was not, led to its code. */
  readonly explain?: (handle: number, span: number) => Promise<void>;
  /** Lists traces that match a query. */
  readonly findTraces?: (query: string, origin: TraceOrigin) => Promise<void>;
  /** Lets the user choose a trace to compare with; `title` says what for. */
  readonly chooseTrace?: (title: string) => Promise<TraceOrigin | undefined>;
  /** Opens a trace by its id, wherever it may be found. */
  readonly openTrace?: (traceId: string, spanId: string, near: TraceOrigin) => Promise<void>;
};
