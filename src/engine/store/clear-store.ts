import type { StoreDb } from './store-db.ts';

/**
 * Forgets all traces, logs and statistics. Places in code and edges stay: other windows hold their numbers, and they
 * say nothing about any request.
 */
export function clearStore(store: StoreDb): void {
  store.transaction(() => {
    for (const table of [
      'segment',
      'segment_filter',
      'segment_block',
      'log_segment',
      'built_trace',
      'built_chunk',
      'stat_delta',
      'stat',
    ])
      store.db.exec(`DELETE FROM ${table}`);
  });
  store.db.exec('PRAGMA incremental_vacuum');
  store.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}
