import type { Engine } from '../../host/engine.ts';
import type { OpenedTrace } from '../../protocol/engine-traces.ts';
import type { PanelTrace } from './panel-trace.ts';

export type KeepFreshOptions = {
  readonly engine: Engine;
  readonly trace: PanelTrace;
  /** There is more of the trace than the panel shows. */
  readonly grown: () => void;
  /** Unix ms. */
  readonly now?: () => number;
};

/** Spans take 10 to 30 s from their end until a backend finds them; what is not there after this will not come. */
const LOOK_MS = 60_000;
/** A trace that ended this long ago is not on its way any more. */
const OVER_MS = 10 * 60_000;
/** Between two looks; a large trace costs its backend more. */
const EVERY_MS = 3000;
const EVERY_LARGE_MS = 10_000;
const LARGE = 20_000;

/** A trace of a backend that looks incomplete is looked at again for a minute, and shown anew when it grew. */
export class KeepFresh {
  readonly #options: KeepFreshOptions;
  readonly #now: () => number;
  #until: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #abort = new AbortController();

  constructor(options: KeepFreshOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** After the panel loaded the trace and knows whether anything of it is missing. */
  judge(complete: boolean): void {
    this.#stop();
    const { held, origin } = this.#options.trace;
    if (complete || !held || origin.kind !== 'connection') return;
    const endMs = Number(held.startUnixNano) / 1e6 + held.durationNs / 1e6;
    if (endMs < this.#now() - OVER_MS) return;
    this.#until ??= this.#now() + LOOK_MS;
    this.#wait(held);
  }

  dispose(): void {
    this.#stop();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  #wait(held: OpenedTrace): void {
    const { signal } = this.#abort;
    const every = held.spanCount > LARGE ? EVERY_LARGE_MS : EVERY_MS;
    if (this.#now() + every > (this.#until ?? 0)) return;
    this.#timer = setTimeout(() => void this.#look(held, signal), every);
  }

  async #look(held: OpenedTrace, signal: AbortSignal): Promise<void> {
    const { engine, trace, grown } = this.#options;
    const { origin } = trace;
    if (origin.kind !== 'connection') return;
    try {
      const { connection, traceId } = origin;
      const seen = await engine.call('trace.open', { connection, traceId }, { signal });
      await engine.call('trace.close', { handle: seen.handle });
      if (signal.aborted) return;
      if (seen.spanCount > held.spanCount || seen.durationNs !== held.durationNs) return grown();
    } catch {
      // What is shown stays; the next look may have more luck.
    }
    if (!signal.aborted) this.#wait(held);
  }
}
