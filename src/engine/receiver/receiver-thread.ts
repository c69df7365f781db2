/**
 * The thread that receives and writes, apart from the engine's: a flood of spans then slows no query, and a long query
 * stops no client.
 */

import { parentPort } from 'node:worker_threads';
import type { Logger } from '../../core/ports.ts';
import { createRpc, type Handlers } from '../../protocol/rpc.ts';
import { threadPort } from '../../protocol/thread-port.ts';
import { systemClock } from '../store/clock.ts';
import { StoreHost, type StoreListeners } from '../store/store-host.ts';
import type { Nothing, ReceiverThreadApi } from './receiver-thread-api.ts';

if (!parentPort) throw new Error('The receiver runs as a worker thread.');

let host: StoreHost | undefined;

const opened = (): StoreHost => {
  if (!host) throw new Error('The trace store is not open.');
  return host;
};

const logAs = (level: keyof Logger) => (text: string) => rpc.emit('log', { level, text });
const log: Logger = {
  debug: logAs('debug'),
  info: logAs('info'),
  warn: logAs('warn'),
  error: logAs('error'),
};

const tell: StoreListeners = {
  status: (status) => rpc.emit('receiver.status', status),
  changed: (change) => rpc.emit('store.changed', change),
  note: (note) => rpc.emit('store.note', note),
};

const handlers: Handlers<ReceiverThreadApi> = {
  open: (params) => {
    host ??= new StoreHost({ ...params, clock: systemClock, log, tell });
    return undefined;
  },
  start: (config) => opened().start(config),
  stop: () => opened().stop(),
  status: () => opened().status(),
  retention: (retention) => {
    opened().retention = retention;
    return undefined;
  },
  flush: (upTo) => void opened().flush(upTo),
  clear: () => void opened().clear(),
  close: async () => {
    await host?.close();
    host = undefined;
    return undefined;
  },
};

const rpc = createRpc<Nothing, ReceiverThreadApi>(threadPort(parentPort), handlers);
