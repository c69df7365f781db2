/** SQLite's primary result codes that callers tell apart; `errcode` of an error is the extended code. */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
/** Extended codes of writes that a full disk or a quota fails. */
const IOERR_WRITE = IOERR | (3 << 8);
const IOERR_FSYNC = IOERR | (4 << 8);
const IOERR_TRUNCATE = IOERR | (6 << 8);
const IOERR_SHMSIZE = IOERR | (19 << 8);

function codeOf(error: unknown): number {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : 0;
}

const primary = (error: unknown) => codeOf(error) & 0xff;

/** Another process holds the write lock for longer than we wait. */
export const isBusy = (error: unknown) => primary(error) === BUSY || primary(error) === LOCKED;

export const isFull = (error: unknown) =>
  primary(error) === FULL ||
  [IOERR_WRITE, IOERR_FSYNC, IOERR_TRUNCATE, IOERR_SHMSIZE].includes(codeOf(error));

export const isCorrupt = (error: unknown) => primary(error) === CORRUPT || primary(error) === NOTADB;

export const isReadOnly = (error: unknown) => primary(error) === READONLY || primary(error) === CANTOPEN;
