import type { Sentence } from '../sentence.ts';

export type PatternKind =
  | 'n-plus-one'
  | 'serial-could-be-parallel'
  | 'retry-storm'
  | 'fan-out'
  | 'gap'
  | 'queue-wait'
  | 'dominant-child'
  | 'chatty-pair'
  | 'wrong-host';

/** Something a trace shows that somebody should look at. */
export type Pattern = {
  readonly kind: PatternKind;
  /** Whose doing it is: the parent, the caller, the span with the odd value. */
  readonly span: number;
  /** Spans (gaps: holes) that make it up. */
  readonly count: number;
  /** ns of the trace during which it went on; overlapping spans count once. */
  readonly totalNs: number;
  /** The spans that show it, by start. */
  readonly spans: Uint32Array;
  readonly sentence: Sentence;
  readonly text: string;
};
