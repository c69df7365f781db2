/** What decides when to ask again. Times in ms. */
export type ScheduleOptions = {
  /** Resolves to whether the answer differs from the one before; rejects when it could not be had. */
  readonly run: (signal: AbortSignal) => Promise<boolean>;
  /** Whether anybody would see an answer. Call `wake` when it may have become true. */
  readonly wanted: () => boolean;
  /** After data was said to have changed, until it is asked for: changes come in bursts. */
  readonly debounceMs: number;
  /** Between two rounds: at least, and at most where answers are slow (ten times what the last one took). */
  readonly restMs: readonly [least: number, most: number];
  /** Without any word of a change: first and longest. It doubles while nothing differs. */
  readonly idleMs: readonly [first: number, longest: number];
  /** After a failure: first and longest. */
  readonly failureMs: readonly [first: number, longest: number];
  /** Monotonic ms. */
  readonly clock?: () => number;
};

const LOAD_FACTOR = 10;

/** Asks when there is reason to and somebody to see it, and never twice at a time. */
export class RefreshSchedule {
  readonly #options: ScheduleOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;
  #running: AbortController | undefined;
  #lastEnd = Number.NEGATIVE_INFINITY;
  #lastTook = 0;
  #first = true;
  #idle: number;
  #failure: number;
  /** Something changed, or nothing was ever asked. */
  #stale = true;
  #disposed = false;
  readonly #clock: () => number;

  constructor(options: ScheduleOptions) {
    this.#options = options;
    this.#idle = options.idleMs[0];
    this.#failure = options.failureMs[0];
    this.#clock = options.clock ?? (() => performance.now());
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** What was asked for means something else now: at once, and what is under way is of no use. */
  now(): void {
    this.#stale = true;
    this.#idle = this.#options.idleMs[0];
    this.#failure = this.#options.failureMs[0];
    this.#running?.abort();
    this.#at(0);
  }

  /** There is new data. */
  changed(): void {
    this.#stale = true;
    this.#idle = this.#options.idleMs[0];
    if (this.#running) return;
    const [least, most] = this.#options.restMs;
    const rest = Math.min(most, Math.max(least, this.#lastTook * LOAD_FACTOR));
    this.#at(Math.max(this.#options.debounceMs, this.#lastEnd + rest - this.#clock()));
  }

  /** Somebody may be looking again. */
  wake(): void {
    if (this.#running || !this.#options.wanted()) return;
    const age = this.#clock() - this.#lastEnd;
    if (this.#stale) this.#at(Math.max(0, this.#options.restMs[0] - age));
    else if (this.#timer === undefined) this.#at(Math.max(0, this.#idle - age));
  }

  dispose(): void {
    this.#disposed = true;
    this.#running?.abort();
    clearTimeout(this.#timer);
  }

  /** The earlier of two times counts. */
  #at(delay: number): void {
    if (this.#disposed) return;
    const due = this.#clock() + delay;
    if (this.#timer !== undefined && this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#run();
    }, delay);
  }

  async #run(): Promise<void> {
    if (this.#disposed || !this.#options.wanted()) return;
    if (this.#running) {
      // Aborted, but not over yet: it starts the next round when it ends.
      return;
    }
    const abort = new AbortController();
    this.#running = abort;
    this.#stale = false;
    const started = this.#clock();
    let next: number;
    try {
      const differs = await this.#options.run(abort.signal);
      this.#idle = differs ? this.#options.idleMs[0] : Math.min(this.#idle * 2, this.#options.idleMs[1]);
      this.#failure = this.#options.failureMs[0];
      next = this.#idle;
    } catch {
      next = this.#failure;
      if (!abort.signal.aborted) this.#failure = Math.min(this.#failure * 2, this.#options.failureMs[1]);
    }
    this.#running = undefined;
    this.#lastEnd = this.#clock();
    // The first answer may have had to wait for a thread to start: that says nothing of the next.
    this.#lastTook = this.#first ? 0 : this.#lastEnd - started;
    this.#first = false;
    if (abort.signal.aborted) this.#at(0);
    else if (this.#stale) this.changed();
    else this.#at(next);
  }
}
