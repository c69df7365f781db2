import { randomUUID } from 'node:crypto';
import type { StoreDb } from '../store/store-db.ts';

/** Who says, in the store that the windows share, that it listens on a port. A claim is worth its process being alive. */
export class ListenerClaims {
  readonly #store: () => StoreDb;
  readonly #own = randomUUID();

  /** The store may be replaced by another while a port is held. */
  constructor(store: () => StoreDb) {
    this.#store = store;
  }

  claim(port: number): void {
    const value = JSON.stringify({ owner: this.#own, pid: process.pid });
    this.#quietly(() =>
      this.#store().sql('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(keyOf(port), value),
    );
  }

  release(port: number): void {
    this.#quietly(() =>
      this.#store()
        .sql("DELETE FROM meta WHERE key = ? AND json_extract(value, '$.owner') = ?")
        .run(keyOf(port), this.#own),
    );
  }

  heldByOther(port: number): boolean {
    const value = this.#quietly(
      () => this.#store().sql('SELECT value FROM meta WHERE key = ?').get(keyOf(port))?.value,
    );
    if (typeof value !== 'string') return false;
    const { owner, pid } = JSON.parse(value) as { owner: string; pid: number };
    return owner !== this.#own && isAlive(pid);
  }

  /** A claim is a courtesy to the other windows: a store that can't be written must not stop the receiver. */
  #quietly<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch {
      return undefined;
    }
  }
}

const keyOf = (port: number) => `listener:${port}`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It exists, and is another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
