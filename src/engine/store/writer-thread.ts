import { Worker } from 'node:worker_threads';
import type { Logger } from '../../core/ports.ts';
import {
  RECEIVER_OFF,
  type ReceiverConfig,
  type ReceiverStatus,
  type RetentionConfig,
} from '../../protocol/engine-store.ts';
import { createRpc, type Rpc } from '../../protocol/rpc.ts';
import { threadPort } from '../../protocol/thread-port.ts';
import { entryUrl } from '../entry-url.ts';
import type { Nothing, ReceiverThreadApi } from '../receiver/receiver-thread-api.ts';
import type { StoreListeners } from './store-host.ts';

export type WriterThreadOptions = {
  readonly file: () => string;
  /** See StoreService. */
  readonly ownFile: boolean;
  readonly log: Logger;
  readonly tell: StoreListeners;
};

type WriterRpc = Rpc<ReceiverThreadApi, Nothing>;

/**
 * The thread that receives and writes, started when first needed. When it fails it is started again once and goes on
 * receiving; the second time the user is told and has to start it.
 */
export class WriterThread {
  readonly #options: WriterThreadOptions;
  #worker: Worker | undefined;
  #rpc: WriterRpc | undefined;
  #opening: Promise<WriterRpc> | undefined;
  #receiving: ReceiverConfig | undefined;
  #retention: RetentionConfig | undefined;
  #failures = 0;

  constructor(options: WriterThreadOptions) {
    this.#options = options;
  }

  /** The channel to it, if it runs. */
  get running(): WriterRpc | undefined {
    return this.#rpc;
  }

  started(): Promise<WriterRpc> {
    this.#opening ??= this.#start();
    return this.#opening;
  }

  /** Starts, changes or, without a configuration, stops receiving. */
  async receive(config: ReceiverConfig | undefined): Promise<ReceiverStatus> {
    this.#receiving = config;
    this.#failures = 0;
    const rpc = await this.started();
    return config ? rpc.call('start', config) : rpc.call('stop', undefined);
  }

  async retain(retention: RetentionConfig): Promise<undefined> {
    this.#retention = retention;
    await this.#rpc?.call('retention', retention);
    return undefined;
  }

  async close(): Promise<void> {
    const rpc = await this.#opening?.catch(() => undefined);
    await rpc?.call('close', undefined).catch(() => {});
    await this.#worker?.terminate();
    this.#forget();
  }

  async #start(): Promise<WriterRpc> {
    const { log, tell, file, ownFile } = this.#options;
    const worker = new Worker(entryUrl('receiver', './receiver/receiver-thread.ts'), {
      name: 'spanlight-receiver',
      // What it makes is short-lived and mostly outside the heap: a small nursery is emptied more often.
      resourceLimits: { maxYoungGenerationSizeMb: 12 },
    });
    const rpc = createRpc<ReceiverThreadApi, Nothing>(threadPort(worker), {});
    rpc.on('log', ({ level, text }) => log[level](text));
    rpc.on('receiver.status', tell.status);
    rpc.on('store.changed', tell.changed);
    rpc.on('store.note', tell.note);
    this.#worker = worker;
    worker.on('error', (error) => {
      rpc.dispose();
      void this.#failed(error);
    });
    try {
      await rpc.call('open', { file: file(), ownFile });
      if (this.#retention) await rpc.call('retention', this.#retention);
    } catch (error) {
      this.#forget();
      await worker.terminate();
      throw error;
    }
    this.#rpc = rpc;
    return rpc;
  }

  async #failed(error: Error): Promise<void> {
    const { log, tell } = this.#options;
    log.error(`receiver thread: ${error.stack ?? error.message}`);
    this.#forget();
    tell.status(RECEIVER_OFF);
    if (!this.#receiving) return;
    if (this.#failures++ === 0) {
      tell.note({
        level: 'warn',
        text: `The trace receiver failed (${error.message}) and was started again; spans of the last second may be missing.`,
      });
      const config = this.#receiving;
      await this.started()
        .then((rpc) => rpc.call('start', config))
        .catch((again: Error) => log.error(`receiver thread: ${again.message}`));
    } else
      tell.note({
        level: 'error',
        text: `The trace receiver failed again (${error.message}) and was stopped. The log says more; it can be started again.`,
      });
  }

  #forget(): void {
    this.#rpc = this.#opening = this.#worker = undefined;
  }
}
