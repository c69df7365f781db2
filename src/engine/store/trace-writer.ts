import type { LogRecord } from '../../core/otlp/decode-logs.ts';
import type { SpanBatch } from '../../core/trace/span-batch.ts';
import type { Clock } from './clock.ts';
import { gatherByTrace, wholeBatch } from './gather-spans.ts';
import { insertLogs, type NewLogSegment, packLogs } from './log-segments.ts';
import { type Fold, foldSpans, segmentOf } from './prepare-flush.ts';
import { ScratchColumns } from './scratch-columns.ts';
import { insertSegment, type NewSegment } from './segment-table.ts';
import { SeriesTable } from './series-table.ts';
import { settleSpans } from './settle-spans.ts';
import { SpanPool } from './span-pool.ts';
import { isBusy, isFull } from './sqlite-errors.ts';
import { packDeltas, StatDeltas } from './stat-deltas.ts';
import type { StoreDb } from './store-db.ts';
import { StoreError } from './store-error.ts';

/** Spans a segment is made of at most, unless one request brings more. */
export const SEGMENT_SPANS = 16_384;
/** Batches of fewer spans than this are put together, so many at a time. */
const SMALL_SPANS = 64;
const SMALL_BATCHES = 128;
/** Log records written at a time. */
const LOG_RECORDS = 10_000;
/** What may wait for a disk that does not take it: decoded, then packed. */
const MAX_PENDING_SPANS = 200_000;
const MAX_READY_BYTES = 32 * 1024 * 1024;

/** Tries at the end to write what a locked store did not take; see `BUSY_MS`. */
const LAST_TRIES = 4;

const SETTLE = { waitSeconds: 6, keepSeconds: 60, maxSpans: 130_000 };
/** ms between two looks at the pool; a full one takes some 50 ms. */
const SETTLE_EVERY = 1000;
const SETTLE_EVERY_BUSY = 3000;

type Ready = {
  readonly segment: NewSegment | undefined;
  readonly logs: NewLogSegment | undefined;
  readonly deltas: StatDeltas;
  readonly bytes: number;
};

export type WriterOptions = {
  readonly store: StoreDb;
  readonly clock: Clock;
};

/** How far a flush goes: calls between services are told only by looking at all spans that are held. */
export type FlushUpTo = 'spans' | 'calls';

export type Flushed = { readonly spans: number; readonly traces: number; readonly bytes: number };

/**
 * Takes batches as they are received and writes them a segment at a time, statistics in the same transaction. What is
 * prepared is kept until the disk takes it, so nothing is counted twice. The owner calls `flush` on a timer.
 */
export class TraceWriter {
  #store: StoreDb;
  readonly #clock: Clock;
  readonly #fold: Fold;
  readonly #scratch = new ScratchColumns();
  #pending: SpanBatch[] = [];
  #small: SpanBatch[] = [];
  #pendingSpans = 0;
  #logs: LogRecord[] = [];
  #ready: Ready[] = [];
  #readyBytes = 0;
  #deltas = new StatDeltas();
  #written = 0;
  #settledAt = 0;
  /** Why the last write failed; the sentence for the user. */
  #problem: StoreError | undefined;

