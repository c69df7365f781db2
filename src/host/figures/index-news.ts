/** ms of quiet before code is asked for again: the indexer tells of every burst of keystrokes. */
const QUIET_MS = 300;
/** ms until sites that led nowhere are tried again: a file may have come that they lead to. */
const WIDELY_MS = 10_000;

/** Gathers what the indexer says of changed files into few questions. */
export class IndexNews {
  readonly #ask: (widely: boolean) => Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wideTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: (widely: boolean) => Promise<void>) {
    this.#ask = ask;
  }

  heard(paths: readonly string[]): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(false), QUIET_MS);
    if (paths.length === 0 || this.#wideTimer !== undefined) return;
    this.#wideTimer = setTimeout(() => {
      this.#wideTimer = undefined;
      void this.#ask(true);
    }, WIDELY_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#wideTimer);
  }
}
