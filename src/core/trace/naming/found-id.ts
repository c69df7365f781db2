/** How a trace was named. */
export type IdKind =
  | 'traceparent'
  | 'b3'
  | 'b3-headers'
  | 'xray'
  | 'datadog'
  | 'jaeger-header'
  | 'google-header'
  | 'sentry-header'
  | 'log-field'
  | 'url'
  | 'bare-128'
  | 'bare-64';

/** Whose user interface a URL is of. `other`: it names a trace as such pages do, whoever's it is. */
export type UiKind =
  | 'jaeger'
  | 'grafana'
  | 'tempo'
  | 'zipkin'
  | 'victoriatraces'
  | 'datadog'
  | 'newrelic'
  | 'dynatrace'
  | 'honeycomb'
  | 'xray'
  | 'azure'
  | 'google'
  | 'elastic'
  | 'signoz'
  | 'openobserve'
  | 'other';

export type UiLink = {
  readonly ui: UiKind;
  /** Where the interface begins, without a slash at the end: what a connection is recognised by. */
  readonly baseUrl: string;
  /** Grafana: the data source's uid. */
  readonly dataSource: string | undefined;
};

export type FoundId = {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits. */
  readonly spanId: string | undefined;
  readonly kind: IdKind;
  /**
   * `certain`: its form or name says so. `likely`: it stands where ids stand. `low`: hex of the right length, which
   * may as well be a checksum or a commit.
   */
  readonly confidence: 'certain' | 'likely' | 'low';
  /** Offsets into the text of what names it, end exclusive. */
  readonly range: { readonly start: number; readonly end: number };
  readonly sampled: boolean | undefined;
  readonly link: UiLink | undefined;
};

/** What a reader found, and all the text that it accounts for: in that nothing else is an id. */
export type FoundText = {
  readonly ids: readonly FoundId[];
  readonly ranges: readonly FoundId['range'][];
};

/** What a reader hands back; the rest is filled in. */
export type Naming = Pick<FoundId, 'traceId' | 'kind' | 'range'> & Partial<FoundId>;

export function found(naming: Naming): FoundId {
  return { spanId: undefined, confidence: 'certain', sampled: undefined, link: undefined, ...naming };
}