  constructor({ store, clock }: WriterOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#fold = {
      table: new SeriesTable(),
      pool: new SpanPool(),
      services: [''],
      serviceNumbers: new Map([['', 0]]),
      epoch: undefined,
    };
  }

  get pendingSpans(): number {
    return this.#pendingSpans;
  }

  /** Spans written so far. */
  get written(): number {
    return this.#written;
  }

  /** Spans taken and not written. */
  get unwritten(): number {
    return this.#ready.reduce((n, { segment }) => n + (segment?.spans ?? 0), this.#pendingSpans);
  }

  get problem(): StoreError | undefined {
    return this.#problem;
  }

  /**
   * Throws the problem when the disk does not take what came before: whoever sends keeps it and tries again. A store
   * that is only locked takes more until there is no room.
   */
  add(batch: SpanBatch): void {
    if (batch.count === 0) return;
    this.#assertRoom(batch.count);
    this.#keep(batch);
    this.#pendingSpans += batch.count;
    if (this.#pendingSpans >= SEGMENT_SPANS) this.flush();
  }

  /** A batch of its own has a price in memory, whatever is in it: many small ones are put together. */
  #keep(batch: SpanBatch): void {
    if (batch.count >= SMALL_SPANS) {
      this.#pending.push(batch);
      return;
    }
    this.#small.push(batch);
    if (this.#small.length < SMALL_BATCHES) return;
    this.#pending.push(gatherByTrace(this.#small.map(wholeBatch)).batch);
    this.#small = [];
  }

  /** Records that name no trace are left out. Throws as `add` does. */
  addLogs(records: readonly LogRecord[]): void {
    const tied = records.filter((record) => record.traceId !== '');
    if (tied.length === 0) return;
    this.#assertRoom(0);
    for (const record of tied) this.#logs.push(record);
    if (this.#logs.length >= LOG_RECORDS) this.flush();
  }

  #assertRoom(more: number): void {
    const crowded = this.#pendingSpans + more > MAX_PENDING_SPANS || this.#readyBytes > MAX_READY_BYTES;
    if (crowded) this.flush();
    if (this.#problem && (crowded || this.#problem.code !== 'store-busy')) throw this.#problem;
  }

  /**
   * Writes what is pending; a disk that does not take it is reported by `problem`, not thrown. `calls`: also counts,
   * at once, the calls between services that the spans tell; else that is done now and then.
   */
  flush(upTo: FlushUpTo = 'spans'): Flushed {
    if (this.#readyBytes <= MAX_READY_BYTES) this.#prepare(upTo === 'calls');
    return this.#write();
  }

  /** Goes on in another file, with all that is not written yet. */
  moveTo(store: StoreDb): void {
    this.#store = store;
    this.#fold.table.forgetIds();
    this.#problem = undefined;
  }

  /** Settles what can be told of the spans still waiting, and writes; waits for a store that others keep locked. */
  close(): void {
    this.#prepare(false);
    this.#settle(0);
    this.#take({});
    // Each try waits as long as the connection does, and this is the last chance: nobody sends these spans again.
    for (let tries = 0; tries < LAST_TRIES; tries++) {
      this.#write();
      if (this.#problem?.code !== 'store-busy') return;
    }
  }

  #prepare(settleNow: boolean): void {
    const nowMs = this.#clock.monotonicMs();
    if (this.#pendingSpans > 0) {
      const spans = gatherByTrace([...this.#pending, ...this.#small].map(wholeBatch), this.#scratch);
      this.#pending = [];
      this.#small = [];
      this.#pendingSpans = 0;
      const receivedMs = this.#clock.wallMs();
      foldSpans(spans, this.#fold, this.#deltas, receivedMs, Math.floor(nowMs / 1000));
      this.#take({ segment: segmentOf(spans, receivedMs, 0) });
      this.#scratch.takeBack(spans.batch);
    }
    if (this.#logs.length > 0) {
      this.#take({ logs: packLogs(this.#logs, this.#clock.wallMs()) });
      this.#logs = [];
    }
    const every = this.#fold.pool.count > SETTLE.maxSpans ? SETTLE_EVERY_BUSY : SETTLE_EVERY;
    if (!settleNow && nowMs - this.#settledAt < every) return;
    this.#settledAt = nowMs;
    this.#settle(SETTLE.waitSeconds);
    this.#take({});
  }

  #settle(waitSeconds: number): void {
    if (this.#fold.pool.count === 0) return;
    const now = Math.floor(this.#clock.monotonicMs() / 1000);
    const { pool, services, table } = this.#fold;
    settleSpans(pool, services, table, this.#deltas, { ...SETTLE, waitSeconds, now });
  }

  /** Makes ready what was packed, together with the statistics so far. */
  #take({ segment, logs }: Pick<Partial<Ready>, 'segment' | 'logs'>): void {
    if (!segment && !logs && this.#deltas.empty) return;
    const bytes = (logs?.data.length ?? 0) + (segment?.blocks.reduce((n, b) => n + b.length, 0) ?? 0);
    this.#ready.push({ segment, logs, deltas: this.#deltas, bytes });
    this.#readyBytes += bytes;
    this.#deltas = new StatDeltas();
  }

  #write(): Flushed {
    let [spans, traces, bytes] = [0, 0, 0];
    while (this.#ready.length > 0) {
      const [next] = this.#ready;
      if (!next || !this.#writeOne(next)) break;
      this.#ready.shift();
      this.#readyBytes -= next.bytes;
      spans += next.segment?.spans ?? 0;
      this.#written += next.segment?.spans ?? 0;
      traces += next.segment?.traces ?? 0;
      bytes += next.bytes;
    }
    return { spans, traces, bytes };
  }

  #writeOne({ segment, logs, deltas }: Ready): boolean {
    const { table } = this.#fold;
    let undo = () => {};
    try {
      this.#store.transaction(() => {
        undo = table.write(this.#store, deltas.seriesUsed());
        if (segment) insertSegment(this.#store, segment);
        if (logs) insertLogs(this.#store, logs);
        if (deltas.empty) return;
        const { data, first, last } = packDeltas(deltas, (series) => table.idOf(series));
        this.#store
          .sql('INSERT INTO stat_delta (first_minute, last_minute, data) VALUES (?, ?, ?)')
          .run(first, last, data);
      });
      this.#problem = undefined;
      return true;
    } catch (error) {
      undo();
      this.#problem = problemOf(error, this.#store.path);
      return false;
    }
  }
}

function problemOf(error: unknown, file: string): StoreError {
  const options = { cause: error };
  if (isFull(error))
    return new StoreError(
      'store-full',
      `The disk of the trace store ${file} is full: traces that arrive are refused until there is room. ` +
        'Free some space, or clear local traces. What is stored can still be read.',
      options,
    );
  if (isBusy(error))
    return new StoreError(
      'store-busy',
      `Another program keeps the trace store ${file} locked. Traces wait in memory; close that program if this stays.`,
      options,
    );
  const why = error instanceof Error ? error.message : String(error);
  return new StoreError('store-unusable', `The trace store ${file} cannot be written: ${why}.`, options);
}
