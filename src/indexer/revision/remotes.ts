import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gitDirOf } from './git-dir.ts';

/** Remote URLs of the repository around a folder, read from its configuration without starting git. */
export function remotesOf(dir: string): string[] {
  const git = gitDirOf(dir);
  if (!git) return [];
  try {
    const config = readFileSync(path.join(git.common, 'config'), 'utf8');
    return [...config.matchAll(/^\s*(?:push)?url\s*=\s*(\S+)\s*$/gim)].map((m) => m[1] ?? '');
  } catch {
    return [];
  }
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
