import type { Clock } from '../store/clock.ts';

/** Seconds a rate is taken over. */
const WINDOW = 5;

/** What was received, and how fast. */
export class Counters {
  readonly #clock: Clock;
  /** Spans by second of the monotonic clock, a ring. */
  readonly #perSecond = new Float64Array(WINDOW + 1);
  #second = 0;
  spans = 0;
  rejected = 0;
  lastReceivedMs: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  count(spans: number, rejected: number): void {
    this.#advance();
    const at = this.#second % this.#perSecond.length;
    this.#perSecond[at] = (this.#perSecond[at] ?? 0) + spans;
    this.spans += spans;
    this.rejected += rejected;
    if (spans > 0) this.lastReceivedMs = this.#clock.wallMs();
  }

  /** Over the last full seconds. */
  rate(): number {
    this.#advance();
    const now = this.#second % this.#perSecond.length;
    return this.#perSecond.reduce((n, spans, i) => (i === now ? n : n + spans), 0) / WINDOW;
  }

  #advance(): void {
    const second = Math.floor(this.#clock.monotonicMs() / 1000);
    for (let n = Math.min(second - this.#second, this.#perSecond.length); n > 0; n--)
      this.#perSecond[(second - n + 1) % this.#perSecond.length] = 0;
    this.#second = second;
  }
}
