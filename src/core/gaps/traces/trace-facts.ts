import type { KindName } from '../../trace/columns.ts';

/** What the traces of a window say, as far as the gap analysis asks (spec/gaps.md 2.6). Plain data; times in ns. */
export type TraceFacts = {
  readonly traces: number;
  readonly spans: number;
  /** How they were got: "local store, last 24 h". Said with every finding that rests on them. */
  readonly source: string;
  readonly services: readonly ServiceFacts[];
};

export type ServiceFacts = {
  /** `service.name`; '' where the resource has none. */
  readonly name: string;
  /** `telemetry.sdk.language` */
  readonly language: string;
  readonly spans: number;
  /** Spans with `code.*` attributes. */
  readonly withCode: number;
  readonly scopes: readonly ScopeFacts[];
  readonly operations: readonly OperationFacts[];
  readonly callees: readonly CalleeFacts[];
  readonly orphans: readonly OrphanFacts[];
  /** Consumers without parent and links, by destination. */
  readonly brokenConsumes: readonly { readonly destination: string; readonly calls: number }[];
};

export type ScopeFacts = { readonly name: string; readonly spans: number };

/** Spans of one kind and name. */
export type OperationFacts = {
  readonly name: string;
  readonly kind: KindName;
  readonly scope: string;
  readonly calls: number;
  readonly errors: number;
  readonly p95Ns: number;
  /** Sum of their time, and of the part during which no child runs. */
  readonly totalNs: number;
  readonly selfNs: number;
  readonly keys: OperationKeys;
  /** Traces that begin with it; of those, how many come from a browser or a phone. */
  readonly roots: number;
  readonly frontendRoots: number;
  readonly holes: readonly HoleFacts[];
};

/** '' where the spans do not say. */
export type OperationKeys = {
  readonly route: string;
  readonly method: string;
  /** `service/method` */
  readonly rpc: string;
  readonly destination: string;
  readonly faas: string;
  readonly code: string;
  readonly file: string;
  readonly line: number;
};

/** Time of an operation between two of its children that no child covers. '' for the operation's own start and end. */
export type HoleFacts = {
  readonly after: Place;
  readonly before: Place;
  /** Spans of the operation in which the hole is long enough to count, and all of the operation's. */
  readonly spans: number;
  readonly of: number;
  readonly totalNs: number;
  /** Sum of squares in seconds, for the spread. */
  readonly squares: number;
  /** Sum of the time of those spans. */
  readonly parentNs: number;
};

export type Place = {
  readonly name: string;
  readonly kind: KindName;
  readonly scope: string;
  readonly keys: OperationKeys;
};

/** Whom client and producer spans call. */
export type CalleeFacts = {
  readonly operation: string;
  readonly kind: KindName;
  /** Peer service, `host:port`, RPC service or destination. */
  readonly key: string;
  /** What kind of thing is called: a database and the like never makes a span. */
  readonly what: 'service' | 'database' | 'messaging' | 'cache';
  readonly calls: number;
  /** Of those, with a span of another service below. */
  readonly answered: number;
  readonly traces: number;
};

/** Spans whose parent never arrived. */
export type OrphanFacts = {
  readonly operation: string;
  readonly kind: KindName;
  readonly scope: string;
  readonly keys: OperationKeys;
  readonly spans: number;
  readonly traces: number;
};
