import type { RetentionConfig } from '../../protocol/engine-store.ts';
import { dropBuilt } from './built-traces.ts';
import { allSegments, deleteSegment } from './segment-table.ts';
import { KEEP_MS, LEVELS } from './stat-levels.ts';
import type { StoreDb } from './store-db.ts';

/** 7 days, 2 GB. */
export const DEFAULT_RETENTION: RetentionConfig = { maxAgeMs: 7 * 86_400_000, maxBytes: 2e9, maxTraces: 0 };

/** Segments and log segments alike, as retention sees them. */
type Item = {
  readonly kind: 'spans' | 'logs';
  readonly id: number;
  readonly receivedMs: number;
  readonly traces: number;
  readonly bytes: number;
};

/** Deleted in one transaction: other windows' writers wait for it. */
const BATCH = 64;
/** A store over its size is brought somewhat below it, so that this is not done for every flush. */
const SLACK = 0.95;

/** Bytes in use; free pages inside the file do not count. */
export function usedBytes(store: StoreDb): number {
  const pages = store.number('PRAGMA page_count') - store.number('PRAGMA freelist_count');
  return pages * store.number('PRAGMA page_size');
}

/**
 * Deletes the oldest spans and logs beyond age, number and size. By age only where `nowMs` is given: a clock that was
 * just set is no reason. Returns how many segments went.
 */
export function pruneStore(store: StoreDb, limits: RetentionConfig, nowMs: number | undefined): number {
  const items = itemsOf(store);
  const doomed = new Set<Item>();
  if (limits.maxAgeMs > 0 && nowMs !== undefined)
    for (const item of items) if (item.receivedMs < nowMs - limits.maxAgeMs) doomed.add(item);
  if (limits.maxTraces > 0) {
    let traces = items.reduce((n, item) => (doomed.has(item) ? n : n + item.traces), 0);
    for (const item of items) {
      if (traces <= limits.maxTraces) break;
      if (doomed.has(item)) continue;
      doomed.add(item);
      traces -= item.traces;
    }
  }
  if (limits.maxBytes > 0) {
    let used = usedBytes(store) - [...doomed].reduce((n, item) => n + item.bytes, 0);
    // What can be built again goes first.
    if (used > limits.maxBytes) used -= dropBuilt(store);
    if (used > limits.maxBytes)
      for (const item of items) {
        if (used <= limits.maxBytes * SLACK) break;
        if (doomed.has(item)) continue;
        doomed.add(item);
        used -= item.bytes;
      }
  }
  const all = [...doomed];
  for (let i = 0; i < all.length; i += BATCH)
    store.transaction(() => {
      for (const item of all.slice(i, i + BATCH)) {
        if (item.kind === 'spans') deleteSegment(store, item.id);
        else store.sql('DELETE FROM log_segment WHERE id = ?').run(item.id);
      }
    });
  return all.length;
}

/** Oldest first. */
function itemsOf(store: StoreDb): Item[] {
  const spans = allSegments(store).map((s) => ({ ...s, kind: 'spans' as const }));
  const logs = store
    .sql('SELECT id, received_ms, bytes FROM log_segment ORDER BY id')
    .all()
    .map((row) => ({
      kind: 'logs' as const,
      id: Number(row.id),
      receivedMs: Number(row.received_ms),
      traces: 0,
      bytes: Number(row.bytes),
    }));
  if (logs.length === 0) return spans;
  return [...spans, ...logs].sort((a, b) => a.receivedMs - b.receivedMs);
}

/** Statistics live longer than traces in the coarse levels and shorter in the fine ones. */
export function pruneStats(store: StoreDb, limits: RetentionConfig, nowMs: number): void {
  const keep = LEVELS.map((_, level) => Math.min(KEEP_MS[level] ?? Number.POSITIVE_INFINITY, maxAge(limits)));
  const series = store.sql('SELECT DISTINCT series FROM stat').all();
  store.transaction(() => {
    for (const row of series)
      keep.forEach((ms, level) => {
        if (!Number.isFinite(ms)) return;
        const bucket = Math.floor((nowMs - ms) / 60_000 / (LEVELS[level] ?? 1));
        store
          .sql('DELETE FROM stat WHERE series = ? AND level = ? AND bucket < ?')
          .run(Number(row.series), level, bucket);
      });
  });
}

const maxAge = ({ maxAgeMs }: RetentionConfig) => (maxAgeMs > 0 ? maxAgeMs : Number.POSITIVE_INFINITY);

/** Pages given back to the system at a time. */
const VACUUM_PAGES = 512;

/** Shrinks a file that is mostly free pages, a little at a time. */
export function shrink(store: StoreDb): void {
  const free = store.number('PRAGMA freelist_count');
  if (free > VACUUM_PAGES && free * 4 > store.number('PRAGMA page_count'))
    store.db.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`);
}
