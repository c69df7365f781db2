import type { Confidence, Role } from '../mapping/resolution.ts';
import type { CodeFunction } from './measured-site.ts';
import type { MergedStats } from './merge-stats.ts';
import type { CallKind } from './site-label.ts';

/** Everything measured that stands in one file. Lists are by line. */
export type FileFigures = {
  readonly functions: readonly FunctionFigures[];
  readonly calls: readonly CallFigures[];
  readonly throws: readonly ThrowFigures[];
};

export const NO_FIGURES: FileFigures = { functions: [], calls: [], throws: [] };

/** How sure it is that figures belong where they stand, and why. */
export type Mapping = {
  readonly confidence: Confidence;
  readonly role: Role;
  /** More than one place fits as well: nothing is shown there unasked. */
  readonly ambiguous: boolean;
  readonly evidence: readonly string[];
  /** Where lines were led from an older revision: a sentence. */
  readonly moved: string | undefined;
};

export type FunctionFigures = {
  readonly code: CodeFunction;
  readonly stats: MergedStats;
  /** Fingerprints of the sites it is made of. */
  readonly sites: readonly string[];
  readonly services: readonly string[];
  /** Names of its spans, most calls first. */
  readonly operations: readonly string[];
  readonly mapping: Mapping;
  /** ns on the critical path of recent requests / ns of those requests; undefined where unknown. */
  readonly criticalShare: number | undefined;
  readonly stale: Stale | undefined;
};

/** A line that calls out, or starts a span inside a function that has figures of its own. */
export type CallFigures = {
  readonly line: number;
  readonly label: string;
  readonly kind: CallKind;
  readonly stats: MergedStats;
  /** Calls for each call of the function around it; undefined where that is not known. */
  readonly perCall: number | undefined;
  /** Symbol of the function around it, '' for none. */
  readonly within: string;
  /** As of a function. */
  readonly criticalShare: number | undefined;
  readonly sites: readonly string[];
  readonly services: readonly string[];
  readonly mapping: Mapping;
  readonly stale: Stale | undefined;
};

export type ThrowFigures = {
  readonly line: number;
  readonly type: string;
  readonly message: string;
  readonly count: number;
  readonly lastMs: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly mapping: Mapping;
  readonly stale: Stale | undefined;
};

/**
 * `changed`: all that was measured was measured before the code was changed. `mixed`: part of it was. Known from a
 * change that somebody saw being made, or from the revision that spans were recorded at.
 */
export type Stale = {
  readonly state: 'changed' | 'mixed';
  readonly changedMs: number | undefined;
  /** Commit that the code differs from. */
  readonly revision: string | undefined;
};
