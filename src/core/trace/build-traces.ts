import { splitByTrace } from './append-batch.ts';
import { assemble } from './assemble.ts';
import { FLAG, type Trace } from './columns.ts';
import { IdMap } from './id-map.ts';
import { mergeSameId, type SharedPair } from './merge-duplicates.ts';
import { offsets } from './offsets.ts';
import { cutCycles, layOut } from './order.ts';
import { serviceReader } from './service-reader.ts';
import type { SpanBatch } from './span-batch.ts';
import { WarningLog } from './warning-log.ts';

/**
 * Builds every trace of a batch, in the order of their first spans. Merged duplicates are appended to the batch, which
 * must not be used for anything else afterwards. To build from several batches, `appendBatch` them into one.
 */
export function buildTraces(batch: SpanBatch): Trace[] {
  return splitByTrace(batch).map(buildTrace);
}

/** All rows of the batch belong to one trace. */
function buildTrace(batch: SpanBatch): Trace {
  const log = new WarningLog();
  const { rows, shared, ids } = resolveDuplicates(batch, log);
  const capacity = batch.count;
  const times = offsets(batch, rows, capacity);
  const flags = new Uint16Array(capacity);
  const parent = new Int32Array(capacity).fill(-1);
  const sharedServers = new Map([...shared.values()].map((pair) => [pair.server, pair.client]));
  const serviceOf = serviceReader(batch);

  for (const row of rows) {
    flags[row] = batch.marks.at(row);
    const client = sharedServers.get(row);
    if (client !== undefined) {
      parent[row] = client;
      flags[row] = (flags[row] ?? 0) | FLAG.sharedServer;
      continue;
    }
    const [hi, lo] = [batch.parentHi.at(row), batch.parentLo.at(row)];
    if (hi === 0 && lo === 0) continue;
    let found = ids.get(hi, lo);
    if (found < 0) {
      flags[row] = (flags[row] ?? 0) | FLAG.missingParent;
      continue;
    }
    const pair = shared.get(found);
    if (pair) {
      const service = serviceOf(row);
      const onlyClient = service === serviceOf(pair.client) && service !== serviceOf(pair.server);
      found = onlyClient ? pair.client : pair.server;
    }
    parent[row] = found;
  }
  for (const row of cutCycles(rows, parent, times.start)) flags[row] = (flags[row] ?? 0) | FLAG.cycleBroken;
  for (const row of rows) flags[row] = (flags[row] ?? 0) | (times.flags[row] ?? 0);

  const layout = layOut(rows, parent, times.start);
  if (shared.size > 0) log.note('shared-id', shared.size, []);
  return assemble({ batch, layout, times, flags, log });
}

function resolveDuplicates(batch: SpanBatch, log: WarningLog) {
  const received = new Uint32Array(batch.count);
  for (let row = 0; row < received.length; row++) received[row] = row;
  const ids = new IdMap(received.length, batch.idHi.data, batch.idLo.data);
  const repeated = new Set<number>();
  for (const row of received) if (ids.add(row)) repeated.add(row);
  const shared = new Map<number, SharedPair>();
  if (repeated.size === 0) return { rows: received, shared, ids };

  const keep = new Set<number>(received);
  const heads = new Set<number>();
  for (const row of repeated) heads.add(ids.get(batch.idHi.at(row), batch.idLo.at(row)));
  let duplicates = 0;
  const merged: number[] = [];
  for (const head of heads) {
    for (let r = head; r >= 0; r = ids.nextSame[r] ?? -1) {
      keep.delete(r);
      duplicates++;
    }
    const result = mergeSameId(batch, ids, head);
    duplicates -= result.rows.length;
    merged.push(...result.rows);
    if (result.shared) shared.set(result.shared.server, result.shared);
  }
  if (duplicates > 0) log.note('duplicate', duplicates, []);
  const rows = Uint32Array.from([...keep, ...merged]);
  const fresh = new IdMap(rows.length, batch.idHi.data, batch.idLo.data);
  for (const row of rows) fresh.set(row);
  // A shared id answers with its server half; `buildTrace` decides per child.
  for (const pair of shared.values()) fresh.set(pair.server);
  return { rows, shared, ids: fresh };
}
