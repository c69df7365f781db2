import type { Finding, Observed } from '../model.ts';
import { weightOf } from '../taxonomy.ts';
import type { OperationFacts } from './trace-facts.ts';

const CONFIDENCE = { high: 1, medium: 0.6, low: 0.3 } as const;

/** Value with traces: kind x confidence x traffic x unexplained time x errors (spec/gaps.md 4.5). */
export function observedValue(rule: string, confidence: Finding['confidence'], observed: Observed): number {
  return (
    weightOf(rule) *
    CONFIDENCE[confidence] *
    Math.log10(1 + observed.calls) *
    (1 + (observed.unexplained ?? 0)) *
    (observed.errors > 0 ? 1.5 : 1)
  );
}

/** Figures of operations taken together. `what` begins the sentence: "GET /x". */
export function observedOf(operations: readonly OperationFacts[], what: string): Observed {
  const calls = operations.reduce((n, o) => n + o.calls, 0);
  const errors = operations.reduce((n, o) => n + o.errors, 0);
  const total = operations.reduce((n, o) => n + o.totalNs, 0);
  const self = operations.reduce((n, o) => n + o.selfNs, 0);
  const unexplained = total > 0 ? self / total : 0;
  const failed = errors > 0 ? `, ${percent(errors / Math.max(1, calls))} of them failed` : '';
  return {
    calls,
    errors,
    p95Ns: operations.reduce((most, o) => Math.max(most, o.p95Ns), 0),
    unexplained,
    sentence: `${what}: ${calls.toLocaleString('en')} times in these traces${failed}; no span explains ${percent(unexplained)} of its time.`,
  };
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;
