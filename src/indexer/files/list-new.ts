import { runGit } from './run-git.ts';
import { isNeverSource, walkFiles } from './walk-files.ts';

/**
 * Which of the paths of a folder (files or whole directories, relative to it) the list of its files would hold:
 * ignored ones drop out. `repository` is the folder's git repository around them, undefined outside of one.
 */
export async function listNew(
  folder: string,
  repository: string | undefined,
  paths: readonly string[],
  isDirectory: (path: string) => boolean,
  signal: AbortSignal,
): Promise<string[]> {
  const allowed = paths.filter((p) => !p.split('/').some(isNeverSource));
  if (allowed.length === 0) return [];
  if (repository !== undefined) {
    const prefix = repository ? `${repository}/` : '';
    const wanted = allowed.map((p) => `:(literal)${p.slice(prefix.length)}`);
    const ls = ['ls-files', '-z', '-co', '--exclude-standard', '--deduplicate', '--', ...wanted];
    const listed = await runGit(`${folder}/${repository}`, ls, signal);
    if (listed.ok)
      return listed.stdout.split('\0').flatMap((f) => (f === '' || f.endsWith('/') ? [] : [prefix + f]));
  }
  return allowed.flatMap((p) =>
    isDirectory(p) ? walkFiles(`${folder}/${p}`, () => {}).files.map((f) => `${p}/${f}`) : [p],
  );
}
