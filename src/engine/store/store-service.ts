import type { LogRecord } from '../../core/otlp/decode-logs.ts';
import type { Logger } from '../../core/ports.ts';
import type { SpanBatch } from '../../core/trace/span-batch.ts';
import type { RetentionConfig, StoreChange } from '../../protocol/engine-store.ts';
import type { Clock } from './clock.ts';
import { Maintenance } from './maintenance.ts';
import { openStore } from './open-store.ts';
import { isCorrupt } from './sqlite-errors.ts';
import type { StoreDb } from './store-db.ts';
import { StoreWatch } from './store-watch.ts';
import { type FlushUpTo, TraceWriter } from './trace-writer.ts';

/** ms between two flushes: half of what may be lost when the process is killed. */
const FLUSH_EVERY = 500;

export type StoreServiceOptions = {
  readonly file: string;
  /** The file is ours alone: what can't be used may be set aside. */
  readonly ownFile: boolean;
  readonly clock: Clock;
  readonly log: Logger;
  readonly changed: (change: StoreChange) => void;
  /** Spans that other processes wrote. */
  readonly shared: (spans: number) => void;
  readonly note: (level: 'info' | 'warn' | 'error', text: string) => void;
};

/** The writing side of the store: one a process, in the thread that receives. */
export class StoreService {
  readonly #options: StoreServiceOptions;
  readonly #writer: TraceWriter;
  readonly #maintenance: Maintenance;
  readonly #timer: NodeJS.Timeout;
  #store: StoreDb;
  #watch: StoreWatch;
  /** Of the writer's spans, those that are told of. */
  #counted = 0;
  /** What was last told of a write that failed. */
  #told = '';

  constructor(options: StoreServiceOptions) {
    this.#options = options;
    this.#store = this.#open();
    this.#watch = new StoreWatch(this.#store);
    this.#writer = new TraceWriter({ ...options, store: this.#store });
    this.#maintenance = new Maintenance({
      ...options,
      removed: () => options.changed({ spans: 0, removed: true }),
    });
    this.#timer = setInterval(() => {
      this.flush();
      this.#maintenance.run(this.#store);
    }, FLUSH_EVERY);
  }

  get store(): StoreDb {
    return this.#store;
  }

  set retention(retention: RetentionConfig) {
    this.#maintenance.retention = retention;
  }

  get problem(): string | undefined {
    return this.#writer.problem?.message;
  }

  /** Throws a StoreError when there is no room. */
  add(batch: SpanBatch): void {
    this.#writer.add(batch);
  }

  addLogs(records: readonly LogRecord[]): void {
    this.#writer.addLogs(records);
  }

  flush(upTo?: FlushUpTo): void {
    if (!this.#store.current) this.#reopen(false);
    this.#writer.flush(upTo);
    this.#report();
    this.#look();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#writer.close();
    const { problem, unwritten } = this.#writer;
    if (problem) this.#options.log.error(`store: ${problem.message}`);
    if (unwritten > 0)
      this.#options.note(
        'error',
        `The last ${unwritten} spans received are lost: the trace store ${this.#options.file} could not be written.`,
      );
    this.#store.close();
  }

  #open(damaged = false): StoreDb {
    const { file, ownFile, note } = this.#options;
    const { store, notes } = openStore(file, { setAside: ownFile, damaged });
    for (const text of notes) note('warn', text);
    return store;
  }

  #report(): void {
    const { problem } = this.#writer;
    if (problem && isCorrupt(problem.cause) && this.#options.ownFile) {
      this.#reopen(this.#store.current);
      this.#writer.flush();
    } else if (problem && problem.message !== this.#told) this.#options.note('error', problem.message);
    else if (!problem && this.#told !== '')
      this.#options.note('info', 'The trace store can be written again; traces are received as before.');
    this.#told = this.#writer.problem?.message ?? '';
  }

  /** Windows that share the store show what any of them receives. */
  #look(): void {
    const own = this.#writer.written - this.#counted;
    this.#counted += own;
    try {
      const seen = this.#watch.look(own);
      if (!seen) return;
      if (seen.byOthers > 0) this.#options.shared(seen.byOthers);
      this.#options.changed({ spans: seen.added, removed: seen.removed });
    } catch (error) {
      // A damaged or locked file is the writer's to tell of.
      this.#options.log.debug(`store: ${(error as Error).message}`);
    }
  }

  /** The file was damaged while in use, or somebody else set it aside: go on in a new one. */
  #reopen(damaged: boolean): void {
    this.#store.close();
    this.#store = this.#open(damaged);
    this.#watch = new StoreWatch(this.#store);
    this.#writer.moveTo(this.#store);
  }
}
