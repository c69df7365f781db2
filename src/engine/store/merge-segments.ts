import { gatherByTrace, wholeBatch } from './gather-spans.ts';
import { segmentOf } from './prepare-flush.ts';
import { allSegments, deleteSegment, insertSegment, readSegment, type SegmentInfo } from './segment-table.ts';
import type { StoreDb } from './store-db.ts';
import { SEGMENT_SPANS } from './trace-writer.ts';

/** Segments of a level that are worth merging: each span is then written anew a few times at most in its life. */
const FAN_IN = 12;
/** Larger ones stay as they are. */
const SMALL = SEGMENT_SPANS / 2;
const MOST = 64;
/** Newest ones that are left alone: whoever follows the store looks for them. */
const FRESH_MS = 30_000;

/**
 * Merges the oldest run of small segments of one level, if there is one. A program that is used now and then makes a
 * segment for each use; a week of them would be slow to search. Returns whether there was something to do.
 */
export function mergeSegments(store: StoreDb, nowMs: number): boolean {
  const run = findRun(allSegments(store), nowMs);
  if (run.length === 0) return false;
  const batches = run.map(({ id }) => readSegment(store, id, true)?.batch);
  const parts = batches.flatMap((batch) => (batch ? [wholeBatch(batch)] : []));
  // Another process may be at it, too.
  if (parts.length < run.length) return false;
  const receivedMs = Math.max(...run.map((s) => s.receivedMs));
  const level = Math.max(...run.map((s) => s.level)) + 1;
  const merged = segmentOf(gatherByTrace(parts), receivedMs, level);
  return store.transaction(() => {
    const present = store.sql(
      'SELECT count(*) AS n FROM segment WHERE id IN (SELECT value FROM json_each(?))',
    );
    if (Number(present.get(JSON.stringify(run.map((s) => s.id)))?.n) !== run.length) return false;
    for (const { id } of run) deleteSegment(store, id);
    insertSegment(store, merged, Math.max(...run.map((s) => s.seq)));
    return true;
  });
}

function findRun(segments: readonly SegmentInfo[], nowMs: number): SegmentInfo[] {
  const levels = new Map<number, SegmentInfo[]>();
  for (const segment of segments) {
    // A clock that was set back leaves segments of the future; they are as old as the others.
    const fresh = Math.abs(nowMs - segment.receivedMs) < FRESH_MS;
    if (segment.spans >= SMALL || fresh) continue;
    const list = levels.get(segment.level);
    if (list) list.push(segment);
    else levels.set(segment.level, [segment]);
  }
  for (const list of levels.values()) {
    if (list.length < FAN_IN) continue;
    const run: SegmentInfo[] = [];
    let spans = 0;
    for (const segment of list) {
      if (run.length >= MOST || (spans + segment.spans > SEGMENT_SPANS && run.length > 1)) break;
      run.push(segment);
      spans += segment.spans;
    }
    if (run.length > 1) return run;
  }
  return [];
}
