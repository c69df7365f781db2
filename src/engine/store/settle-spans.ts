import { KIND } from '../../core/trace/columns.ts';
import { NO_SERIES, type SeriesTable } from './series-table.ts';
import { type SpanPool, STATE } from './span-pool.ts';
import type { StatDeltas } from './stat-deltas.ts';

export type SettleOptions = {
  /** Seconds of the clock that `SpanPool.arrived` counts. */
  readonly now: number;
  /** A span is settled when it has been here for so long: by then its children's exporters have sent. */
  readonly waitSeconds: number;
  /** Settled spans stay for so long at most, to be covered by and to recognise what comes late ... */
  readonly keepSeconds: number;
  /** ... and no more than this many of all spans. */
  readonly maxSpans: number;
};

/** Counts self times and calls between services that can be told now, and forgets what is done. */
export function settleSpans(
  pool: SpanPool,
  services: readonly string[],
  table: SeriesTable,
  deltas: StatDeltas,
  options: SettleOptions,
): void {
  const parents = parentRows(pool);
  countEdges(pool, parents, services, table, deltas);
  const due = settleBefore(pool, options);
  settle(pool, parents, services, table, deltas, due);
  forget(pool, parents, options);
}

function parentRows(pool: SpanPool): Int32Array {
  const parents = new Int32Array(pool.count);
  for (let row = 0; row < pool.count; row++) {
    const [hi, lo] = [pool.parentHi[row] ?? 0, pool.parentLo[row] ?? 0];
    const found = hi === 0 && lo === 0 ? -1 : pool.find(pool.trace[row] ?? 0, hi, lo, -1);
    parents[row] = found === row ? -1 : found;
  }
  return parents;
}

/** As core/analysis/service-graph.ts tells calls: here those that something answered. */
function countEdges(
  pool: SpanPool,
  parents: Int32Array,
  services: readonly string[],
  table: SeriesTable,
  deltas: StatDeltas,
): void {
  const { state, service, kind } = pool;
  for (let row = 0; row < pool.count; row++) {
    const parent = parents[row] ?? -1;
    if (parent < 0 || ((state[row] ?? 0) & STATE.edge) !== 0) continue;
    state[row] = (state[row] ?? 0) | STATE.edge;
    const crosses =
      service[parent] !== service[row] || (kind[parent] === KIND.client && kind[row] === KIND.server);
    if (!crosses) continue;
    state[parent] = (state[parent] ?? 0) | STATE.answered;
    const calling = kind[parent] === KIND.client || kind[parent] === KIND.producer;
    const failed = (state[row] ?? 0) | (calling ? (state[parent] ?? 0) : 0);
    const [caller, callee] = [services[service[parent] ?? 0], services[service[row] ?? 0]];
    countEdge(pool, row, table.edge(named(caller), named(callee)), failed, deltas);
  }
}

const named = (service: string | undefined) => service || '(no service)';

function countEdge(pool: SpanPool, row: number, series: number, state: number, deltas: StatDeltas): void {
  if (series === NO_SERIES) return;
  const minute = pool.minute[row] ?? 0;
  const endless = ((pool.state[row] ?? 0) & STATE.endless) !== 0;
  const duration = endless ? undefined : (pool.end[row] ?? 0) - (pool.start[row] ?? 0);
  deltas.of(series, minute).add(duration, (state & STATE.error) !== 0, minute * 60_000);
}

/** Spans that arrived in or before this second are due; rows are in order of arrival. */
function settleBefore(pool: SpanPool, { now, waitSeconds, maxSpans }: SettleOptions): number {
  const excess = pool.count - maxSpans;
  const forced = excess > 0 ? (pool.arrived[excess - 1] ?? 0) : 0;
  return Math.max(now - waitSeconds, forced);
}

/**
 * Self times as core/analysis/self-time.ts has them: a span's duration less the union of its children, clipped to it.
 * And calls that nothing answered, to what they name.
 */
