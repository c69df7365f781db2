import type { Comparison } from '../core/analysis/compare.ts';
import type { Health } from '../core/analysis/health.ts';
import type { GroupBy, StatsRow } from '../core/analysis/operation-stats.ts';
import type { Pattern } from '../core/analysis/patterns/pattern.ts';
import type { Sentence } from '../core/analysis/sentence.ts';
import type { ServiceGraph } from '../core/analysis/service-graph.ts';
import type { TimeShare } from '../core/analysis/time-shares.ts';

/** What the analyses found, as far as a panel draws or tells it. Columns are in display order. */
export type Findings = {
  readonly summary: Sentence;
  /** ns; float32 keeps seven digits, three are shown. */
  readonly selfTime: Float32Array;
  /** A bit a span: whether it is on the critical path. Where it runs comes with the rows (`trace.rows`). */
  readonly onPath: Uint8Array;
  readonly patterns: readonly Pattern[];
  readonly health: Health;
  /** Where it went wrong first, and the failed spans from the root down to there. */
  readonly rootCause: { readonly span: number; readonly chain: readonly number[] } | undefined;
  readonly shares: readonly TimeShare[];
  readonly requestNs: number;
  /** Starts with clock skew taken out; undefined where there is none. */
  readonly adjusted: Float64Array | undefined;
};

/** Spans merged by their path of operations; parents before children. See core/analysis/flame.ts. */
export type FlameNodes = {
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  /** Number in `labels` and `services`. */
  readonly operation: Uint32Array;
  readonly spans: Uint32Array;
  readonly errors: Uint32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly value: Float64Array;
  readonly example: Uint32Array;
  readonly labels: readonly string[];
  readonly services: readonly string[];
};

type On = { readonly handle: number };

export type AnalysisRequests = {
  'trace.findings': { params: On; result: Findings };
  'trace.flame': { params: On; result: FlameNodes };
  /** Row of each span in a flame graph over time. */
  'trace.flameRows': { params: On; result: { readonly row: Uint32Array; readonly rows: number } };
  'trace.table': { params: On & { groupBy: GroupBy }; result: readonly StatsRow[] };
  'trace.graph': { params: On; result: ServiceGraph };
  /** Graphviz text of the service graph. */
  'trace.dot': { params: On; result: string };
  /** Against other open traces; `handle` is the newer side. */
  'trace.compare': { params: On & { with: readonly number[] }; result: Comparison };
};
