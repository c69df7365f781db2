/** Composition root of the engine thread: everything that touches trace data. */

import { parentPort } from 'node:worker_threads';
import { decodeTraces } from '../core/otlp/decode.ts';
import type { Logger } from '../core/ports.ts';
import type { EngineApi, EngineConfig, EngineHostApi, LogLine } from '../protocol/engine.ts';
import { createRpc, type Handlers } from '../protocol/rpc.ts';
import { threadPort } from '../protocol/thread-port.ts';
import { backendHandlers } from './backend-handlers.ts';
import { BackendRegistry } from './backends/registry.ts';
import { figuresHandlers } from './evidence/figures-handlers.ts';
import { traceHandlers } from './open-traces.ts';
import { storeHandlers } from './store/store-handlers.ts';

if (!parentPort) throw new Error('The engine runs as a worker thread.');

let config: EngineConfig | undefined;

const line = (level: LogLine['level']) => (text: string) => rpc.emit('log', { level, text });
const log: Logger = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
const store = storeHandlers({
  storageDir: () => {
    if (!config) throw new Error('The engine has no storage folder yet.');
    return config.storageDir;
  },
  log,
  tell: {
    status: (status) => rpc.emit('receiver.status', status),
    changed: (change) => rpc.emit('store.changed', change),
    note: (note) => rpc.emit('store.note', note),
  },
});
const registry = new BackendRegistry(log, store.backend);

const handlers: Handlers<EngineApi> = {
  'engine.configure': (next) => {
    config = next;
    rpc.emit('log', { level: 'debug', text: `engine ready, storage ${config.storageDir}` });
    return undefined;
  },
  ...traceHandlers((bytes) => decodeTraces(bytes).batch, registry),
  ...backendHandlers(registry, log),
  ...figuresHandlers(registry),
  ...store.handlers,
};

const rpc = createRpc<EngineHostApi, EngineApi>(threadPort(parentPort), handlers);
