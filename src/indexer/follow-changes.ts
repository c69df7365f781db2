import { statSync } from 'node:fs';
import { signatureOf } from './files/check-file.ts';
import { listNew } from './files/list-new.ts';
import type { Workspace } from './workspace.ts';

/** Paths given to git at once: a command line has its limit. */
const MAX_ASKED = 200;

/**
 * Takes over what happened on disk: files and whole directories that came, changed or went, by absolute path. What
 * has to be read again is `stale` in the workspace afterwards.
 */
export async function followChanges(
  workspace: Workspace,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (paths.some((p) => /\/\.git(?:ignore|modules)$/.test(p))) return workspace.list(signal);
  const unknown = new Map<string, string[]>();
  const gone: string[] = [];
  for (const path of paths) {
    const entry = workspace.find(path);
    const signature = signatureOf(path);
    if (entry && signature) workspace.changed(entry, signature);
    else if (entry) workspace.drop(entry);
    else {
      const at = workspace.placeOf(path);
      if (!at) continue;
      if (!signature && !isDirectory(path)) gone.push(path);
      else {
        const key = `${at.folder}\0${at.repository ?? '\0'}`;
        unknown.set(key, [...(unknown.get(key) ?? []), at.path]);
      }
    }
  }
  if (gone.length > 0) workspace.dropBelow(gone);
  for (const [key, all] of unknown) {
    const [folder = '0', ...rest] = key.split('\0');
    const root = workspace.index.files.folders[Number(folder)]?.path ?? '';
    const repository = rest.length > 1 ? undefined : rest[0];
    for (let from = 0; from < all.length; from += MAX_ASKED) {
      const asked = all.slice(from, from + MAX_ASKED);
      const listed = await listNew(root, repository, asked, (p) => isDirectory(`${root}/${p}`), signal);
      for (const path of listed) workspace.appeared(Number(folder), path, repository);
    }
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
