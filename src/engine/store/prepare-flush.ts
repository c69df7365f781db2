import { PairIds } from '../../core/analysis/pair-ids.ts';
import { namedTarget } from '../../core/analysis/service-graph.ts';
import { spanFacts } from '../../core/analysis/span-facts.ts';
import { KIND, STATUS, type Trace } from '../../core/trace/columns.ts';
import { serviceReader } from '../../core/trace/service-reader.ts';
import type { SpanBatch } from '../../core/trace/span-batch.ts';
import { wordsDiff } from '../../core/trace/time.ts';
import { bloomOf } from './bloom.ts';
import type { Gathered } from './gather-spans.ts';
import { seriesOfRows } from './row-series.ts';
import { encodeSegment } from './segment-codec.ts';
import { summarise } from './segment-summary.ts';
import type { NewSegment } from './segment-table.ts';
import { viewOf } from './segment-view.ts';
import { NO_SERIES, type SeriesTable } from './series-table.ts';
import { type SpanPool, STATE } from './span-pool.ts';
import type { StatDeltas } from './stat-deltas.ts';
import { traceHashes } from './trace-hashes.ts';

export type Fold = {
  readonly table: SeriesTable;
  readonly pool: SpanPool;
  /** Names of services and other targets of calls as the pool numbers them; 0 is none. */
  readonly services: string[];
  readonly serviceNumbers: Map<string, number>;
  /** Unix ns words that the pool's times count from; set by the first span. */
  epoch: { readonly hi: number; readonly lo: number } | undefined;
};

