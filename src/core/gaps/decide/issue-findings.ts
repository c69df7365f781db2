import { isSuppressed } from '../match/suppressions.ts';
import type { CodeIssue, Finding, FixRef } from '../model.ts';
import { severityOf } from '../taxonomy.ts';
import { fingerprint } from './fingerprint.ts';
import { type DecideInput, familyOfFile, isLookedAt, serviceIndex } from './input.ts';
import { staticValue } from './site-finding.ts';

const FIXES: Readonly<Record<string, FixRef>> = {
  'span.not-ended': { kind: 'end-span', title: 'End the span whatever happens' },
  'span.not-ended-on-path': { kind: 'end-span', title: 'End the span whatever happens' },
  'span.not-ended-on-exception': { kind: 'end-span', title: 'End the span whatever happens' },
  'span.error-status-unset': { kind: 'set-status', title: 'Set the error status' },
  'context.detached': { kind: 'pass-context', title: 'Pass the context on' },
  'context.request-without-ctx': { kind: 'pass-context', title: 'Make the request with the context' },
  'context.call-without-ctx': { kind: 'pass-context', title: 'Call with the context' },
};

/** Findings that one file proves alone: context and span rules. */
export function issueFindings(input: DecideInput): { findings: Finding[]; ignored: number } {
  const serviceOf = serviceIndex(input.services);
  const findings: Finding[] = [];
  let ignored = 0;
  for (const file of input.files) {
    if (file.gaps.issues.length === 0 || !isLookedAt(file, input.config)) continue;
    const service = serviceOf(file.path, familyOfFile(file));
    const evidence = service && input.evidence.get(service.id);
    const agent =
      evidence?.enabled.has('java-agent') ||
      evidence?.enabled.has('opentelemetry-instrumentation-threading') ||
      (evidence?.blanket.length ?? 0) > 0;
    const silent = !evidence || (evidence.enabled.size === 0 && evidence.blanket.length === 0);
    for (const issue of file.gaps.issues) {
      if (issue.unless === 'agent' && (agent || silent)) continue;
      if (isSuppressed(file.gaps.suppressions, issue.rule, issue.line, issue.endLine)) ignored++;
      else findings.push(toFinding(file.path, issue, service?.name ?? ''));
    }
  }
  return { findings, ignored };
}

function toFinding(file: string, issue: CodeIssue, service: string): Finding {
  const fix = FIXES[issue.rule];
  return {
    rule: issue.rule,
    service,
    tech: '',
    file,
    line: issue.line,
    column: issue.column,
    endLine: issue.endLine,
    symbol: issue.symbol,
    title: issue.title,
    confidence: issue.confidence,
    severity: severityOf(issue.rule, issue.confidence),
    why: issue.why,
    evidence: ['Read from this file alone.'],
    keys: {},
    observed: undefined,
    fixes: [...(fix ? [fix] : []), { kind: 'ignore', title: 'Ignore here' }],
    fingerprint: fingerprint([issue.rule, file, issue.symbol, issue.title]),
    remedy: '',
    value: staticValue(issue.rule, issue.confidence, 1),
  };
}
