import type { SpanSite } from '../core/mapping/span-site.ts';
import type { TimeRange } from '../core/ports.ts';

/** A trace held by the engine, named by a handle until it is closed. */
export type OpenedTrace = {
  readonly handle: number;
  readonly traceId: string;
  readonly spanCount: number;
  readonly rootName: string;
  readonly rootService: string;
  /** Unix ns as decimal text. */
  readonly startUnixNano: string;
  readonly durationNs: number;
  readonly errorCount: number;
  /** Whether all spans are believed to be here. */
  readonly complete: boolean;
  readonly notes: readonly string[];
  /** Where it came from: a file's path or a connection's name. */
  readonly source: string;
  readonly url: string | undefined;
};

export type LoadProgress = {
  readonly done: number;
  readonly total: number | undefined;
  readonly text: string;
};

/** What mapping needs of a trace; the indexer takes it as it is (`index.resolveSpans`). */
export type TraceSitesMessage = {
  readonly sites: readonly SpanSite[];
  readonly siteOf: Uint32Array;
  readonly parents: Int32Array;
};

export type TraceRequests = {
  /** Every trace of a file, in the file's order. */
  'trace.openFile': { params: { path: string }; result: readonly OpenedTrace[]; part: LoadProgress };
  /** By id, from a connection ('local' is the embedded store). */
  'trace.open': {
    params: { connection: string; traceId: string; range?: TimeRange };
    result: OpenedTrace;
    part: LoadProgress;
  };
  /**
   * The serialised trace without details (core/trace/serialise.ts); moved, not copied. With `first`, only so many
   * spans from the top.
   */
  'trace.timeline': { params: { handle: number; first?: number }; result: ArrayBuffer };
  'trace.sites': { params: { handle: number }; result: TraceSitesMessage };
  /** Names of attributes whose values are secrets, see core/trace/secret-keys.ts; for what is shown and exported. */
  'view.configure': { params: { secretKeys: readonly string[] }; result: undefined };
  'trace.close': { params: { handle: number }; result: undefined };
};
