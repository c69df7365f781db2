import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { runGit } from './run-git.ts';
import { walkFiles } from './walk-files.ts';

export type FileList = {
  /** Relative to the folder, with `/`. */
  readonly files: readonly string[];
  /** Those of them that are in a repository but not in git yet. */
  readonly untracked: readonly string[];
  /** Roots of the git repositories met, relative to the folder; '' for the folder's own. */
  readonly repositories: readonly string[];
  /** Sentences for the doctor: what could not be listed, and how it was listed instead. */
  readonly notes: readonly string[];
};

const MAX_NESTED = 200;

/** Given the tracked files of each repository (relative to the folder) as soon as git has read its index. */
export type OnTracked = (repository: string, files: readonly string[]) => void;

/** Source files of a folder as git sees them: tracked and new ones, ignored ones out, nested repositories in. */
export async function listFiles(
  folder: string,
  signal?: AbortSignal,
  onTracked?: OnTracked,
): Promise<FileList> {
  const files: string[] = [];
  const untracked: string[] = [];
  const repositories: string[] = [];
  const notes: string[] = [];
  const queue = [''];
  const seen = new Set<string>();
  while (queue.length > 0 && seen.size < MAX_NESTED) {
    signal?.throwIfAborted();
    const at = queue.shift() ?? '';
    if (seen.has(at)) continue;
    seen.add(at);
    const dir = path.join(folder, at);
    const prefix = at ? `${at}/` : '';
    // Tracked files stand in one file; looking for new ones walks the whole tree, which takes ten times as long.
    const walking = runGit(dir, ['ls-files', '-z', '-o', '--exclude-standard'], signal);
    const listed = await runGit(dir, ['ls-files', '-z', '-s', '--deduplicate'], signal);
    if (!listed.ok) {
      signal?.throwIfAborted();
      if (existsSync(path.join(dir, '.git')))
        notes.push(
          `git could not list ${at || 'the folder'} (${listed.error}); its files were listed without git.`,
        );
      const walked = walkFiles(dir, (d) => notes.push(`The folder ${prefix}${d} could not be read.`));
      for (const file of walked.files) files.push(prefix + file);
      for (const repository of walked.repositories) queue.push(prefix + repository);
      continue;
    }
    repositories.push(at);
    const tracked = regularFiles(listed.stdout).map((file) => prefix + file);
    onTracked?.(at, tracked);
    for (const file of tracked) files.push(file);
    for (const submodule of submodules(dir)) queue.push(prefix + submodule);
    const others = await walking;
    if (!others.ok)
      notes.push(`git could not list the new files of ${at || 'the folder'} (${others.error}).`);
    for (const file of others.ok ? others.stdout.split('\0') : []) {
      if (file === '') continue;
      // An untracked nested repository comes as one entry.
      if (file.endsWith('/')) queue.push(prefix + file.slice(0, -1));
      else untracked.push(prefix + file);
    }
  }
  return { files: [...new Set([...files, ...untracked])], untracked, repositories, notes };
}

/** Of `ls-files -s`, `mode hash stage<TAB>path`: links and submodules out. */
function regularFiles(stdout: string): string[] {
  const files: string[] = [];
  for (const line of stdout.split('\0'))
    if (line.startsWith('100')) files.push(line.slice(line.indexOf('\t') + 1));
  return files;
}

function submodules(dir: string): string[] {
  let text: string;
  try {
    text = readFileSync(path.join(dir, '.gitmodules'), 'utf8');
  } catch {
    return [];
  }
  return [...text.matchAll(/^\s*path\s*=\s*(.+?)\s*$/gm)]
    .map((m) => m[1] ?? '')
    .filter(
      (p) => p !== '' && !p.startsWith('/') && !p.split('/').includes('..') && isDirectory(path.join(dir, p)),
    );
}

function isDirectory(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    return false;
  }
}
