import type { Trace } from '../trace/columns.ts';
import { callsOf, reachesOf } from './calls.ts';
import { type Children, childrenOf } from './children.ts';
import { clockSkew, type SkewResult } from './clock-skew.ts';
import { type CriticalPath, criticalPath } from './critical-path.ts';
import { failuresOf } from './failures.ts';
import { type Operations, operationsOf } from './operations.ts';
import { primaryRoot } from './roots.ts';
import { selfTimes } from './self-time.ts';
import { type SpanFacts, spanFacts } from './span-facts.ts';
import { type SpanTimes, spanTimes } from './span-times.ts';

/** What the analyses of one trace share; each column is computed once. */
export type Context = {
  readonly trace: Trace;
  readonly facts: SpanFacts;
  readonly operations: Operations;
  readonly skew: SkewResult;
  readonly times: SpanTimes;
  readonly children: Children;
  readonly self: Float64Array;
  readonly critical: CriticalPath;
  /** ns of the critical path in each subtree. */
  readonly criticalBelow: Float64Array;
  /** See primaryRoot; -1 when the trace is empty. */
  readonly root: number;
  /** ns the request took: the primary root's time. */
  readonly requestNs: number;
  /** 1 for spans that failed (failures.ts). */
  readonly failed: Uint8Array;
  /** 1 for spans that leave their process (calls.ts), and for those with such a span in their subtree. */
  readonly calls: Uint8Array;
  readonly reaches: Uint8Array;
};

export function contextOf(trace: Trace): Context {
  const facts = spanFacts(trace);
  const skew = clockSkew(trace);
  const times = spanTimes(trace, skew.start);
  const root = primaryRoot(trace);
  const calls = callsOf(trace, facts);
  const critical = criticalPath(trace, times);
  return {
    trace,
    facts,
    operations: operationsOf(trace, facts),
    skew,
    times,
    children: childrenOf(trace, times),
    self: selfTimes(trace, times),
    critical,
    criticalBelow: subtreeSums(trace, critical.ns),
    root,
    requestNs: root < 0 ? 0 : (times.end[root] ?? 0) - (times.start[root] ?? 0),
    failed: failuresOf(trace, facts),
    calls,
    reaches: reachesOf(trace, calls),
  };
}

function subtreeSums(trace: Trace, values: Float64Array): Float64Array {
  const sums = values.slice();
  for (let i = trace.count - 1; i > 0; i--) {
    const p = trace.parent[i] ?? -1;
    if (p >= 0) sums[p] = (sums[p] ?? 0) + (sums[i] ?? 0);
  }
  return sums;
}
