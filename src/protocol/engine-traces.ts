import type { SpanSite } from '../core/mapping/span-site.ts';
import type { TimeRange } from '../core/ports.ts';

/** An attribute as it is shown: its text, and what it was. BigInt does not survive the way to a webview. */
export type ShownAttribute = {
  readonly key: string;
  readonly type: 'string' | 'number' | 'boolean' | 'bytes' | 'json' | 'empty';
  readonly text: string;
};

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

export type SpanEvent = {
  /** ns from the trace's epoch. */
  readonly time: number;
  readonly name: string;
  readonly attributes: readonly ShownAttribute[];
};

export type SpanLink = {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: readonly ShownAttribute[];
};

/** Everything about one span that the timeline does not hold. */
export type SpanDetails = {
  readonly span: number;
  readonly spanId: string;
  readonly parentId: string;
  readonly name: string;
  readonly service: string;
  readonly statusMessage: string;
  readonly traceState: string;
  readonly scope: { readonly name: string; readonly version: string };
  readonly attributes: readonly ShownAttribute[];
  readonly resource: readonly ShownAttribute[];
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
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
  /** The serialised trace without details (core/trace/serialise.ts); moved, not copied. */
  'trace.timeline': { params: { handle: number }; result: ArrayBuffer };
  'trace.span': { params: { handle: number; span: number }; result: SpanDetails };
  'trace.sites': { params: { handle: number }; result: TraceSitesMessage };
  'trace.close': { params: { handle: number }; result: undefined };
};
