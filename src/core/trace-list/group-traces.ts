import { cleanLabel } from '../analysis/labels.ts';
import { quantileOf } from '../analysis/quantile.ts';
import type { TraceSummary } from '../ports.ts';

export type TraceGrouping = 'none' | 'operation' | 'service' | 'error';

export type TraceGroup = {
  readonly key: string;
  readonly label: string;
  /** As they were given: newest first. */
  readonly traces: readonly TraceSummary[];
  readonly failed: number;
  readonly p50Ns: number;
  readonly p95Ns: number;
};

/** Largest first; failed before the others. */
export function groupTraces(
  traces: readonly TraceSummary[],
  by: Exclude<TraceGrouping, 'none'>,
): TraceGroup[] {
  const groups = new Map<string, TraceSummary[]>();
  for (const trace of traces) {
    const key = keyOf(trace, by);
    const group = groups.get(key);
    if (group) group.push(trace);
    else groups.set(key, [trace]);
  }
  const all = [...groups].map(([key, members]) => describe(key, by, members));
  return all.sort((a, b) =>
    by === 'error' ? Number(b.key) - Number(a.key) : b.traces.length - a.traces.length || compare(a, b),
  );
}

function keyOf({ rootName, rootService, errorCount }: TraceSummary, by: TraceGrouping): string {
  if (by === 'service') return rootService;
  return by === 'operation' ? `${rootService}\n${rootName}` : errorCount ? '1' : '0';
}

function describe(key: string, by: TraceGrouping, traces: readonly TraceSummary[]): TraceGroup {
  const durations = Float64Array.from(traces, (trace) => trace.durationNs).sort();
  return {
    key,
    label: labelOf(key, by),
    traces,
    failed: traces.filter((trace) => trace.errorCount).length,
    p50Ns: quantileOf(durations, 0.5),
    p95Ns: quantileOf(durations, 0.95),
  };
}

function labelOf(key: string, by: TraceGrouping): string {
  if (by === 'error') return key === '1' ? 'With errors' : 'Without errors';
  const [first = '', second] = key.split('\n');
  return cleanLabel(second ?? first) || (by === 'service' ? '(no service)' : '(root not received)');
}

const compare = (a: TraceGroup, b: TraceGroup) => (a.label < b.label ? -1 : 1);
