import type { Trace } from '../../core/trace/columns.ts';
import { readTrace, serialiseTrace } from '../../core/trace/serialise.ts';
import { textHash } from './bloom.ts';
import { compress, decompress } from './compress.ts';
import { findTrace, type Segments, traceOfParts } from './read-trace.ts';
import type { SegmentSummary } from './segment-summary.ts';
import type { StoreDb } from './store-db.ts';

/**
 * Large traces as they are opened: put together once, when they have gone quiet, and kept beside the segments they
 * were made from. Opening one is then reading, not building.
 */
export const FORM = { whole: 0, timeline: 1 } as const;
export type Form = (typeof FORM)[keyof typeof FORM];

/** Spans from which building takes longer than a blink. */
export const LARGE_SPANS = 20_000;
/** Bytes of a chunk before compression: SQLite rows and buffers have their limits. */
const CHUNK = 16 * 1024 * 1024;
/** ms after the last of its spans came in. */
const QUIET_MS = 5000;

/** Builds one large trace that is quiet and not built yet. Returns whether there was one. */
export function buildLargeTrace(store: StoreDb, segments: Segments, nowMs: number): boolean {
  for (const [traceId, { spans, receivedMs }] of largeTraces(store)) {
    const quiet = Math.abs(nowMs - receivedMs) >= QUIET_MS;
    if (spans < LARGE_SPANS || !quiet || isBuilt(store, traceId, segments)) continue;
    const read = traceOfParts(findTrace(traceId, segments).parts);
    if (read) writeBuilt(store, read.trace, lastSeq(segments), nowMs);
    return true;
  }
  return false;
}

/** By id, how many spans came in and when the last did; of traces that fill a good part of a segment. */
function largeTraces(store: StoreDb): Map<string, { readonly spans: number; readonly receivedMs: number }> {
  const found = new Map<string, { spans: number; receivedMs: number }>();
  const rows = store
    .sql(
      `SELECT received_ms, summary ->> '$.large' AS large FROM segment
       WHERE instr(summary, '"large":[[') > 0 ORDER BY seq`,
    )
    .all();
  for (const row of rows)
    for (const [traceId, spans] of JSON.parse(String(row.large)) as SegmentSummary['large'])
      found.set(traceId, {
        spans: (found.get(traceId)?.spans ?? 0) + spans,
        receivedMs: Number(row.received_ms),
      });
  return found;
}

const lastSeq = ({ catalogue }: Segments) => catalogue.segments().reduce((seq, s) => Math.max(seq, s.seq), 0);

function builtSeq(store: StoreDb, traceId: string): number | undefined {
  const row = store.sql('SELECT seq FROM built_trace WHERE trace_id = ?').get(traceId);
  return row && Number(row.seq);
}

export function writeBuilt(store: StoreDb, trace: Trace, seq: number, nowMs: number): void {
  const forms = [
    [FORM.whole, serialiseTrace(trace, { details: true })],
    [FORM.timeline, serialiseTrace(trace, { details: false })],
  ] as const;
  const chunks = forms.flatMap(([form, buffer]) => chunksOf(buffer).map((data, n) => ({ form, n, data })));
  store.transaction(() => {
    forgetBuilt(store, trace.traceId);
    const bytes = chunks.reduce((n, c) => n + c.data.length, 0);
    store
      .sql('INSERT INTO built_trace (trace_id, seq, spans, bytes, built_ms) VALUES (?, ?, ?, ?, ?)')
      .run(trace.traceId, seq, trace.count, bytes, nowMs);
    for (const { form, n, data } of chunks)
      store
        .sql('INSERT INTO built_chunk (trace_id, form, n, data) VALUES (?, ?, ?, ?)')
        .run(trace.traceId, form, n, data);
  });
}

function chunksOf(buffer: ArrayBuffer): Uint8Array[] {
  const out: Uint8Array[] = [];
  for (let at = 0; at < buffer.byteLength; at += CHUNK)
    out.push(compress(new Uint8Array(buffer, at, Math.min(CHUNK, buffer.byteLength - at))));
  return out;
}

/** Built, and nothing was added to it since. */
function isBuilt(store: StoreDb, traceId: string, segments: Segments): boolean {
  const seq = builtSeq(store, traceId);
  if (seq === undefined) return false;
  const hash = textHash(traceId);
  const since = segments.catalogue
    .segments()
    .filter((s) => s.seq > seq && segments.filters.holdsTrace(s.id, hash));
  return since.length === 0 || findTrace(traceId, segments, since).parts.length === 0;
}

/** The serialised trace, if it is built and up to date. */
export function readBuilt(
  store: StoreDb,
  traceId: string,
  form: Form,
  segments: Segments,
): ArrayBuffer | undefined {
  if (!isBuilt(store, traceId, segments)) return undefined;
  const rows = store
    .sql('SELECT data FROM built_chunk WHERE trace_id = ? AND form = ? ORDER BY n')
    .all(traceId, form);
  const chunks = rows.map((row) => decompress(row.data as Uint8Array));
  if (chunks.length === 0) return undefined;
  const whole = new Uint8Array(chunks.reduce((n, c) => n + c.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole.buffer;
}

export function readBuiltTrace(store: StoreDb, traceId: string, segments: Segments): Trace | undefined {
  const buffer = readBuilt(store, traceId, FORM.whole, segments);
  try {
    return buffer && readTrace(buffer);
  } catch {
    // Of a version whose form was another one: it is built again from the segments.
    return undefined;
  }
}

function forgetBuilt(store: StoreDb, traceId: string): void {
  store.sql('DELETE FROM built_trace WHERE trace_id = ?').run(traceId);
  store.sql('DELETE FROM built_chunk WHERE trace_id = ?').run(traceId);
}

/** Forgets all of them; returns the bytes they took. */
export function dropBuilt(store: StoreDb): number {
  const bytes = store.number('SELECT coalesce(sum(bytes), 0) FROM built_trace');
  if (bytes > 0)
    store.transaction(() => {
      store.db.exec('DELETE FROM built_chunk');
      store.db.exec('DELETE FROM built_trace');
    });
  return bytes;
}
