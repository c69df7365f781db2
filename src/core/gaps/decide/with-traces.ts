import type { Finding } from '../model.ts';
import { isEntry } from '../model.ts';
import { operationsAt } from '../traces/match-operations.ts';
import { callsOf, observedServices, sameService } from '../traces/observed-services.ts';
import { observedOf, observedValue } from '../traces/rank.ts';
import type { OperationFacts, ServiceFacts, TraceFacts } from '../traces/trace-facts.ts';
import type { Decided } from './decide-sites.ts';
import type { DecideInput } from './input.ts';

/** Sites joined with the operations that traces show of them. */
export type Joined = {
  readonly traces: TraceFacts;
  readonly services: ReadonlyMap<string, ServiceFacts>;
  readonly operations: ReadonlyMap<Decided, readonly OperationFacts[]>;
};

export function joinTraces(
  input: DecideInput,
  first: readonly Decided[],
): { readonly decided: readonly Decided[]; readonly joined: Joined | undefined } {
  const { traces } = input;
  if (!traces) return { decided: first, joined: undefined };
  const services = observedServices(input.services, traces);
  const seen = new Map<Decided, readonly OperationFacts[]>();
  for (const one of first) {
    const facts = one.service && services.get(one.service.id);
    if (!facts || !isEntry(one.site.kind)) continue;
    const found = operationsAt(one.site, facts);
    if (found.length > 0) seen.set(one, found);
  }
  const decided = settled(first, seen);
  const operations = new Map<Decided, readonly OperationFacts[]>();
  for (const [i, one] of first.entries()) {
    const found = seen.get(one);
    const now = decided[i];
    if (found && now) operations.set(now, found);
  }
  return { decided, joined: { traces, services, operations } };
}

/** What was seen in traces has a span, whatever the files say. */
function settled(
  decided: readonly Decided[],
  seen: ReadonlyMap<Decided, readonly OperationFacts[]>,
): Decided[] {
  return decided.map((one) => {
    const found = seen.get(one);
    if (!found || one.state === 'covered' || one.state === 'quiet' || one.state === 'ignored') return one;
    return {
      ...one,
      state: 'covered',
      sentence: `Seen in traces: ${callsOf(found).toLocaleString('en')} spans.`,
    };
  });
}

/** `file:line` of the sites that traces show. */
export const seenPlaces = (joined: Joined): ReadonlySet<string> =>
  new Set([...joined.operations.keys()].map((one) => `${one.file.path}:${one.site.line}`));

/** Traffic of the place, or of the nearest operation observed around it: what ranks a finding. */
export function withTraffic(finding: Finding, one: Decided, joined: Joined | undefined): Finding {
  if (!joined) return finding;
  const near = nearest(one, joined) ?? callersOf(one, joined);
  if (!near) return finding;
  return {
    ...finding,
    observed: near,
    value: Math.max(finding.value, observedValue(finding.rule, finding.confidence, near)),
    evidence: [...finding.evidence, near.sentence],
  };
}

/** The entry point in the same function or file that was observed. */
function nearest(one: Decided, { operations }: Joined) {
  let best: { found: readonly OperationFacts[]; rank: number; name: string } | undefined;
  for (const [other, found] of operations) {
    if (other.file !== one.file || other === one) continue;
    const around = other.site.line <= one.site.line && one.site.endLine <= other.site.endLine;
    const rank = around ? 2 : other.site.symbol !== '' && other.site.symbol === one.site.symbol ? 1 : 0;
    if (rank > 0 && (!best || rank > best.rank)) best = { found, rank, name: found[0]?.name ?? '' };
  }
  return best && observedOf(best.found, `${best.name}, which it is part of`);
}

/** Calls that arrive at a service that makes no spans of them. */
function callersOf(one: Decided, { traces, services }: Joined) {
  if (!one.service || !isEntry(one.site.kind) || services.has(one.service.id)) return undefined;
  const names = one.service.names;
  let calls = 0;
  const callers = new Set<string>();
  for (const service of traces.services)
    for (const callee of service.callees)
      if (names.some((n) => sameService(n, callee.key.replace(/[:.].*$/, '')))) {
        calls += callee.calls;
        callers.add(service.name);
      }
  if (calls === 0) return undefined;
  return {
    calls,
    errors: 0,
    p95Ns: undefined,
    unexplained: undefined,
    sentence: `${[...callers].slice(0, 3).join(', ')} called ${one.service.name} ${calls.toLocaleString('en')} times in these traces.`,
  };
}