/** The segment a flush writes. `receivedMs` stands in for spans that have no start. */
export function segmentOf(spans: Gathered, receivedMs: number, level: number): NewSegment {
  const { batch, traceIds } = spans;
  let [first, last, errors, maxNs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (let row = 0; row < batch.count; row++) {
    const ms = startMs(batch, row) ?? receivedMs;
    if (ms < first) first = ms;
    if (ms > last) last = ms;
    if (batch.status.at(row) === STATUS.error) errors++;
    const ns = durationOf(batch, row) ?? 0;
    if (ns > maxNs) maxNs = ns;
  }
  return {
    level,
    receivedMs,
    firstMs: Math.floor(first),
    lastMs: Math.ceil(last),
    spans: batch.count,
    traces: traceIds.length,
    errors,
    maxNs,
    summary: JSON.stringify(summarise(spans)),
    bloom: bloomOf(batch.strings),
    traceHashes: traceHashes(spans),
    blocks: encodeSegment(spans),
  };
}

/** Counts each span into the deltas, and leaves it in the pool for its self time. Repeated deliveries count once. */
export function foldSpans(
  spans: Gathered,
  fold: Fold,
  deltas: StatDeltas,
  receivedMs: number,
  nowSeconds: number,
): void {
  const { batch, traceIds, traceFrom } = spans;
  const { pool } = fold;
  const view = viewOf(batch);
  const series = seriesOfRows(view, fold.table);
  const targetOf = targetReader(view, fold);
  const serviceOf = serviceReader(batch);
  const numbers = new Map<number, number>();
  for (let t = 0; t < traceIds.length; t++) {
    const trace = hashOfId(batch.strings.bytesOf(traceIds[t] ?? 0));
    for (let row = traceFrom[t] ?? 0; row < (traceFrom[t + 1] ?? 0); row++) {
      const kind = batch.kind.at(row);
      const [idHi, idLo] = [batch.idHi.at(row), batch.idLo.at(row)];
      const ms = startMs(batch, row);
      const duration = durationOf(batch, row);
      fold.epoch ??= { hi: batch.startHi.at(row), lo: batch.startLo.at(row) };
      const start =
        ms === undefined
          ? 0
          : wordsDiff(batch.startHi.at(row), batch.startLo.at(row), fold.epoch.hi, fold.epoch.lo);
      const known = pool.find(trace, idHi, idLo, kind);
      if (known >= 0 && pool.start[known] === start) continue;
      const error = batch.status.at(row) === STATUS.error;
      const minute = Math.floor((ms ?? receivedMs) / 60_000);
      const number = series[row] ?? NO_SERIES;
      if (number !== NO_SERIES) deltas.of(number, minute).add(duration, error, Math.floor(ms ?? receivedMs));

      const at = pool.append();
      pool.idHi[at] = idHi;
      pool.idLo[at] = idLo;
      pool.parentHi[at] = batch.parentHi.at(row);
      pool.parentLo[at] = batch.parentLo.at(row);
      pool.trace[at] = trace;
      pool.start[at] = start;
      pool.end[at] = start + (duration ?? 0);
      pool.series[at] = number;
      pool.service[at] = serviceNumber(fold, numbers, batch, serviceOf(row));
      pool.target[at] = targetOf(row);
      pool.minute[at] = minute;
      pool.arrived[at] = nowSeconds;
      pool.kind[at] = kind;
      pool.state[at] = (error ? STATE.error : 0) | (duration === undefined ? STATE.endless : 0);
      pool.index(at);
    }
  }
}

function serviceNumber(fold: Fold, numbers: Map<number, number>, batch: SpanBatch, id: number): number {
  let number = numbers.get(id);
  if (number === undefined) {
    number = numberOf(fold, batch.strings.get(id));
    numbers.set(id, number);
  }
  return number;
}

function numberOf({ services, serviceNumbers }: Fold, name: string): number {
  let number = serviceNumbers.get(name);
  if (number === undefined) {
    number = services.length;
    services.push(name);
    serviceNumbers.set(name, number);
  }
  return number;
}

/** Number of what a span that leaves its process names as its target; 0 for none. */
function targetReader(view: Trace, fold: Fold): (row: number) => number {
  const facts = spanFacts(view);
  const [hosts, systems, all] = [new PairIds(), new PairIds(), new PairIds()];
  const known = new Map<number, number>();
  return (row) => {
    const kind = view.kind[row];
    if (kind === KIND.server || kind === KIND.consumer) return 0;
    const [database, broker] = [facts.database[row] ?? 0, facts.broker[row] ?? 0];
    const calls = kind === KIND.client || kind === KIND.producer;
    if (!calls && database === 0 && broker === 0 && facts.rpcService[row] === 0) return 0;
    const key = all.intern(
      hosts.intern(facts.peer[row] || 0, facts.host[row] || 0),
      systems.intern(database, facts.destination[row] || broker),
    );
    let number = known.get(key);
    if (number === undefined) {
      const target = namedTarget(view, facts, row);
      number = target ? numberOf(fold, target.name) : 0;
      known.set(key, number);
    }
    return number;
  };
}

/** Unix ms with fraction; undefined where no start was sent. */
function startMs(batch: SpanBatch, row: number): number | undefined {
  const [hi, lo] = [batch.startHi.at(row), batch.startLo.at(row)];
  return hi === 0 && lo === 0 ? undefined : (hi * 4294967296 + lo) / 1e6;
}

/** ns; undefined without both ends. An end before the start counts as 0. */
function durationOf(batch: SpanBatch, row: number): number | undefined {
  const [endHi, endLo] = [batch.endHi.at(row), batch.endLo.at(row)];
  if ((endHi === 0 && endLo === 0) || startMs(batch, row) === undefined) return undefined;
  return Math.max(0, wordsDiff(endHi, endLo, batch.startHi.at(row), batch.startLo.at(row)));
}

/** The id's last eight hex digits as a number: traces' ids are random there. */
function hashOfId(hex: Uint8Array): number {
  let h = 0;
  for (let i = Math.max(0, hex.length - 8); i < hex.length; i++) {
    const c = hex[i] ?? 0;
    h = (h << 4) | (c > 57 ? c - 87 : c - 48);
  }
  return h;
}
