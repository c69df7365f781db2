import type { Gathered } from './gather-spans.ts';
import { BLOCKS, decodeSegment } from './segment-codec.ts';
import type { StoreDb } from './store-db.ts';

/** A segment as the catalogue has it; see schema.ts. */
export type SegmentInfo = {
  readonly id: number;
  /** Place in the order of receiving. */
  readonly seq: number;
  readonly level: number;
  readonly receivedMs: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly spans: number;
  readonly traces: number;
  readonly errors: number;
  readonly maxNs: number;
  readonly bytes: number;
};

export type NewSegment = Omit<SegmentInfo, 'id' | 'seq' | 'bytes'> & {
  readonly summary: string;
  readonly bloom: Uint8Array;
  readonly traceHashes: Uint8Array;
  readonly blocks: readonly Uint8Array[];
};

const COLUMNS = 'id, seq, level, received_ms, first_ms, last_ms, spans, traces, errors, max_ns, bytes';

/** To be called inside a transaction. `seq`: of those it is merged from; else it is the newest. Returns the id. */
export function insertSegment(store: StoreDb, s: NewSegment, seq?: number): number {
  const filters = s.bloom.length + s.traceHashes.length;
  const bytes = s.blocks.reduce((n, b) => n + b.length, filters + s.summary.length);
  const { lastInsertRowid } = store
    .sql(
      `INSERT INTO segment (seq, level, received_ms, first_ms, last_ms, spans, traces, errors, max_ns, bytes, summary)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      seq ?? 0,
      s.level,
      s.receivedMs,
      s.firstMs,
      s.lastMs,
      s.spans,
      s.traces,
      s.errors,
      s.maxNs,
      bytes,
      s.summary,
    );
  const id = Number(lastInsertRowid);
  if (seq === undefined) store.sql('UPDATE segment SET seq = id WHERE id = ?').run(id);
  store
    .sql('INSERT INTO segment_filter (segment, bloom, traces) VALUES (?, ?, ?)')
    .run(id, s.bloom, s.traceHashes);
  s.blocks.forEach((block, n) => {
    store.sql('INSERT INTO segment_block (id, data) VALUES (?, ?)').run(id * 8 + n, block);
  });
  return id;
}

/** To be called inside a transaction. */
export function deleteSegment(store: StoreDb, id: number): void {
  store.sql('DELETE FROM segment WHERE id = ?').run(id);
  store.sql('DELETE FROM segment_filter WHERE segment = ?').run(id);
  store.sql('DELETE FROM segment_block WHERE id >= ? AND id < ?').run(id * 8, id * 8 + BLOCKS);
}

/** In the order of receiving. */
export function allSegments(store: StoreDb): SegmentInfo[] {
  return store.sql(`SELECT ${COLUMNS} FROM segment ORDER BY seq`).all().map(segmentInfo);
}

type Row = Record<string, unknown>;

function segmentInfo(row: Row): SegmentInfo {
  return {
    id: Number(row.id),
    seq: Number(row.seq),
    level: Number(row.level),
    receivedMs: Number(row.received_ms),
    firstMs: Number(row.first_ms),
    lastMs: Number(row.last_ms),
    spans: Number(row.spans),
    traces: Number(row.traces),
    errors: Number(row.errors),
    maxNs: Number(row.max_ns),
    bytes: Number(row.bytes),
  };
}

/** Undefined when it was pruned or merged meanwhile. */
export function readSegment(store: StoreDb, id: number, whole: boolean): Gathered | undefined {
  const block = store.sql('SELECT data FROM segment_block WHERE id = ?');
  return decodeSegment((n) => block.get(id * 8 + n)?.data as Uint8Array | undefined, whole);
}

export function readSummary(store: StoreDb, id: number): string | undefined {
  return store.sql('SELECT summary FROM segment WHERE id = ?').get(id)?.summary as string | undefined;
}
