import { FLAG } from './columns.ts';
import { IdMap } from './id-map.ts';
import { type Namesakes, resolveSameId } from './same-id.ts';
import type { SpanBatch } from './span-batch.ts';
import type { WarningLog } from './warning-log.ts';

export type Resolved = {
  /** The rows that remain. */
  readonly rows: Uint32Array;
  /** Parent of each row of the batch, -1 for none. May hold cycles. */
  readonly parent: Int32Array;
  readonly flags: Uint16Array;
};

/** Merges what was delivered in pieces and finds every row's parent. May append rows to the batch. */
export function resolveParents(
  batch: SpanBatch,
  serviceOf: (row: number) => number,
  log: WarningLog,
): Resolved {
  const received = batch.count;
  const ids = new IdMap(received, batch.idHi.data, batch.idLo.data);
  const heads = new Set<number>();
  for (let row = 0; row < received; row++) {
    const before = ids.add(row);
    if (before < 0) continue;
    heads.delete(before);
    heads.add(row);
  }
  const namesakes = new Map<number, Namesakes>();
  const rows = heads.size === 0 ? allRows(received) : settle(batch, ids, heads, namesakes, serviceOf, log);
  const parent = new Int32Array(batch.count).fill(-1);
  const flags = new Uint16Array(batch.count);
  for (const row of rows) {
    flags[row] = batch.marks.at(row) & ~FLAG.sharedServer;
    const [hi, lo] = [batch.parentHi.at(row), batch.parentLo.at(row)];
    if (hi === 0 && lo === 0) continue;
    const head = ids.get(hi, lo);
    if (head < 0) flags[row] = (flags[row] ?? 0) | FLAG.missingParent;
    else
      parent[row] =
        namesakes.size === 0 ? head : chooseParent(batch, row, head, namesakes.get(head), serviceOf);
  }
  for (const { caller, callees, reused } of namesakes.values()) {
    for (const row of callees) {
      parent[row] = caller;
      flags[row] = ((flags[row] ?? 0) & ~FLAG.missingParent) | FLAG.sharedServer;
    }
    for (const row of reused) flags[row] = (flags[row] ?? 0) | FLAG.reusedId;
  }
  return { rows, parent, flags };
}

function allRows(count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}

/** The head of an id's chain stands for the id in `ids`; `namesakes` tells by it what became of the chain. */
function settle(
  batch: SpanBatch,
  ids: IdMap,
  heads: ReadonlySet<number>,
  namesakes: Map<number, Namesakes>,
  serviceOf: (row: number) => number,
  log: WarningLog,
): Uint32Array {
  const gone = new Uint8Array(batch.count);
  const extra: number[] = [];
  let [merged, shared, reused] = [0, 0, 0];
  for (const head of heads) {
    const chain: number[] = [];
    for (let row = head; row >= 0; row = ids.nextSame[row] ?? -1) chain.push(row);
    for (const row of chain) gone[row] = 1;
    const result = resolveSameId(batch, chain, serviceOf);
    namesakes.set(head, result);
    for (const row of result.rows) extra.push(row);
    merged += result.merged;
    if (result.caller >= 0) shared++;
    if (result.reused.length > 0) reused++;
  }
  if (merged > 0) log.note('duplicate', merged, []);
  if (shared > 0) log.note('shared-id', shared, []);
  if (reused > 0) log.note('reused-id', reused, []);
  const kept: number[] = [];
  for (let row = 0; row < gone.length; row++) if (gone[row] === 0) kept.push(row);
  return Uint32Array.from(kept.concat(extra));
}

/** Where one id stands for more, any choice is a guess. */
const MOST_CANDIDATES = 32;

/**
 * Which of several spans with the parent's id is meant: one of the child's own service before others, then the server
 * end of a call (it is what calls on), then one during which the child starts, then the first.
 */
function chooseParent(
  batch: SpanBatch,
  child: number,
  head: number,
  candidates: Namesakes | undefined,
  serviceOf: (row: number) => number,
): number {
  if (!candidates) return head;
  const service = serviceOf(child);
  const callees = candidates.callees.slice(0, MOST_CANDIDATES);
  let [best, bestRank] = [candidates.rows[0] ?? head, -1];
  for (const row of candidates.rows.slice(0, MOST_CANDIDATES)) {
    let rank = serviceOf(row) === service ? 4 : 0;
    if (callees.includes(row)) rank += 3;
    if (startsWithin(batch, child, row)) rank += 2;
    // A span whose id is also its parent's rather has a namesake for its parent than itself.
    if (row === child) rank = -1;
    if (rank > bestRank || (rank === bestRank && best === child)) [best, bestRank] = [row, rank];
  }
  return best;
}

function startsWithin(batch: SpanBatch, child: number, parent: number): boolean {
  const [hi, lo] = [batch.startHi.at(child), batch.startLo.at(child)];
  const [fromHi, fromLo] = [batch.startHi.at(parent), batch.startLo.at(parent)];
  const [toHi, toLo] = [batch.endHi.at(parent), batch.endLo.at(parent)];
  return (hi > fromHi || (hi === fromHi && lo >= fromLo)) && (hi < toHi || (hi === toHi && lo <= toLo));
}
