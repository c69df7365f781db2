import { readSource } from '../files/read-source.ts';
import { runGit } from '../files/run-git.ts';
import type { CodeIndex } from '../indexes/code-index.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import { isDescribed } from '../parsing/describe-file.ts';
import type { Workspace } from '../workspace.ts';
import type { Terms } from './search-terms.ts';

/** Files looked into after git named them; and kept for one set of terms. */
const MAX_READ = 3000;
const MAX_KEPT = 40;
/** Where there is no git to search, reading stops after this. */
const BUDGET_MS = 1500;

/** Not yet indexed files that hold all terms of some set: by `git grep` where it can, by reading where it cannot. */
export async function findFiles(
  { index, stale, untracked }: Workspace,
  sets: readonly Terms[],
  signal: AbortSignal,
): Promise<FileEntry[]> {
  const isOpen = (entry: FileEntry) => (entry.hash === '' || stale.has(entry.id)) && isDescribed(entry.path);
  const candidates = await candidateFiles(index, sets, isOpen, untracked, signal);
  const kept = new Map<number, FileEntry>();
  const counts = sets.map(() => 0);
  const started = performance.now();
  let read = 0;
  for (const entry of candidates.sort((a, b) => Math.sign(a.flags) - Math.sign(b.flags))) {
    if (read++ >= MAX_READ || performance.now() - started > BUDGET_MS) break;
    const source = readSource(index.files.absolute(entry));
    if (source.kind !== 'text') continue;
    for (const [i, terms] of sets.entries()) {
      if ((counts[i] ?? 0) >= MAX_KEPT || !terms.every((term) => source.text.includes(term))) continue;
      counts[i] = (counts[i] ?? 0) + 1;
      kept.set(entry.id, entry);
    }
  }
  return [...kept.values()];
}

/** Files with at least the rarest-looking term of some set. */
async function candidateFiles(
  index: CodeIndex,
  sets: readonly Terms[],
  isOpen: (entry: FileEntry) => boolean,
  untracked: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<FileEntry[]> {
  const { files } = index;
  const telling = [
    ...new Set(sets.map((terms) => [...terms].sort((a, b) => b.length - a.length)[0] ?? '')),
  ].filter(Boolean);
  const roots = new Map<string, { folder: number; dir: string }>();
  const found: FileEntry[] = [];
  for (const entry of files.all()) {
    if (entry.repository === undefined || untracked.has(entry.id)) {
      if (isOpen(entry)) found.push(entry);
      if (entry.repository === undefined) continue;
    }
    const key = `${entry.folder}\0${entry.repository}`;
    if (!roots.has(key)) roots.set(key, { folder: entry.folder, dir: entry.repository });
  }
  for (const { folder, dir } of [...roots.values()].slice(0, 50)) {
    const base = files.folders[folder]?.path ?? '';
    const grep = ['grep', '-l', '-z', '-I', '-F', '--no-color', ...telling.flatMap((t) => ['-e', t])];
    const result = await runGit(dir ? `${base}/${dir}` : base, grep, signal);
    // git grep ends with 1 when nothing matches.
    if (!result.ok) continue;
    for (const path of result.stdout.split('\0')) {
      const entry = path === '' ? undefined : files.find(folder, dir ? `${dir}/${path}` : path);
      if (entry && !untracked.has(entry.id) && isOpen(entry)) found.push(entry);
    }
  }
  return found;
}
