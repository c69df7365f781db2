import type { SpanSite } from '../mapping/span-site.ts';
import type { Provenance } from '../ports.ts';

/** What of a trace is a problem of some line of code. */
export type FindingKind = 'n-plus-one' | 'serial-calls' | 'retry-storm' | 'swallowed-error';

/** Indexes are into `sites` of the evidence they belong to. */
export type Finding = {
  readonly kind: FindingKind;
  /** Whose doing it is. */
  readonly doer: number;
  /** The call that shows it: what is repeated, tried again, waited for, or failed unheard. */
  readonly call: number;
  /** Of the worst: how many calls it was, how long they took (ns), and the sentence that tells it. */
  readonly count: number;
  readonly totalNs: number;
  readonly text: string;
  /** How many of the traces that have the doer show it. */
  readonly traces: number;
  readonly of: number;
  readonly lastMs: number;
  /** The worst. */
  readonly traceId: string;
  readonly spanId: string;
};

/** Exceptions of one type that came from the same frames. */
export type Thrown = {
  readonly site: number;
  readonly type: string;
  readonly message: string;
  /** As recorded, of the newest; '' where none was. */
  readonly stack: string;
  readonly count: number;
  readonly lastMs: number;
  readonly traceId: string;
  readonly spanId: string;
};

/** Calls from the code of one site to that of another. */
export type SiteEdge = {
  readonly caller: number;
  readonly callee: number;
  readonly calls: number;
  readonly totalNs: number;
  readonly errors: number;
};

/** What recent traces show beyond what is counted of every span. */
export type Evidence = {
  readonly sites: readonly { readonly id: string; readonly site: SpanSite }[];
  /** Traces looked at, those that were looked for because they failed among them. */
  readonly traces: number;
  readonly provenance: Provenance;
  /** ns on the critical path, and ns of the requests that the site took part in. */
  readonly critical: readonly { readonly site: number; readonly ns: number; readonly requestNs: number }[];
  readonly edges: readonly SiteEdge[];
  readonly findings: readonly Finding[];
  readonly thrown: readonly Thrown[];
};

export const NO_EVIDENCE: Evidence = {
  sites: [],
  traces: 0,
  provenance: { exact: true, notes: [] },
  critical: [],
  edges: [],
  findings: [],
  thrown: [],
};
