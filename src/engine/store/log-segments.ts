import type { LogRecord } from '../../core/otlp/decode-logs.ts';
import type { LogEntry } from '../../core/ports.ts';
import { StringTable } from '../../core/trace/strings.ts';
import { bloomOf, mayHold, textHash } from './bloom.ts';
import { compress, decompress } from './compress.ts';
import type { StoreDb } from './store-db.ts';

/** Log records of many traces, packed. */
export type NewLogSegment = {
  readonly receivedMs: number;
  readonly records: number;
  readonly bloom: Uint8Array;
  readonly data: Uint8Array;
};

/** What is kept of a record; the time as decimal text, for JSON has no such integer. */
type Kept = Omit<LogEntry, 'time'> & { readonly time: string };

/** By trace. */
type Packed = Record<string, readonly Kept[]>;

export function packLogs(records: readonly LogRecord[], receivedMs: number): NewLogSegment {
  const byTrace = new Map<string, Kept[]>();
  const ids = new StringTable();
  for (const { traceId, severityNumber: _, ...entry } of records) {
    const kept = { ...entry, time: String(entry.time) };
    const list = byTrace.get(traceId);
    if (list) list.push(kept);
    else {
      byTrace.set(traceId, [kept]);
      ids.intern(traceId);
    }
  }
  const text = JSON.stringify(Object.fromEntries(byTrace));
  return {
    receivedMs,
    records: records.length,
    bloom: bloomOf(ids),
    data: compress(new TextEncoder().encode(text)),
  };
}

/** To be called inside a transaction. */
export function insertLogs(store: StoreDb, { receivedMs, records, bloom, data }: NewLogSegment): void {
  store
    .sql('INSERT INTO log_segment (received_ms, records, bytes, bloom, data) VALUES (?, ?, ?, ?, ?)')
    .run(receivedMs, records, bloom.length + data.length, bloom, data);
}

export type ReceivedRange = { readonly fromMs: number; readonly toMs: number };

/** The records of a trace by time; of those received in the range, where one is known. */
export function readLogs(store: StoreDb, traceId: string, range?: ReceivedRange): LogEntry[] {
  const hash = textHash(traceId);
  const rows = store
    .sql('SELECT id, bloom FROM log_segment WHERE received_ms BETWEEN ? AND ?')
    .all(range?.fromMs ?? 0, range?.toMs ?? Number.MAX_SAFE_INTEGER);
  const entries: LogEntry[] = [];
  for (const row of rows) {
    if (!mayHold(row.bloom as Uint8Array, hash)) continue;
    const found = store.sql('SELECT data FROM log_segment WHERE id = ?').get(Number(row.id));
    if (!found) continue;
    const packed = JSON.parse(new TextDecoder().decode(decompress(found.data as Uint8Array))) as Packed;
    if (!Object.hasOwn(packed, traceId)) continue;
    for (const kept of packed[traceId] ?? []) entries.push({ ...kept, time: BigInt(kept.time) });
  }
  return entries.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}
