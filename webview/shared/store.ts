/** State that is replaced, never changed: listeners learn which keys differ. */
export class Store<S extends object> {
  #state: S;
  readonly #listeners = new Set<(changed: ReadonlySet<keyof S>, before: S) => void>();

  constructor(initial: S) {
    this.#state = initial;
  }

  get state(): S {
    return this.#state;
  }

  set(patch: Partial<S>): void {
    const before = this.#state;
    const changed = new Set(
      (Object.keys(patch) as (keyof S)[]).filter((key) => !Object.is(patch[key], before[key])),
    );
    if (changed.size === 0) return;
    this.#state = { ...before, ...patch };
    for (const listener of this.#listeners) listener(changed, before);
  }

  subscribe(listener: (changed: ReadonlySet<keyof S>, before: S) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
