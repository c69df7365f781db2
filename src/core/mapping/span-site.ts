/**
 * What mapping needs to know of a span: the keys that can say where its code is, and nothing else. Equal sites share
 * a fingerprint, a location and a row of statistics; a busy service has thousands of spans and dozens of sites.
 */
export type SpanSite = {
  readonly service: string;
  /** `telemetry.sdk.language`, '' when absent. */
  readonly language: string;
  /** See KIND in trace/columns.ts. */
  readonly kind: number;
  readonly name: string;
  readonly scope: string;
  /** Revision keys of the resource in the order they are trusted (vcs.ref.head.revision first). */
  readonly revisions: readonly string[];
  /** The remaining location-bearing attributes by key, as sent: code.*, http.route, rpc.*, db.*, messaging.* ... */
  readonly attributes: Readonly<Record<string, string>>;
  /** Location-bearing resource attributes: vcs.repository.url.full, process.working_directory ... */
  readonly resource: Readonly<Record<string, string>>;
  /** The newest exception stack trace of the span, cut at 64 KB; '' when there is none. Not part of the fingerprint. */
  readonly stack: string;
  /** `code.stacktrace`, cut at 64 KB: where the span was started or ended. Not part of the fingerprint. */
  readonly callStack: string;
};

/** Says nothing: for stack traces that came without a span. */
export const NO_SITE: SpanSite = {
  service: '',
  language: '',
  kind: 0,
  name: '',
  scope: '',
  revisions: [],
  attributes: {},
  resource: {},
  stack: '',
  callStack: '',
};
