import type { Logger } from '../../core/ports.ts';
import {
  RECEIVER_OFF,
  type ReceiverConfig,
  type ReceiverStatus,
  type RetentionConfig,
  type StoreEvents,
} from '../../protocol/engine-store.ts';
import { Counters } from '../receiver/counters.ts';
import type { Identity } from '../receiver/http-routes.ts';
import { ListenerClaims } from '../receiver/listener-claims.ts';
import { type Receiver, startReceiver } from '../receiver/receiver.ts';
import { clearStore } from './clear-store.ts';
import type { Clock } from './clock.ts';
import { StoreService } from './store-service.ts';
import type { FlushUpTo } from './trace-writer.ts';

export type StoreListeners = {
  readonly status: (status: StoreEvents['receiver.status']) => void;
  readonly changed: (change: StoreEvents['store.changed']) => void;
  readonly note: (note: StoreEvents['store.note']) => void;
};

export type StoreHostOptions = {
  readonly file: string;
  /** See StoreService. */
  readonly ownFile: boolean;
  readonly clock: Clock;
  readonly log: Logger;
  readonly tell: StoreListeners;
};

/** ms between two reports of a receiver that receives. */
const REPORT_EVERY = 1000;

/** What writes to the store in one process: the receiver and the writer, in the thread that runs this. */
export class StoreHost {
  readonly #options: StoreHostOptions;
  readonly #service: StoreService;
  readonly #timer: NodeJS.Timeout;
  /** What other processes received into the store. */
  readonly #others: Counters;
  #receiver: Receiver | undefined;
  #reported = '';

  constructor(options: StoreHostOptions) {
    this.#options = options;
    const { tell } = options;
    this.#others = new Counters(options.clock);
    this.#service = new StoreService({
      ...options,
      changed: tell.changed,
      shared: (spans) => this.#others.count(spans, 0),
      note: (level, text) => tell.note({ level, text }),
    });
    this.#timer = setInterval(() => this.#report(), REPORT_EVERY);
  }

  async start(config: ReceiverConfig): Promise<ReceiverStatus> {
    if (this.#receiver) await this.stop();
    const { clock, log, file } = this.#options;
    const identity: Identity = { program: 'spanlight', store: file, pid: process.pid };
    this.#receiver = startReceiver({
      config,
      identity,
      clock,
      log,
      claims: new ListenerClaims(() => this.#service.store),
      ingest: {
        spans: (batch) => this.#service.add(batch),
        logs: (records) => this.#service.addLogs(records),
      },
      changed: () => this.#report(),
    });
    return this.status();
  }

  async stop(): Promise<ReceiverStatus> {
    const receiver = this.#receiver;
    this.#receiver = undefined;
    await receiver?.stop();
    this.#service.flush();
    this.#report();
    return this.status();
  }

  status(): ReceiverStatus {
    if (!this.#receiver) return withProblem(RECEIVER_OFF, this.#service.problem);
    const status = this.#receiver.status();
    return withProblem(
      { ...status, spansPerSecond: status.spansPerSecond + this.#others.rate() },
      this.#service.problem,
    );
  }

  set retention(retention: RetentionConfig) {
    this.#service.retention = retention;
  }

  flush(upTo: FlushUpTo): void {
    this.#service.flush(upTo);
  }

  clear(): void {
    this.#service.flush();
    clearStore(this.#service.store);
    this.#options.tell.changed({ spans: 0, removed: true });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#receiver?.stop();
    this.#service.close();
  }

  /** Only what is new. */
  #report(): void {
    const status = this.status();
    const text = JSON.stringify(status);
    if (text === this.#reported) return;
    this.#reported = text;
    this.#options.tell.status(status);
  }
}

const withProblem = (status: ReceiverStatus, problem: string | undefined): ReceiverStatus =>
  problem === undefined ? status : { ...status, problems: [...status.problems, problem] };
