import type { Mapping } from '../core/figures/file-figures.ts';
import type { FunctionStats } from '../core/ports.ts';

/** A function, call or line that figures are of: enough to find its traces. */
export type MeasuredCode = {
  /** As the user reads it: "charge", "SELECT orders". */
  readonly name: string;
  /** Fingerprints of its sites. */
  readonly sites: readonly string[];
  readonly stats: FunctionStats;
  readonly mapping: Mapping;
};

/** A trace of a connection, at one of its spans. */
export type TraceTarget = {
  readonly connection: string;
  readonly traceId: string;
  readonly spanId?: string | undefined;
};

export type ShowTrace = (target: TraceTarget) => void;

/** What can be done with measured code, wherever it is shown. */
export type FunctionActions = {
  openSlowest(code: MeasuredCode): Promise<void>;
  openLatestError(code: MeasuredCode): Promise<void>;
  findTraces(code: MeasuredCode): Promise<void>;
  compare(code: MeasuredCode): Promise<void>;
  explain(code: MeasuredCode): Promise<void>;
};
