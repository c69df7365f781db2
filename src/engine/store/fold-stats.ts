import { CallStats } from './call-stats.ts';
import { unpackDeltas } from './stat-deltas.ts';
import { LEVELS } from './stat-levels.ts';
import type { StoreDb } from './store-db.ts';

/** Deltas folded in one transaction at most: a second or two of writing on a busy store, tens of ms of work. */
export const FOLD_BATCH = 64;

/**
 * Folds deltas into the rows of every level and deletes them, in one transaction: whichever process does it, each
 * delta counts once. Returns how many there were.
 */
export function foldStats(store: StoreDb): number {
  if (!store.sql('SELECT 1 FROM stat_delta LIMIT 1').get()) return 0;
  return store.transaction(() => {
    const rows = store.sql('SELECT seq, data FROM stat_delta ORDER BY seq LIMIT ?').all(FOLD_BATCH);
    const sums = new Map<string, { series: number; minute: number; stats: CallStats }>();
    for (const row of rows) addDeltas(sums, row.data as Uint8Array);
    for (let level = 0; level < LEVELS.length; level++) foldLevel(store, level, sums.values());
    store.sql('DELETE FROM stat_delta WHERE seq <= ?').run(Number(rows.at(-1)?.seq ?? 0));
    return rows.length;
  });
}

type Sum = { readonly series: number; readonly minute: number; readonly stats: CallStats };

function addDeltas(sums: Map<string, Sum>, data: Uint8Array): void {
  for (const { id, minute, stats } of unpackDeltas(data)) {
    const key = `${id}/${minute}`;
    let sum = sums.get(key);
    if (!sum) {
      sum = { series: id, minute, stats: new CallStats() };
      sums.set(key, sum);
    }
    sum.stats.mergeBytes(stats);
  }
}

function foldLevel(store: StoreDb, level: number, sums: Iterable<Sum>): void {
  const width = LEVELS[level] ?? 1;
  const select = store.sql('SELECT data FROM stat WHERE series = ? AND level = ? AND bucket = ?');
  const write = store.sql('INSERT OR REPLACE INTO stat (series, level, bucket, data) VALUES (?, ?, ?, ?)');
  for (const { series, minute, stats } of sums) {
    const bucket = Math.floor(minute / width);
    const known = select.get(series, level, bucket)?.data as Uint8Array | undefined;
    if (!known) {
      write.run(series, level, bucket, stats.toBytes());
      continue;
    }
    const sum = new CallStats();
    sum.mergeBytes(known);
    sum.merge(stats);
    write.run(series, level, bucket, sum.toBytes());
  }
}
