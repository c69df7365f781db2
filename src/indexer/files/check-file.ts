import { lstatSync, realpathSync } from 'node:fs';
import type { Folder } from '../indexes/file-table.ts';

/** What tells whether a file changed without reading it. */
export type Signature = { readonly size: number; readonly mtimeMs: number };

/**
 * The signature of a file that may be read: a regular file. Links are dropped: one that leads out of the opened
 * folders must not be followed, and one that stays inside names a file that is listed anyway.
 */
export function signatureOf(file: string): Signature | undefined {
  try {
    const stat = lstatSync(file);
    return stat.isFile() ? { size: stat.size, mtimeMs: stat.mtimeMs } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a file, links on the way resolved, lies in one of the folders. */
export function isInside(file: string, folders: readonly Folder[]): boolean {
  try {
    const real = realpathSync(file);
    return folders.some((f) => real === f.realPath || real.startsWith(`${f.realPath}/`));
  } catch {
    return false;
  }
}
