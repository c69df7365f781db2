import type { DatabaseSync } from 'node:sqlite';

/** "SPLT": tells our file from any other SQLite database. */
export const APPLICATION_ID = 0x53504c54;

/** Each brings the file from version `index` to `index + 1`, inside the transaction that raises `user_version`. */
export type Migration = (db: DatabaseSync) => void;

export const MIGRATIONS: readonly Migration[] = [createFirst, addTraceHashes];

function createFirst(db: DatabaseSync): void {
  db.exec(`
    -- Spans as they were flushed (level 0) or merged later (level 1 and up). Ids only grow: a reader that knows the
    -- highest one sees all that is new. seq orders segments as their spans were received: the id of a flushed one, the
    -- highest of those it was merged from. Times are Unix ms; first and last are of span starts.
    CREATE TABLE segment (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      seq INTEGER NOT NULL,
      level INTEGER NOT NULL,
      received_ms INTEGER NOT NULL,
      first_ms INTEGER NOT NULL,
      last_ms INTEGER NOT NULL,
      spans INTEGER NOT NULL,
      traces INTEGER NOT NULL,
      errors INTEGER NOT NULL,
      max_ns REAL NOT NULL,
      bytes INTEGER NOT NULL,
      summary TEXT NOT NULL
    );
    CREATE TABLE segment_filter (segment INTEGER PRIMARY KEY, bloom BLOB NOT NULL);
    -- id = segment * 8 + block (see segment-codec.ts).
    CREATE TABLE segment_block (id INTEGER PRIMARY KEY, data BLOB NOT NULL);

    -- Log records that name a trace, many to a row; same life as segments.
    CREATE TABLE log_segment (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      received_ms INTEGER NOT NULL,
      records INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      bloom BLOB NOT NULL,
      data BLOB NOT NULL
    );
    CREATE INDEX log_segment_received ON log_segment (received_ms);

    -- Large traces, built and ready to open; a cache over the segments up to seq. See built-traces.ts.
    CREATE TABLE built_trace (
      trace_id TEXT PRIMARY KEY,
      seq INTEGER NOT NULL,
      spans INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      built_ms INTEGER NOT NULL
    );
    -- form: 0 the whole trace, 1 its timeline alone; n counts the chunks.
    CREATE TABLE built_chunk (
      trace_id TEXT NOT NULL,
      form INTEGER NOT NULL,
      n INTEGER NOT NULL,
      data BLOB NOT NULL,
      PRIMARY KEY (trace_id, form, n)
    );

    -- What statistics are kept of: places in code as spans tell of them, and services calling services.
    CREATE TABLE site (
      id INTEGER PRIMARY KEY,
      fingerprint TEXT NOT NULL UNIQUE,
      service TEXT NOT NULL,
      site TEXT NOT NULL
    );
    CREATE TABLE series (
      id INTEGER PRIMARY KEY,
      site INTEGER NOT NULL,
      environment TEXT NOT NULL,
      version TEXT NOT NULL,
      UNIQUE (site, environment, version)
    );
    CREATE TABLE edge (
      id INTEGER PRIMARY KEY,
      caller TEXT NOT NULL,
      callee TEXT NOT NULL,
      UNIQUE (caller, callee)
    );
    -- What a flush adds to the statistics, until it is folded into the rows below. Minutes are Unix minutes.
    CREATE TABLE stat_delta (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      first_minute INTEGER NOT NULL,
      last_minute INTEGER NOT NULL,
      data BLOB NOT NULL
    );
    -- series: of the table above, negative: the edge of that id. level: index into stat-levels.ts; bucket: Unix
    -- minutes / the level's width.
    CREATE TABLE stat (
      series INTEGER NOT NULL,
      level INTEGER NOT NULL,
      bucket INTEGER NOT NULL,
      data BLOB NOT NULL,
      PRIMARY KEY (series, level, bucket)
    ) WITHOUT ROWID;

    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `);
}

/** Null for the segments that are there; a window that still runs the version before goes on writing such. */
function addTraceHashes(db: DatabaseSync): void {
  db.exec('ALTER TABLE segment_filter ADD COLUMN traces BLOB');
}
