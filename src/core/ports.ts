/**
 * What the outer layers implement and the inner ones call. Everything takes plain data and an AbortSignal; everything
 * that can fail throws a BackendError whose message is a sentence for the user with the next step.
 */
import type { SpanSite } from './mapping/span-site.ts';
import type { Query } from './query/ast.ts';
import type { Trace } from './trace/columns.ts';

/** What a user can connect to; `grafana` is a door to one of the first three. */
export type RemoteKind = 'jaeger' | 'tempo' | 'zipkin' | 'victoriatraces' | 'grafana';

export type BackendKind = 'local' | RemoteKind;

export type BackendErrorCode =
  | 'unreachable'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'too-large'
  /** The backend understood the request and does not take it: a query it cannot run, a range it does not allow. */
  | 'bad-request'
  | 'bad-response'
  | 'unsupported'
  | 'cancelled';

export class BackendError extends Error {
  readonly code: BackendErrorCode;
  constructor(code: BackendErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackendError';
    this.code = code;
  }
}

/** Unix nanoseconds would not fit a number; windows are whole milliseconds. */
export type TimeRange = { readonly fromMs: number; readonly toMs: number };

/** How a figure or a list came about; shown wherever it is. */
export type Provenance = {
  /** All matching data was seen; otherwise `sampled` or `approximate` says why not. */
  readonly exact: boolean;
  /** Sentences such as "12 traces sampled", "filtered here", "newest 30 s not yet visible". */
  readonly notes: readonly string[];
};

export type Capability = 'native' | 'client-side' | 'none';

/**
 * `native`: the backend does it. `client-side`: done here over what it hands out, and marked so in each answer.
 * `none`: asking throws `unsupported` with the reason.
 */
export type BackendInfo = {
  readonly kind: BackendKind;
  /** The product in words, without its version: "Jaeger", "Tempo through Grafana". */
  readonly title: string;
  readonly version: string | undefined;
  readonly capabilities: {
    readonly search: Capability;
    readonly attributeKeys: Capability;
    readonly attributeValues: Capability;
    readonly functionStats: Capability;
    readonly serviceGraph: Capability;
    readonly tail: Capability;
  };
  readonly notes: readonly string[];
};

export type Operation = { readonly name: string; readonly kind: string | undefined };

export type TraceSummary = {
  readonly traceId: string;
  readonly rootService: string;
  readonly rootName: string;
  readonly startMs: number;
  readonly durationNs: number;
  /** Unknown to some backends until the trace is opened. */
  readonly spanCount: number | undefined;
  readonly errorCount: number | undefined;
  readonly services: readonly { readonly name: string; readonly spans: number; readonly errors: number }[];
  /** Ids of the spans that matched the query, where the backend says. */
  readonly matchedSpans: readonly string[];
};

export type SearchRequest = {
  readonly query: Query;
  readonly range: TimeRange;
  readonly limit: number;
};

export type SearchPage = {
  readonly traces: readonly TraceSummary[];
  readonly provenance: Provenance;
  /** What was sent to the backend, for the user to see. */
  readonly sent: string;
  readonly done: boolean;
};

export type TraceHints = { readonly range?: TimeRange };

export type TraceResult = {
  readonly trace: Trace;
  /** False while spans may still be missing (in flight, truncated by the backend). */
  readonly complete: boolean;
  readonly provenance: Provenance;
  /** Where the backend's own UI shows it. */
  readonly url: string | undefined;
};

export type LogEntry = {
  /** Unix ns. */
  readonly time: bigint;
  readonly spanId: string;
  readonly severity: string;
  readonly body: string;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
};

export type StatsRequest = {
  readonly sites: readonly SpanSite[];
  readonly range: TimeRange;
  readonly environment: string | undefined;
  readonly version: string | undefined;
};

/** Durations in ns. `sketch` is a serialised DDSketch of durations where the backend has one. */
export type FunctionStats = {
  readonly count: number;
  readonly errors: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Undefined where the backend keeps no extremes. */
  readonly max: number | undefined;
  readonly selfP50: number | undefined;
  readonly lastSeenMs: number | undefined;
  readonly lastErrorMs: number | undefined;
  readonly sketch: Uint8Array | undefined;
};

export type StatsResult = {
  /** One a site of the request, in its order; undefined where nothing was seen. */
  readonly stats: readonly (FunctionStats | undefined)[];
  readonly provenance: Provenance;
};

/** Which sites a backend has seen, without naming them first: what annotates a workspace and fills the service list. */
export type SiteStatsRequest = {
  /** Of every service when undefined. */
  readonly service: string | undefined;
  readonly range: TimeRange;
  readonly environment: string | undefined;
  readonly version: string | undefined;
  readonly limit: number;
};

export type SiteStatsResult = {
  /** Most calls first. A backend that aggregates knows of a site only what it grouped by; the rest is empty. */
  readonly sites: readonly { readonly site: SpanSite; readonly stats: FunctionStats }[];
  readonly provenance: Provenance;
};

export type ServiceEdge = {
  readonly caller: string;
  readonly callee: string;
  readonly calls: number;
  /** Undefined where the backend counts calls only. */
  readonly errors: number | undefined;
  readonly p50Ns: number | undefined;
  readonly p95Ns: number | undefined;
};

export type ServiceGraphResult = { readonly edges: readonly ServiceEdge[]; readonly provenance: Provenance };

/** One a connection. The embedded store implements it like every remote one. */
export interface TraceBackend {
  readonly kind: BackendKind;
  describe(signal: AbortSignal): Promise<BackendInfo>;
  services(range: TimeRange, signal: AbortSignal): Promise<readonly string[]>;
  operations(service: string, range: TimeRange, signal: AbortSignal): Promise<readonly Operation[]>;
  /** As the query language writes them: `span.http.route`, `resource.service.version`, `event.exception.type`. */
  attributeKeys(range: TimeRange, signal: AbortSignal): Promise<readonly string[]>;
  /** `key` in the same form, or an intrinsic that has few values such as `name` or `kind`. Most frequent first where known. */
  attributeValues(key: string, range: TimeRange, signal: AbortSignal): Promise<readonly string[]>;
  /** Newest first; the last page has `done`. */
  search(request: SearchRequest, signal: AbortSignal): AsyncIterable<SearchPage>;
  trace(traceId: string, hints: TraceHints, signal: AbortSignal): Promise<TraceResult>;
  logs(traceId: string, signal: AbortSignal): Promise<readonly LogEntry[]>;
  functionStats(request: StatsRequest, signal: AbortSignal): Promise<StatsResult>;
  siteStats(request: SiteStatsRequest, signal: AbortSignal): Promise<SiteStatsResult>;
  serviceGraph(range: TimeRange, signal: AbortSignal): Promise<ServiceGraphResult>;
  /** New traces as they come, each id once; ends when the signal aborts. */
  tail(query: Query, signal: AbortSignal): AsyncIterable<readonly TraceSummary[]>;
  /** Where the backend's own UI shows a trace, at one of its spans where that UI can. */
  link(traceId: string, spanId?: string): string | undefined;
  close(): Promise<void>;
}

export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
