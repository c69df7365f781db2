import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { APPLICATION_ID, MIGRATIONS, type Migration } from './schema.ts';
import { setAside } from './set-aside.ts';
import { sqlite } from './sqlite.ts';
import { isCorrupt, isReadOnly } from './sqlite-errors.ts';
import { StoreDb } from './store-db.ts';
import { StoreError } from './store-error.ts';

/** How long a writer waits for another process's transaction (ms). Ours take tens of ms. */
const BUSY_MS = 5000;

export type OpenedStore = {
  readonly store: StoreDb;
  /** What the user must be told: files set aside, and where they are. */
  readonly notes: readonly string[];
};

export type OpenOptions = {
  readonly now?: () => Date;
  /** Only for a file that is certainly ours: one that a user named may be anything, and stays where it is. */
  readonly setAside?: boolean;
  /** False: a file that is not there is an error. */
  readonly create?: boolean;
  /** It turned out to be damaged while in use, though it can be opened. */
  readonly damaged?: boolean;
  readonly migrations?: readonly Migration[];
};

/** Opens the store, creating it where there is none. A damaged or newer file is set aside and a fresh one begun. */
export function openStore(file: string, options: OpenOptions = {}): OpenedStore {
  const migrations = options.migrations ?? MIGRATIONS;
  const now = options.now ?? (() => new Date());
  if (options.create === false && !existsSync(file))
    throw new StoreError('store-unusable', `There is no trace store ${file}.`);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
  } catch (error) {
    throw unusable(file, error);
  }
  const first: Attempt =
    options.damaged || !looksLikeDatabase(file)
      ? { problem: 'damaged', error: undefined }
      : attempt(file, migrations);
  if (first.store) return { store: first.store, notes: [] };
  if (options.setAside !== true) throw unreadable(file, first.problem);
  const aside = setAside(file, first.problem, now());
  // Somebody else uses it: begin another file beside it.
  const next = aside === undefined ? sidePath(file, migrations.length) : file;
  const second = attempt(next, migrations);
  if (!second.store) throw unusable(next, first.error);
  return { store: second.store, notes: [sentence(first.problem, file, aside, next)] };
}

type Attempt =
  | { store: StoreDb; problem?: never; error?: never }
  | { store?: never; problem: 'damaged' | 'newer'; error: unknown };

function attempt(file: string, migrations: readonly Migration[]): Attempt {
  const { DatabaseSync: Database } = sqlite();
  let db: DatabaseSync | undefined;
  try {
    db = new Database(file);
    configure(db);
    const newer = migrate(db, migrations);
    if (!newer) return { store: new StoreDb(file, db) };
    db.close();
    return { problem: 'newer', error: undefined };
  } catch (error) {
    db?.close();
    if (isCorrupt(error) || error instanceof ForeignFile) return { problem: 'damaged', error };
    throw unusable(file, error);
  }
}

const HEADER = 'SQLite format 3\0';

/** Looked at before SQLite opens it: SQLite throws away the log of a file that it does not know. */
function looksLikeDatabase(file: string): boolean {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return true;
  }
  try {
    const header = Buffer.alloc(HEADER.length);
    const bytes = readSync(handle, header);
    return bytes === 0 || header.subarray(0, bytes).toString('latin1') === HEADER;
  } finally {
    closeSync(handle);
  }
}

class ForeignFile extends Error {}

function configure(db: DatabaseSync): void {
  db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  // Both count only for a file that is still empty. Large pages suit large blocks.
  db.exec('PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL');
  // NORMAL in WAL mode: what was committed survives the death of the process; a power cut may take the last moments.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  db.exec('PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY');
}

/** True: the file is of a later version than this code knows. */
function migrate(db: DatabaseSync, migrations: readonly Migration[]): boolean {
  const pragma = (name: string) => Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0] ?? 0);
  const version = pragma('user_version');
  const application = pragma('application_id');
  const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0);
  if (application !== APPLICATION_ID && (tables > 0 || application !== 0))
    throw new ForeignFile('The file is a database of another program.');
  if (version > migrations.length) return true;
  if (version === migrations.length) return false;
  db.exec('BEGIN IMMEDIATE');
  try {
    // Another window may have been quicker while we waited for the lock.
    for (let v = pragma('user_version'); v < migrations.length; v++) migrations[v]?.(db);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}`);
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
  return false;
}

function sidePath(file: string, version: number): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-v${version}${ext}`);
}

function sentence(
  problem: 'damaged' | 'newer',
  file: string,
  aside: string | undefined,
  next: string,
): string {
  const what =
    problem === 'damaged'
      ? `The trace store ${file} is damaged and cannot be read.`
      : `The trace store ${file} was written by a newer version of Spanlight.`;
  return aside === undefined
    ? `${what} Another program has it open, so it was left as it is; traces now go to ${next}.`
    : `${what} It was set aside as ${aside} and a new one begun; nothing was deleted.`;
}

function unreadable(file: string, problem: 'damaged' | 'newer'): StoreError {
  const text =
    problem === 'damaged'
      ? `${file} is not a Spanlight trace store, or it is damaged. Name another file; this one was not touched.`
      : `${file} was written by a newer version of Spanlight. Update Spanlight, or name another file.`;
  return new StoreError('store-unusable', text);
}

function unusable(file: string, error: unknown): StoreError {
  const why = error instanceof Error ? error.message : String(error);
  const next = isReadOnly(error)
    ? 'Check that the folder exists and may be written to.'
    : 'Close other programs that use it, or choose another file.';
  return new StoreError('store-unusable', `The trace store ${file} cannot be opened: ${why}. ${next}`, {
    cause: error,
  });
}
