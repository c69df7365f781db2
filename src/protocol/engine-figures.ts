import type { ChangeRules } from '../core/analysis/regression.ts';
import type { Evidence } from '../core/evidence/evidence.ts';
import type { FunctionEvidence } from '../core/evidence/function-evidence.ts';
import type { SiteComparison } from '../core/figures/compare-sites.ts';
import type { SiteFigures } from '../core/figures/measured-site.ts';
import type { ServiceFigures } from '../core/figures/service-figures.ts';
import type { TraceFacts } from '../core/gaps/traces/trace-facts.ts';
import type { SpanSite } from '../core/mapping/span-site.ts';
import type { FunctionStats, Provenance, SiteStatsRequest, TimeRange } from '../core/ports.ts';

type On = { readonly connection: string };
type Scope = { readonly environment: string | undefined; readonly version: string | undefined };

export type EvidenceRequest = Scope & {
  readonly range: TimeRange;
  /** Most traces fetched: the newest, and the newest that failed. */
  readonly recent: number;
  readonly failed: number;
};

export type GapFactsRequest = Scope & {
  readonly range: TimeRange;
  /** Most traces fetched: the newest. */
  readonly recent: number;
  /** How the window is called; said with every finding that rests on it. */
  readonly source: string;
};

export type FunctionEvidenceRequest = Scope & {
  /** One span of any of these is a call of the function. */
  readonly sites: readonly SpanSite[];
  readonly range: TimeRange;
  /** ns, as the figures say: where slow begins, and what is typical. */
  readonly p50: number;
  readonly p95: number;
  /** Most traces of each kind. */
  readonly limit: number;
};

/** One side of a comparison. */
export type ComparedSide = { readonly range: TimeRange; readonly version: string | undefined };

export type CompareRequest = {
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  readonly environment: string | undefined;
  readonly rules: ChangeRules;
};

/** What the editor shows beside code: figures of all places in few messages, and what recent traces show of them. */
export type FiguresRequests = {
  /** Sites come as parts of a few hundred: reading one message must not hold up the host. */
  'figures.sites': {
    params: On & { request: SiteStatsRequest };
    result: { readonly services: readonly ServiceFigures[]; readonly provenance: Provenance };
    part: readonly SiteFigures[];
  };
  /** Figures of the sites taken together, in each of the ranges. */
  'figures.series': {
    params: On & Scope & { sites: readonly SpanSite[]; ranges: readonly TimeRange[] };
    result: { readonly stats: readonly (FunctionStats | undefined)[]; readonly provenance: Provenance };
  };
  'figures.evidence': { params: On & { request: EvidenceRequest }; result: Evidence };
  /** What recent traces say to the gap analysis. */
  'figures.gapFacts': { params: On & { request: GapFactsRequest }; result: TraceFacts };
  /** Places whose latency or errors changed between two windows or versions; sketches stay behind. */
  'figures.compare': {
    params: On & { request: CompareRequest };
    result: SiteComparison & { readonly provenance: Provenance };
  };
  /** Traces of one function: the slowest, failing, latest, typical, and those that differ most. */
  'figures.function': { params: On & { request: FunctionEvidenceRequest }; result: FunctionEvidence };
};
