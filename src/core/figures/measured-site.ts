import type { Resolution } from '../mapping/resolution.ts';
import type { SpanSite } from '../mapping/span-site.ts';
import type { FunctionStats } from '../ports.ts';

/** A place spans tell of, with its figures of the window. `id` is its fingerprint. */
export type SiteFigures = {
  readonly id: string;
  readonly site: SpanSite;
  readonly stats: FunctionStats;
  /** ns all its calls took together; an estimate where the backend keeps no sketch. */
  readonly totalNs: number;
};

/** The same, led to code. */
export type MeasuredSite = Omit<SiteFigures, 'totalNs'> & { readonly resolution: Resolution };

/** A function of a file as the editor's text has it now. Lines count from 1. */
export type CodeFunction = {
  /** With what encloses it: "OrderService.place"; '' for one without a name. */
  readonly symbol: string;
  /** Line of the name: where figures are shown. */
  readonly line: number;
  /** 0-based UTF-16 column of the name. */
  readonly column: number;
  /** Decorators and annotations included. */
  readonly startLine: number;
  readonly endLine: number;
  /** Loops in it, by line, outer before inner. */
  readonly loops: readonly LineRange[];
};

export type LineRange = { readonly line: number; readonly endLine: number };

/** An exception as recent traces show it. */
export type SeenThrow = {
  /** Of the span that recorded it. */
  readonly site: string;
  readonly type: string;
  readonly message: string;
  /** Where its stack trace leads to. */
  readonly resolution: Resolution;
  readonly count: number;
  readonly lastMs: number;
  /** A trace that has it, the newest. */
  readonly traceId: string;
  readonly spanId: string;
};
