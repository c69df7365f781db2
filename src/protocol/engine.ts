import type { AnalysisRequests } from './engine-analysis.ts';
import type { BackendRequests } from './engine-backends.ts';
import type { ExportRequests } from './engine-export.ts';
import type { FiguresRequests } from './engine-figures.ts';
import type { StoreEvents, StoreRequests } from './engine-store.ts';
import type { TraceRequests } from './engine-traces.ts';
import type { ViewRequests } from './engine-view.ts';

/** What the engine thread serves and emits; each area of it has a file of its own beside this one. */
export type EngineApi = {
  requests: TraceRequests &
    ViewRequests &
    AnalysisRequests &
    ExportRequests &
    BackendRequests &
    FiguresRequests &
    StoreRequests & {
      /** Answered once the thread is ready to work. */
      'engine.configure': { params: EngineConfig; result: undefined };
    };
  events: StoreEvents & {
    log: LogLine;
  };
};

/** What the host serves to the engine. */
export type EngineHostApi = {
  requests: Record<never, never>;
  events: Record<never, never>;
};

export type EngineConfig = {
  /** Folder of the embedded store; created when first needed. */
  readonly storageDir: string;
};

export type LogLine = { readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly text: string };
