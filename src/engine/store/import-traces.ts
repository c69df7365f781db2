import { setImmediate } from 'node:timers/promises';
import { decodeTraces } from '../../core/otlp/decode.ts';
import type { SpanBatch } from '../../core/trace/span-batch.ts';
import type { TransferProgress } from '../../protocol/engine-store.ts';
import { FileError, readTraceFile } from '../read-trace-file.ts';
import { Catalogue } from './catalogue.ts';
import type { Clock } from './clock.ts';
import { gatherByTrace, type Part } from './gather-spans.ts';
import { findTrace } from './read-trace.ts';
import { SegmentCache } from './segment-cache.ts';
import { SegmentFilters } from './segment-filters.ts';
import type { StoreDb } from './store-db.ts';
import { SEGMENT_SPANS, TraceWriter } from './trace-writer.ts';

export type Imported = { readonly traces: number; readonly spans: number; readonly rejected: number };

/**
 * Adds the traces of a file, of any format that can be opened, as if they had been received now. Spans that are there
 * already are left out, so that importing a file twice counts nothing twice.
 */
export async function importTraces(
  file: string,
  store: StoreDb,
  clock: Clock,
  signal: AbortSignal,
  progress: (part: TransferProgress) => void,
): Promise<Imported> {
  const bytes = await readTraceFile(file, signal, (done, total) => progress({ done, total }));
  const batch = decode(file, bytes);
  const writer = new TraceWriter({ store, clock });
  const seen = new Set<number>();
  const isKnown = knownSpans(store);
  let spans = 0;
  for (let from = 0; from < batch.count; from += SEGMENT_SPANS) {
    signal.throwIfAborted();
    const to = Math.min(batch.count, from + SEGMENT_SPANS);
    for (let row = from; row < to; row++) seen.add(batch.traceId.at(row));
    const parts = newRows(batch, from, to, isKnown);
    spans += parts.reduce((n, part) => n + part.to - part.from, 0);
    writer.add(gatherByTrace(parts).batch);
    writer.flush();
    if (writer.problem) throw writer.problem;
    progress({ done: to, total: batch.count });
    await setImmediate();
  }
  writer.close();
  if (writer.problem) throw writer.problem;
  return { traces: seen.size, spans, rejected: batch.rejected };
}

/** The rows that are not known, as ranges. */
function newRows(
  batch: SpanBatch,
  from: number,
  to: number,
  isKnown: (batch: SpanBatch, row: number) => boolean,
) {
  const parts: Part[] = [];
  for (let row = from; row < to; row++) {
    if (isKnown(batch, row)) continue;
    const last = parts.at(-1);
    if (last?.to === row) parts[parts.length - 1] = { batch, from: last.from, to: row + 1 };
    else parts.push({ batch, from: row, to: row + 1 });
  }
  return parts;
}

/** Whether the store held a span before the import began. */
function knownSpans(store: StoreDb): (batch: SpanBatch, row: number) => boolean {
  const segments = {
    catalogue: new Catalogue(store),
    filters: new SegmentFilters(store),
    cache: new SegmentCache(store),
  };
  segments.catalogue.segments();
  const byTrace = new Map<string, Set<string>>();
  const keyOf = (batch: SpanBatch, row: number) =>
    `${batch.idHi.at(row)} ${batch.idLo.at(row)} ${batch.kind.at(row)} ${batch.startHi.at(row)} ${batch.startLo.at(row)}`;
  return (batch, row) => {
    const traceId = batch.strings.get(batch.traceId.at(row));
    let known = byTrace.get(traceId);
    if (!known) {
      known = new Set();
      for (const part of findTrace(traceId, segments).parts)
        for (let r = part.from; r < part.to; r++) known.add(keyOf(part.batch, r));
      byTrace.set(traceId, known);
    }
    return known.has(keyOf(batch, row));
  };
}

function decode(file: string, bytes: Uint8Array): SpanBatch {
  try {
    return decodeTraces(bytes).batch;
  } catch (error) {
    throw new FileError(`${file} could not be read as traces: ${(error as Error).message}`);
  }
}
