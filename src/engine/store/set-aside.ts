import { existsSync, renameSync } from 'node:fs';
import { sqlite } from './sqlite.ts';
import { isBusy } from './sqlite-errors.ts';

const SIDE_FILES = ['-wal', '-shm'] as const;

/**
 * Moves a store that this version cannot use out of the way, together with what belongs to it; nothing is deleted.
 * Returns its new path, or undefined when another program has it open: then it stays where it is.
 */
export function setAside(path: string, reason: 'damaged' | 'newer', now: Date): string | undefined {
  if (reason === 'newer' && inUse(path)) return undefined;
  const stamp = now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[:]/g, '-');
  let target = `${path}.${reason}-${stamp}`;
  for (let n = 2; existsSync(target); n++) target = `${path}.${reason}-${stamp}-${n}`;
  try {
    renameSync(path, target);
  } catch {
    // Windows refuses to rename what somebody has open.
    return undefined;
  }
  for (const side of SIDE_FILES)
    try {
      if (existsSync(path + side)) renameSync(path + side, target + side);
    } catch {}
  return target;
}

/** Leaving WAL mode needs the file alone, and folds the log into it: afterwards one file is all there is. */
function inUse(path: string): boolean {
  try {
    const { DatabaseSync } = sqlite();
    const db = new DatabaseSync(path);
    try {
      db.exec('PRAGMA busy_timeout = 200; PRAGMA journal_mode = DELETE');
      return false;
    } finally {
      db.close();
    }
  } catch (error) {
    return isBusy(error);
  }
}
