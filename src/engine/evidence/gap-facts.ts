import { scopeConditions, spansWhere } from '../../core/figures/site-query.ts';
import { TraceFactsCollector } from '../../core/gaps/traces/collect-facts.ts';
import type { TraceFacts } from '../../core/gaps/traces/trace-facts.ts';
import type { TraceBackend } from '../../core/ports.ts';
import { plural } from '../../core/trace/units.ts';
import type { GapFactsRequest } from '../../protocol/engine-figures.ts';
import { findTraces, visitTraces } from './fetch-traces.ts';

/** What the newest traces of a window say of code that makes no spans. */
export async function readGapFacts(
  backend: TraceBackend,
  { source, recent, ...request }: GapFactsRequest,
  signal: AbortSignal,
): Promise<TraceFacts> {
  const { traces } = await findTraces(
    backend,
    spansWhere(scopeConditions(request)),
    request.range,
    recent,
    signal,
  );
  const collector = new TraceFactsCollector();
  await visitTraces(backend, traces, (trace) => collector.add(trace), signal);
  const many = traces.length < recent ? '' : `, the newest ${plural(traces.length, 'trace')}`;
  return collector.facts(`${source}${many}`);
}
