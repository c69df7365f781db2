import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Remote URLs of a repository, read from its configuration without starting git. */
export function remotesOf(dir: string): string[] {
  const config = readFirst([path.join(dir, '.git/config'), ...worktreeConfig(dir)]);
  return [...config.matchAll(/^\s*(?:push)?url\s*=\s*(\S+)\s*$/gim)].map((m) => m[1] ?? '');
}

/** In a worktree or submodule `.git` is a file that names the real directory. */
function worktreeConfig(dir: string): string[] {
  const dot = path.join(dir, '.git');
  try {
    if (!statSync(dot).isFile()) return [];
    const target = /^gitdir:\s*(.+)$/m.exec(readFileSync(dot, 'utf8'))?.[1];
    if (!target) return [];
    const real = path.resolve(dir, target.trim());
    return [path.join(real, 'config'), path.join(real, '../../config')];
  } catch {
    return [];
  }
}

function readFirst(files: readonly string[]): string {
  for (const file of files)
    try {
      return readFileSync(file, 'utf8');
    } catch {
      // The next one may exist.
    }
  return '';
}

/** ssh, https and git URLs of one repository are one; credentials and `.git` do not count. */
export function sameRemote(a: string, b: string): boolean {
  const [x, y] = [canonicalRemote(a), canonicalRemote(b)];
  return x !== '' && x === y;
}

export function canonicalRemote(url: string): string {
  const scp = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(url);
  const plain = scp ? `${scp[1]}/${scp[2]}` : url.replace(/^[a-z+]+:\/\//i, '').replace(/^[^@/]*@/, '');
  return plain
    .replace(/^([^/]+):\d+\//, '$1/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .replace(/\/{2,}/g, '/')
    .toLowerCase();
}
