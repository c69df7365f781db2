import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Folder } from '../indexes/file-table.ts';

/** The folders that can be opened. One inside another, or the same one through a link, counts once. */
export function openFolders(folders: readonly string[], onMissing: (note: string) => void): Folder[] {
  const opened: Folder[] = [];
  for (const folder of folders) {
    const resolved = path.resolve(folder);
    let realPath: string;
    try {
      if (!statSync(resolved).isDirectory()) throw new Error('not a folder');
      realPath = realpathSync(resolved);
    } catch {
      onMissing(`The folder ${folder} could not be opened.`);
      continue;
    }
    if (!opened.some((f) => contains(f.realPath, realPath))) opened.push({ path: resolved, realPath });
  }
  return opened;
}

export const contains = (outer: string, inner: string): boolean =>
  inner === outer || inner.startsWith(`${outer}/`);
