/** Composition root of the engine thread: everything that touches trace data. */
import { parentPort } from 'node:worker_threads';
import { decodeTraces } from '../core/otlp/decode.ts';
import type { EngineApi, EngineConfig, EngineHostApi } from '../protocol/engine.ts';
import { createRpc, type Handlers } from '../protocol/rpc.ts';
import { traceHandlers } from './open-traces.ts';
import { workerPort } from './worker-port.ts';

if (!parentPort) throw new Error('The engine runs as a worker thread.');

let config: EngineConfig | undefined;

const handlers: Handlers<EngineApi> = {
  'engine.configure': (next) => {
    config = next;
    rpc.emit('log', { level: 'debug', text: `engine ready, storage ${config.storageDir}` });
    return undefined;
  },
  ...traceHandlers((bytes) => decodeTraces(bytes).batch),
};

const rpc = createRpc<EngineHostApi, EngineApi>(workerPort(parentPort), handlers);
