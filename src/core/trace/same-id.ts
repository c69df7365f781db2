import { FLAG, KIND } from './columns.ts';
import { mergeRows } from './merge-rows.ts';
import { rowOrder, sameRow } from './row-order.ts';
import type { SpanBatch } from './span-batch.ts';

const MOST_CLUSTERS = 32;

type Role = 'caller' | 'callee' | 'either';

/** What stands for one span id in the end. */
export type Namesakes = {
  /** In the order of `rowOrder` of their first fragments. */
  readonly rows: readonly number[];
  /** The client or producer of a call whose other end took over its id, as Zipkin's B3 propagation has it; or -1. */
  readonly caller: number;
  /** Those other ends. */
  readonly callees: readonly number[];
  /** Rows that have nothing to do with each other but the id. */
  readonly reused: readonly number[];
  /** Deliveries and fragments that were merged away. */
  readonly merged: number;
};

/**
 * Sorts out rows that carry one id: copies and fragments of a span are merged, the two ends of a call are kept apart,
 * and so are spans that only share the id.
 */
export function resolveSameId(
  batch: SpanBatch,
  received: readonly number[],
  serviceOf: (row: number) => number,
): Namesakes {
  const sorted = [...received].sort(rowOrder(batch));
  const clusters: { role: Role; rows: number[]; copies: number }[] = [];
  for (const row of sorted) {
    const role = roleOf(batch, row);
    // Where everything has one id, only the nearest in the order can be told from the rest in reasonable time.
    const home = clusters
      .slice(-MOST_CLUSTERS)
      .find(
        (cluster) =>
          (role === cluster.role || role === 'either' || cluster.role === 'either') &&
          isSameSpan(batch, row, cluster.rows[0] ?? 0, serviceOf),
      );
    if (!home) {
      clusters.push({ role, rows: [row], copies: 0 });
      continue;
    }
    if (home.role === 'either') home.role = role;
    // Copies stand side by side in the order.
    if (sameRow(batch, row, home.rows[home.rows.length - 1] ?? 0)) home.copies++;
    else home.rows.push(row);
  }
  const rows = clusters.map(({ rows: parts, copies }) => {
    const row = parts.length === 1 ? (parts[0] ?? 0) : mergeRows(batch, parts);
    // Copies without a difference need no new row, only the mark.
    if (copies > 0) batch.marks.data[row] = batch.marks.at(row) | FLAG.merged;
    return row;
  });
  return { rows, merged: received.length - rows.length, ...rolesOf(clusters, rows) };
}

const isCaller = (kind: number) => kind === KIND.client || kind === KIND.producer;
const isCallee = (kind: number) => kind === KIND.server || kind === KIND.consumer;

function roleOf(batch: SpanBatch, row: number): Role {
  const kind = batch.kind.at(row);
  if (isCallee(kind) || (batch.marks.at(row) & FLAG.sharedServer) !== 0) return 'callee';
  return isCaller(kind) ? 'caller' : 'either';
}

/**
 * Whether two rows of one id tell of one span. Its service never changes; its name may, while it keeps its start; and
 * where both are finished at different times under one name, the id was given twice.
 */
function isSameSpan(batch: SpanBatch, a: number, b: number, serviceOf: (row: number) => number): boolean {
  const [serviceA, serviceB] = [serviceOf(a), serviceOf(b)];
  if (serviceA !== serviceB && serviceA !== 0 && serviceB !== 0) return false;
  const differ = (hi: 'startHi' | 'endHi', lo: 'startLo' | 'endLo') => {
    const [aHi, aLo, bHi, bLo] = [batch[hi].at(a), batch[lo].at(a), batch[hi].at(b), batch[lo].at(b)];
    const bothKnown = (aHi !== 0 || aLo !== 0) && (bHi !== 0 || bLo !== 0);
    return bothKnown && (aHi !== bHi || aLo !== bLo);
  };
  if (!differ('startHi', 'startLo')) return true;
  const [nameA, nameB] = [batch.name.at(a), batch.name.at(b)];
  return (nameA === nameB || nameA === 0 || nameB === 0) && !differ('endHi', 'endLo');
}

function rolesOf(clusters: readonly { role: Role }[], rows: readonly number[]) {
  const of = (role: Role) => rows.filter((_, i) => clusters[i]?.role === role);
  const [callers, callees] = [of('caller'), of('callee')];
  const [caller = -1] = callers;
  if (caller < 0 || callees.length === 0)
    return { caller: -1, callees: [], reused: rows.length > 1 ? rows : [] };
  const ends = new Set(callees).add(caller);
  const unrelated = rows.filter((row) => !ends.has(row));
  return { caller, callees, reused: unrelated };
}
