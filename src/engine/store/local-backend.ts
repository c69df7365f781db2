import {
  BackendError,
  type BackendInfo,
  type LogEntry,
  type Operation,
  type TimeRange,
  type TraceBackend,
  type TraceResult,
} from '../../core/ports.ts';
import { KIND_NAMES } from '../../core/trace/columns.ts';
import { normaliseTraceId } from '../../core/trace/ids.ts';
import { looksComplete } from '../backends/traces.ts';
import { functionStats, serviceGraph, siteStats } from './answer-stats.ts';
import { textHash } from './bloom.ts';
import type { Clock } from './clock.ts';
import { listKeys, listValues } from './list-values.ts';
import { loadTrace } from './load-trace.ts';
import { readLogs } from './log-segments.ts';
import { searchStore } from './search-store.ts';
import { StoreError } from './store-error.ts';
import type { ReaderState, StoreReader } from './store-reader.ts';
import { tailStore } from './tail-store.ts';
import type { FlushUpTo } from './trace-writer.ts';

export type LocalBackendOptions = {
  readonly reader: StoreReader;
  readonly clock: Clock;
  /** Has this process's writer flush what it holds, so that what was just sent is found. */
  readonly sync: (patienceMs: number, upTo: FlushUpTo) => Promise<void>;
};

/**
 * ms a query waits for the writer to flush. It is busy only in a flood; then a trace just sent is still worth waiting
 * for, while figures of the last moment are not. A graph is drawn seldom, and of all calls that are known.
 */
export const PATIENCE = { trace: 2000, graph: 500, list: 50 } as const;

/** ms after the last of its spans came in, until which more of them are to be expected. */
const SETTLED_MS = 6000;

const INFO: BackendInfo = {
  kind: 'local',
  title: 'Spanlight on this machine',
  version: undefined,
  capabilities: {
    search: 'native',
    attributeKeys: 'native',
    attributeValues: 'native',
    functionStats: 'native',
    serviceGraph: 'native',
    tail: 'native',
  },
  notes: [],
};

/** The embedded store as a backend like any other. */
export function localBackend({ reader, clock, sync }: LocalBackendOptions): TraceBackend {
  const ready = async (
    signal: AbortSignal,
    patienceMs: number = PATIENCE.list,
    upTo: FlushUpTo = 'spans',
  ): Promise<ReaderState> => {
    await sync(patienceMs, upTo);
    signal.throwIfAborted();
    return open(reader);
  };
  return {
    kind: 'local',
    describe: async () => INFO,
    services: async (range, signal) => services(await ready(signal), range),
    operations: async (service, range, signal) => operations(await ready(signal), service, range),
    attributeKeys: async (range, signal) => listKeys(await ready(signal), range),
    attributeValues: async (key, range, signal) => listValues(await ready(signal), key, range),
    async *search(request, signal) {
      yield* searchStore(request, await ready(signal, PATIENCE.trace), signal);
    },
    trace: async (traceId, _hints, signal) => readTrace(await ready(signal, PATIENCE.trace), traceId, clock),
    logs: async (traceId, signal) => logsOf(await ready(signal, PATIENCE.trace), traceId),
    functionStats: async (request, signal) => functionStats(await ready(signal), request, clock.wallMs()),
    siteStats: async (request, signal) => siteStats(await ready(signal), request, clock.wallMs()),
    serviceGraph: async (range, signal) =>
      serviceGraph(await ready(signal, PATIENCE.graph, 'calls'), range, clock.wallMs()),
    async *tail(query, signal) {
      await ready(signal);
      yield* tailStore(query, reader, clock, signal);
    },
    link: () => undefined,
    close: async () => reader.close(),
  };
}

function open(reader: StoreReader): ReaderState {
  try {
    return reader.get();
  } catch (error) {
    if (error instanceof StoreError) throw new BackendError('unreachable', error.message, { cause: error });
    throw error;
  }
}

function services({ catalogue }: ReaderState, range: TimeRange): string[] {
  const names = new Set<string>();
  for (const { id } of catalogue.in(range))
    for (const [name] of catalogue.summary(id)?.services ?? []) names.add(name);
  return [...names].sort();
}

function operations({ catalogue }: ReaderState, service: string, range: TimeRange): Operation[] {
  const found = new Map<string, Operation>();
  for (const { id } of catalogue.in(range)) {
    const summary = catalogue.summary(id);
    const index = summary?.services.findIndex(([name]) => name === service) ?? -1;
    for (const [of, name, kind] of summary?.operations ?? [])
      if (of === index) found.set(`${kind} ${name}`, { name, kind: KIND_NAMES[kind] });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** ms around a trace's own spans within which its logs come in: exporters of both send every few seconds. */
const LOGS_AROUND_MS = 15 * 60_000;

function logsOf(state: ReaderState, text: string): LogEntry[] {
  const traceId = normaliseTraceId(text);
  if (!traceId) return [];
  const received = receivedMs(state, traceId);
  if (received.length === 0) return readLogs(state.store, traceId);
  const fromMs = Math.min(...received) - LOGS_AROUND_MS;
  return readLogs(state.store, traceId, { fromMs, toMs: Math.max(...received) + LOGS_AROUND_MS });
}

function readTrace(state: ReaderState, text: string, clock: Clock): TraceResult {
  const traceId = normaliseTraceId(text);
  if (!traceId)
    throw new BackendError('not-found', `"${text}" is not a trace id: 32 hex digits are expected.`);
  const read = loadTrace(traceId, state);
  if (!read)
    throw new BackendError(
      'not-found',
      `The local store has no trace ${traceId}. It may not have been sent here, or it is older than what is kept.`,
    );
  const received = Math.max(0, ...receivedMs(state, traceId));
  const fresh = clock.wallMs() - received < SETTLED_MS;
  return {
    trace: read.trace,
    complete: looksComplete(read.trace),
    provenance: {
      exact: true,
      notes: [...read.notes, ...(fresh ? ['Spans came in seconds ago; more may follow.'] : [])],
    },
    url: undefined,
  };
}

/** When the segments that may hold spans of the trace came in. */
function receivedMs({ catalogue, filters }: ReaderState, traceId: string): number[] {
  const hash = textHash(traceId);
  return catalogue.segments().flatMap((s) => (filters.holdsTrace(s.id, hash) ? s.receivedMs : []));
}
