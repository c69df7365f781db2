import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A connection to the store's file with its prepared statements. Every thread and process has its own. */
export class StoreDb {
  readonly path: string;
  readonly db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #inode: string;
  #closed = false;

  constructor(path: string, db: DatabaseSync) {
    this.path = path;
    this.db = db;
    this.#inode = inodeOf(path);
  }

  /** False once the file was set aside or deleted: what is open is no longer what others find there. */
  get current(): boolean {
    return inodeOf(this.path) === this.#inode;
  }

  sql(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.db.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  /** Takes the write lock at once, so that a busy file is found out before work is done. */
  transaction<T>(run: () => T): T {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = run();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk may have rolled back already.
      try {
        this.db.exec('ROLLBACK');
      } catch {}
      throw error;
    }
  }

  number(text: string): number {
    const row = this.sql(text).get();
    return row ? Number(Object.values(row)[0]) : 0;
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#statements.clear();
    this.db.close();
  }
}

function inodeOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.dev}:${stat.ino}` : '';
}
