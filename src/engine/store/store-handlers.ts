import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger, TraceBackend } from '../../core/ports.ts';
import type { StoreEvents, StoreInfo, StoreRequests } from '../../protocol/engine-store.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import { sendTestTrace } from '../receiver/send-test-trace.ts';
import { systemClock } from './clock.ts';
import { exportTraces } from './export-traces.ts';
import { importTraces } from './import-traces.ts';
import { localBackend, PATIENCE } from './local-backend.ts';
import { openStore } from './open-store.ts';
import { STORE_FILE } from './store-file.ts';
import type { StoreListeners } from './store-host.ts';
import { StoreReader } from './store-reader.ts';
import type { FlushUpTo } from './trace-writer.ts';
import { WriterThread } from './writer-thread.ts';

export type StoreContext = {
  /** The extension's own folder: what lies there may be set aside. */
  readonly storageDir: () => string;
  readonly log: Logger;
  readonly tell: StoreListeners;
};

type StoreApi = { requests: StoreRequests; events: StoreEvents };

/** The store as the engine serves it. Nothing is opened and no thread started before the first of it is asked for. */
export function storeHandlers(context: StoreContext): {
  readonly handlers: Handlers<StoreApi>;
  readonly backend: TraceBackend;
  /** Flushes and ends the thread. */
  readonly close: () => Promise<undefined>;
} {
  const storeFile = () => path.join(context.storageDir(), STORE_FILE);
  const writer = new WriterThread({ ...context, file: storeFile, ownFile: true });
  const reader = new StoreReader(() => {
    const { store, notes } = openStore(storeFile(), { setAside: true });
    for (const text of notes) context.tell.note({ level: 'warn', text });
    return store;
  });
  const sync = async (patienceMs: number, upTo: FlushUpTo = 'spans') => {
    const rpc = writer.running;
    if (!rpc) return;
    const flushed = rpc.call('flush', upTo).catch(() => {});
    await Promise.race([flushed, sleep(patienceMs, undefined, { ref: false })]);
  };
  const close = async () => {
    await writer.close();
    reader.close();
    return undefined;
  };
  const backend = localBackend({ reader, clock: systemClock, sync });
  const handlers: Handlers<StoreApi> = {
    'receiver.start': (config) => writer.receive(config),
    'receiver.stop': () => writer.receive(undefined),
    'receiver.status': async () => (await writer.started()).call('status', undefined),
    'receiver.sendTest': async (_, { signal }) => {
      const sent = await sendTestTrace(await (await writer.started()).call('status', undefined));
      await arrived(backend, sent.traceId, signal);
      return sent;
    },
    'store.retention': (retention) => writer.retain(retention),
    'store.clear': async () => (await writer.started()).call('clear', undefined),
    'store.info': async () => {
      await sync(PATIENCE.list);
      return storeInfo(reader);
    },
    'store.dimensions': async () => {
      await sync(PATIENCE.list);
      const { sites } = reader.get();
      sites.refresh();
      return sites.dimensions();
    },
    'store.close': close,
    'store.export': async ({ path: file, traceIds, secretKeys }, { signal, part }) => {
      await sync(PATIENCE.trace);
      return exportTraces(reader.get(), { file, traceIds, secretKeys }, signal, part);
    },
    'store.import': async ({ path: file }, { signal, part }) => {
      // A connection of its own: the reader's must see the change as anybody's.
      const { store } = openStore(storeFile(), { setAside: true });
      try {
        const imported = await importTraces(file, store, systemClock, signal, part);
        context.tell.changed({ spans: imported.spans, removed: false });
        return imported;
      } finally {
        store.close();
      }
    },
  };
  return { handlers, backend, close };
}

/** Where another window receives, it writes when its time comes: half a second later. */
async function arrived(backend: TraceBackend, traceId: string, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; ; attempt++)
    try {
      return void (await backend.trace(traceId, {}, signal));
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await sleep(ATTEMPT_MS, undefined, { signal });
    }
}

const ATTEMPTS = 20;
const ATTEMPT_MS = 150;

function storeInfo(reader: StoreReader): StoreInfo {
  const { store, catalogue } = reader.get();
  const segments = catalogue.segments();
  const pages = store.number('PRAGMA page_count') - store.number('PRAGMA freelist_count');
  const sum = (of: 'spans' | 'traces') => segments.reduce((n, s) => n + s[of], 0);
  return {
    path: store.path,
    bytes: pages * store.number('PRAGMA page_size'),
    spans: sum('spans'),
    traces: sum('traces'),
    oldestMs: segments.length === 0 ? undefined : Math.min(...segments.map((s) => s.firstMs)),
    newestMs: segments.length === 0 ? undefined : Math.max(...segments.map((s) => s.lastMs)),
  };
}
