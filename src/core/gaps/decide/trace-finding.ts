import type { Service } from '../evidence/service.ts';
import type { Confidence, Finding, FixRef, Observed, Severity } from '../model.ts';
import { severityOf } from '../taxonomy.ts';
import { observedValue } from '../traces/rank.ts';
import type { TraceFacts } from '../traces/trace-facts.ts';
import { fingerprint } from './fingerprint.ts';

export type TraceSaid = {
  readonly rule: string;
  readonly service: Service;
  readonly at?:
    | { readonly file: string; readonly line: number; readonly endLine?: number; readonly symbol?: string }
    | undefined;
  readonly title: string;
  readonly why: readonly string[];
  readonly evidence?: readonly string[];
  readonly confidence: Confidence;
  readonly severity?: Severity;
  readonly observed: Observed;
  /** What the finding is about, for its fingerprint. */
  readonly about: readonly string[];
  readonly fixes?: readonly FixRef[];
  readonly tech?: string;
};

/** A finding that rests on traces, at the code it is about, else at the manifest of its service. */
export function traceFinding(traces: TraceFacts, said: TraceSaid): Finding {
  const { rule, service, at, confidence } = said;
  return {
    rule,
    service: service.name,
    tech: said.tech ?? '',
    file: at?.file ?? service.manifest,
    line: at?.line ?? 1,
    endLine: at?.endLine ?? at?.line ?? 1,
    symbol: at?.symbol ?? '',
    title: said.title,
    confidence,
    severity: said.severity ?? severityOf(rule, confidence),
    why: said.why,
    evidence: [
      ...(said.evidence ?? []),
      said.observed.sentence,
      `Looked at: ${traces.traces.toLocaleString('en')} traces (${traces.source}).`,
    ].filter((e) => e !== ''),
    keys: {},
    observed: said.observed,
    fixes: [...(said.fixes ?? []), { kind: 'ignore', title: 'Ignore here' }],
    fingerprint: fingerprint([rule, service.id, ...said.about]),
    remedy: '',
    value: observedValue(rule, confidence, said.observed),
  };
}

/** Figures where only a number of calls is known. */
export const seen = (calls: number, sentence: string): Observed => ({
  calls,
  errors: 0,
  p95Ns: undefined,
  unexplained: undefined,
  sentence,
});
