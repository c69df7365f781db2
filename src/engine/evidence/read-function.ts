import { chooseCalls } from '../../core/evidence/choose-calls.ts';
import {
  type CallShape,
  callsOfFunction,
  type FunctionEvidence,
} from '../../core/evidence/function-evidence.ts';
import { scopeConditions, siteConditions, spansWhere } from '../../core/figures/site-query.ts';
import { fingerprint } from '../../core/mapping/fingerprint.ts';
import type { TraceBackend, TraceSummary } from '../../core/ports.ts';
import { plural } from '../../core/trace/units.ts';
import type { FunctionEvidenceRequest } from '../../protocol/engine-figures.ts';
import { findTraces, visitTraces } from './fetch-traces.ts';

/** Sites of one function that are searched for: more are spellings of the same. */
const MOST_SITES = 4;

/**
 * Finds the traces of a function that are worth opening. The backend is asked for slow, failing, newest and typical
 * calls one by one, because a sample of the newest hardly ever has the slowest.
 */
export async function readFunction(
  backend: TraceBackend,
  request: FunctionEvidenceRequest,
  signal: AbortSignal,
): Promise<FunctionEvidence> {
  const { sites, range, p50, p95, limit } = request;
  const ids = new Set(sites.map(fingerprint));
  const found = new Map<string, TraceSummary>();
  const notes = new Set<string>();
  const scope = scopeConditions(request);
  const around = [`duration >= ${ns(p50 * 0.85)}`, `duration <= ${ns(p50 * 1.15)}`];
  const searches: readonly (readonly [conditions: readonly string[], most: number])[] = [
    [[], Math.max(limit * 3, 12)],
    [['status = error'], limit],
    ...(p95 > 0 ? ([[[`duration >= ${ns(p95)}`], limit * 3]] as const) : []),
    ...(p50 > 0 ? ([[around, limit]] as const) : []),
  ];
  for (const site of sites.slice(0, MOST_SITES))
    for (const [conditions, most] of searches) {
      const query = spansWhere([...scope, ...siteConditions(site), ...conditions]);
      const { traces, provenance } = await findTraces(backend, query, range, most, signal);
      for (const trace of traces) found.set(trace.traceId, trace);
      for (const note of provenance.notes) notes.add(note);
    }
  const calls: CallShape[] = [];
  const missed = await visitTraces(
    backend,
    [...found.values()],
    (trace) => calls.push(...callsOfFunction(trace, ids)),
    signal,
  );
  if (missed > 0) notes.add(`${plural(missed, 'trace')} could not be looked at`);
  notes.add(`${plural(found.size - missed, 'trace')} looked at`);
  return { calls: chooseCalls(calls, { p50, limit }), provenance: { exact: false, notes: [...notes] } };
}

/** The query language takes whole numbers of a unit. */
const ns = (value: number) => `${Math.max(0, Math.round(value))}ns`;
