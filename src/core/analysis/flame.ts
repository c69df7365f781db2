import type { Context } from './context.ts';
import { PairIds } from './pair-ids.ts';

/**
 * Spans merged by their path of operations, as columns; parents come before children. A node's `value` is the self
 * time in its subtree, so children always fit into their parent however parallel they ran.
 */
export type Flame = {
  readonly count: number;
  /** -1 for the roots' nodes. */
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  /** See Operations. */
  readonly operation: Uint32Array;
  readonly spans: Uint32Array;
  readonly errors: Uint32Array;
  /** ns. `total`: sum of the spans' durations. */
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly value: Float64Array;
  /** Its first span. */
  readonly example: Uint32Array;
  /** Node of each span. */
  readonly of: Uint32Array;
};

/** O(n). */
export function flameOf(context: Context): Flame {
  const { trace, operations, times, self, failed } = context;
  const of = new Uint32Array(trace.count);
  const ids = new PairIds();
  // Parent 0 stands for none; nodes are one higher.
  for (let i = 0; i < trace.count; i++) {
    const p = trace.parent[i] ?? -1;
    of[i] = ids.intern(p < 0 ? 0 : (of[p] ?? 0) + 1, operations.of[i] ?? 0);
  }
  const count = ids.size;
  const flame = {
    count,
    parent: new Int32Array(count),
    depth: new Uint32Array(count),
    operation: new Uint32Array(count),
    spans: new Uint32Array(count),
    errors: new Uint32Array(count),
    self: new Float64Array(count),
    total: new Float64Array(count),
    value: new Float64Array(count),
    example: new Uint32Array(count),
    of,
  };
  for (let node = 0; node < count; node++) {
    const parent = ids.first(node) - 1;
    flame.parent[node] = parent;
    flame.depth[node] = parent < 0 ? 0 : (flame.depth[parent] ?? 0) + 1;
    flame.operation[node] = ids.second(node);
  }
  for (let i = trace.count - 1; i >= 0; i--) {
    const node = of[i] ?? 0;
    flame.spans[node] = (flame.spans[node] ?? 0) + 1;
    if (failed[i]) flame.errors[node] = (flame.errors[node] ?? 0) + 1;
    flame.self[node] = (flame.self[node] ?? 0) + (self[i] ?? 0);
    flame.total[node] = (flame.total[node] ?? 0) + (times.end[i] ?? 0) - (times.start[i] ?? 0);
    flame.example[node] = i;
  }
  flame.value.set(flame.self);
  for (let node = count - 1; node >= 0; node--) {
    const parent = flame.parent[node] ?? -1;
    if (parent >= 0) flame.value[parent] = (flame.value[parent] ?? 0) + (flame.value[node] ?? 0);
  }
  return flame;
}
