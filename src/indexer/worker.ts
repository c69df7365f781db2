/** Composition root of the indexer thread: everything that touches workspace files. */

import { parentPort } from 'node:worker_threads';
import type { IndexerApi, IndexerHostApi } from '../protocol/indexer.ts';
import { createRpc } from '../protocol/rpc.ts';
import { threadPort } from '../protocol/thread-port.ts';
import { indexerHandlers } from './indexer-handlers.ts';

if (!parentPort) throw new Error('The indexer runs as a worker thread.');

const handlers = indexerHandlers({
  status: (status) => rpc.emit('index.status', status),
  updated: (paths) => rpc.emit('index.updated', { paths }),
  gapsUpdated: (paths) => rpc.emit('gaps.updated', { paths }),
  log: (level, text) => rpc.emit('log', { level, text }),
});
const rpc = createRpc<IndexerHostApi, IndexerApi>(threadPort(parentPort), handlers);
