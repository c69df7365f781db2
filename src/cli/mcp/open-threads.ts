import { Worker } from 'node:worker_threads';
import type { EngineApi, EngineHostApi } from '../../protocol/engine.ts';
import type { IndexerApi, IndexerHostApi } from '../../protocol/indexer.ts';
import { type Api, createRpc, type Handlers, type Rpc, RpcError } from '../../protocol/rpc.ts';
import { threadPort } from '../../protocol/thread-port.ts';

/** Where a thread's entry lies: beside this one as built, or its source when this runs from source (tests). */
const entry = (bundle: string) =>
  import.meta.url.endsWith('.ts')
    ? new URL(`../../${bundle}/worker.ts`, import.meta.url)
    : new URL(`./${bundle}.cjs`, import.meta.url);

/** The two threads that do the work in the editor, here without one. */
export function openThreads() {
  const engine = start<EngineApi, EngineHostApi>('engine', {});
  const indexer = start<IndexerApi, IndexerHostApi>('indexer', {});
  return {
    engine: engine.rpc,
    indexer: indexer.rpc,
    close: async () => {
      await engine.rpc.call('store.close', undefined).catch(() => {});
      await Promise.all([engine.end(), indexer.end()]);
    },
  };
}

function start<Remote extends Api, Local extends Api>(
  name: string,
  handlers: Handlers<Local>,
): { readonly rpc: Rpc<Remote, Local>; end(): Promise<unknown> } {
  const worker = new Worker(entry(name), { name: `spanlight ${name}` });
  const rpc = createRpc<Remote, Local>(threadPort(worker), handlers);
  worker.on('error', (error: Error) =>
    rpc.dispose(new RpcError('crashed', `The ${name} crashed: ${error.message}`)),
  );
  return { rpc, end: () => worker.terminate() };
}