function settle(
  pool: SpanPool,
  parents: Int32Array,
  services: readonly string[],
  table: SeriesTable,
  deltas: StatDeltas,
  due: number,
): void {
  const { count, start, end, state, arrived } = pool;
  const isDue = (row: number) => (arrived[row] ?? 0) <= due && ((state[row] ?? 0) & STATE.settled) === 0;
  const children = childrenInOrder(pool, parents, isDue);
  const covered = Float64Array.from(start.subarray(0, count));
  const self = new Float64Array(count);
  for (const row of children) {
    const p = parents[row] ?? 0;
    const from = Math.max(start[row] ?? 0, covered[p] ?? 0);
    const to = Math.min(end[row] ?? 0, end[p] ?? 0);
    if (to <= from) continue;
    self[p] = (self[p] ?? 0) - (to - from);
    covered[p] = to;
  }
  for (let row = 0; row < count; row++) {
    if (!isDue(row)) continue;
    state[row] = (state[row] ?? 0) | STATE.settled;
    const target = pool.target[row] ?? 0;
    if (target !== 0 && ((state[row] ?? 0) & STATE.answered) === 0) {
      const caller = services[pool.service[row] ?? 0];
      countEdge(pool, row, table.edge(named(caller), services[target] ?? ''), state[row] ?? 0, deltas);
    }
    const series = pool.series[row] ?? NO_SERIES;
    if (series === NO_SERIES || ((state[row] ?? 0) & STATE.endless) !== 0) continue;
    const time = (end[row] ?? 0) - (start[row] ?? 0) + (self[row] ?? 0);
    deltas.of(series, pool.minute[row] ?? 0).selfTimes.add(time);
  }
}

/** Children of the wanted parents, those of one parent together and by start. */
function childrenInOrder(
  pool: SpanPool,
  parents: Int32Array,
  wanted: (parent: number) => boolean,
): Uint32Array {
  const { count, start, state } = pool;
  const next = new Uint32Array(count + 1);
  const use = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const parent = parents[row] ?? -1;
    if (parent < 0 || ((state[row] ?? 0) & STATE.endless) !== 0 || !wanted(parent)) continue;
    use[row] = 1;
    next[parent + 1] = (next[parent + 1] ?? 0) + 1;
  }
  for (let p = 0; p < count; p++) next[p + 1] = (next[p + 1] ?? 0) + (next[p] ?? 0);
  const from = next.slice();
  const rows = new Uint32Array(next[count] ?? 0);
  for (let row = 0; row < count; row++) {
    if (use[row] === 0) continue;
    const parent = parents[row] ?? 0;
    rows[next[parent] ?? 0] = row;
    next[parent] = (next[parent] ?? 0) + 1;
  }
  for (let p = 0; p < count; p++) {
    const group = rows.subarray(from[p], from[p + 1]);
    if (group.length > 1) group.sort((a, b) => (start[a] ?? 0) - (start[b] ?? 0));
  }
  return rows;
}

/** How long a settled span waits for a parent that has not come (s): one that calls from afar only seconds. */
const WAIT_FOR_PARENT = 600;

function forget(pool: SpanPool, parents: Int32Array, { now, keepSeconds, maxSpans }: SettleOptions): void {
  const { count, state } = pool;
  const keep = new Uint8Array(count);
  let excess = count - maxSpans;
  for (let row = 0; row < count; row++) {
    if (((state[row] ?? 0) & STATE.settled) === 0) {
      keep[row] = 1;
      continue;
    }
    const parent = parents[row] ?? -1;
    const orphan = parent < 0 && ((pool.parentHi[row] ?? 0) !== 0 || (pool.parentLo[row] ?? 0) !== 0);
    const open = parent >= 0 && ((state[parent] ?? 0) & STATE.settled) === 0;
    // A server's or consumer's parent is in another process, which has its own few seconds to send it.
    const remote = pool.kind[row] === KIND.server || pool.kind[row] === KIND.consumer;
    const age = now - (pool.arrived[row] ?? 0);
    const limit = open || (orphan && !remote) ? WAIT_FOR_PARENT : keepSeconds;
    if (age < limit && !(excess > 0 && !open)) keep[row] = 1;
    else excess--;
  }
  pool.retain(keep);
}
