/** A function's code as it was last seen: its hash, and since when it is so; 0 where nobody saw it change. */
type Seen = readonly [hash: number, sinceMs: number];

/** A year of a large workspace fits; the ones not looked at for the longest go first. */
const MOST = 4000;

/** Remembers when functions changed. Only saved code counts: what is not saved was never measured. */
export class ChangeLog {
  readonly #seen = new Map<string, Seen>();

  constructor(stored?: unknown) {
    if (!Array.isArray(stored)) return;
    for (const entry of stored.slice(-MOST)) {
      const [key, hash, sinceMs] = Array.isArray(entry) ? entry : [];
      if (typeof key === 'string' && typeof hash === 'number' && typeof sinceMs === 'number')
        this.#seen.set(key, [hash, sinceMs]);
    }
  }

  /** Returns whether that is news. `savedMs`: when the file was written. */
  saved(key: string, hash: number, savedMs: number): boolean {
    const known = this.#seen.get(key);
    this.#seen.delete(key);
    const same = known?.[0] === hash;
    this.#seen.set(key, same ? known : [hash, known ? savedMs : 0]);
    if (this.#seen.size > MOST)
      for (const oldest of this.#seen.keys()) {
        this.#seen.delete(oldest);
        break;
      }
    return !same;
  }

  /** When the saved code was last changed; `unsavedHash` is that of what the editor holds. */
  changedMs(key: string, unsavedHash: number, nowMs: number): number | undefined {
    const known = this.#seen.get(key);
    if (!known) return undefined;
    if (known[0] !== unsavedHash) return nowMs;
    return known[1] === 0 ? undefined : known[1];
  }

  /** As JSON, for the constructor. */
  stored(): readonly (readonly [string, number, number])[] {
    return [...this.#seen].map(([key, [hash, sinceMs]]) => [key, hash, sinceMs]);
  }
}
