import { existsSync } from 'node:fs';
import path from 'node:path';
import { gitDirOf } from './revision/git-dir.ts';
import type { Workspace } from './workspace.ts';

const NAMED = 5;
const MAX_NOTES = 200;

/** Why files are not used as they could be, as the reader of a file says it, and what it means to the user. */
const MEANING: Readonly<Record<string, (files: string) => string>> = {
  'too large': (files) => `${files}: larger than 1 MB, so matched by path and line only; not parsed.`,
  binary: (files) => `${files}: no text, although the name says source; left out of the index.`,
  unreadable: (files) =>
    `${files}: cannot be read. Check the permissions, then save a file or reload the window.`,
  'not UTF-8': (files) =>
    `${files}: not UTF-8; what could not be decoded is replaced, names with such letters are not found.`,
};

/** Sentences for the doctor: all that keeps this workspace from being mapped better, and what to do about it. */
export function workspaceNotes(workspace: Workspace): string[] {
  const { index } = workspace;
  const notes = [...workspace.notes];
  const byReason = new Map<string, string[]>();
  const note = (why: string, file: string) => byReason.set(why, [...(byReason.get(why) ?? []), file]);
  for (const [file, why] of workspace.skipped) note(why, relative(workspace, file));
  for (const [why, files] of byReason) {
    const named = enumerate(files);
    notes.push(MEANING[why]?.(named) ?? `${named}: ${why}`);
  }
  const broken = [...index.withErrors].flatMap((id) => index.files.get(id)?.path ?? []);
  if (broken.length > 0)
    notes.push(
      `${enumerate(broken)}: the grammar finds errors in it; what stands around them is indexed all the same.`,
    );
  return [...notes, ...gitNotes(workspace)].slice(0, MAX_NOTES);
}

/** What recorded revisions can be checked against. */
function gitNotes({ index, repositoriesOf }: Workspace): string[] {
  return index.files.folders.flatMap((folder, at) => {
    const repositories = repositoriesOf(at);
    if (repositories === undefined) return [];
    if (repositories.length === 0)
      return [
        `${folder.path} is not in a git repository: lines are taken as they were recorded, whatever was edited since.`,
      ];
    return repositories.flatMap((repository) => {
      const dir = path.join(folder.path, repository);
      const git = gitDirOf(dir);
      const notes: string[] = [];
      if (git && existsSync(path.join(git.common, 'shallow')))
        notes.push(
          `${dir} is a shallow clone: lines of older revisions cannot be checked. "git fetch --unshallow" gets the history.`,
        );
      if (git?.isWorktree) notes.push(`${dir} is a worktree; its history is that of ${git.common}.`);
      return notes;
    });
  });
}

function relative({ index }: Workspace, file: string): string {
  const folder = index.files.folders.find((f) => file.startsWith(`${f.path}/`));
  return folder ? file.slice(folder.path.length + 1) : file;
}

function enumerate(files: readonly string[]): string {
  const named = files.slice(0, NAMED).join(', ');
  return files.length > NAMED ? `${named} and ${files.length - NAMED} more files` : named;
}
