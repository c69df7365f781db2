import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export type GitDir = {
  /** Where HEAD is: `.git`, or a directory of its own for a worktree or submodule. */
  readonly own: string;
  /** What all worktrees share: configuration, objects, and the mark of a shallow clone. */
  readonly common: string;
  readonly isWorktree: boolean;
};

const MAX_UP = 40;

/** The git directory of the repository around a folder, without starting git; undefined where there is none. */
export function gitDirOf(dir: string): GitDir | undefined {
  let at = path.resolve(dir);
  for (let up = 0; up < MAX_UP; up++) {
    const dot = path.join(at, '.git');
    if (existsSync(dot)) return read(dot, at);
    const above = path.dirname(at);
    if (above === at) return undefined;
    at = above;
  }
  return undefined;
}

function read(dot: string, at: string): GitDir | undefined {
  try {
    if (!statSync(dot).isFile()) return { own: dot, common: dot, isWorktree: false };
    const target = /^gitdir:\s*(.+)$/m.exec(readFileSync(dot, 'utf8'))?.[1];
    if (!target) return undefined;
    const own = path.resolve(at, target.trim());
    const shared = path.join(own, 'commondir');
    if (!existsSync(shared)) return { own, common: own, isWorktree: false };
    return { own, common: path.resolve(own, readFileSync(shared, 'utf8').trim()), isWorktree: true };
  } catch {
    return undefined;
  }
}
