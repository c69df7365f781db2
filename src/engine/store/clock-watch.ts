import type { Clock } from './clock.ts';

/** A wall clock that moves otherwise than time by more than this (ms) was set, or the machine slept. */
const JUMP_MS = 5 * 60_000;
/** How long it must run evenly (ms) before anything is deleted because of it. */
const STEADY_MS = 10 * 60_000;

/** Tells when the wall clock may be trusted with deleting: a wrong date must not cost a week of traces. */
export class ClockWatch {
  readonly #clock: Clock;
  #wall: number;
  #monotonic: number;
  #steadySince: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#wall = clock.wallMs();
    this.#monotonic = this.#steadySince = clock.monotonicMs();
  }

  steady(): boolean {
    const [wall, monotonic] = [this.#clock.wallMs(), this.#clock.monotonicMs()];
    const drift = wall - this.#wall - (monotonic - this.#monotonic);
    [this.#wall, this.#monotonic] = [wall, monotonic];
    if (Math.abs(drift) > JUMP_MS) this.#steadySince = monotonic;
    return monotonic - this.#steadySince >= STEADY_MS;
  }
}
