import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Outside the repository: a server takes minutes to build and serves every checkout. */
export function cacheDir(...below: string[]): string {
  const base =
    process.env.SPANLIGHT_CACHE ??
    path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'spanlight');
  const dir = path.join(base, ...below);
  mkdirSync(dir, { recursive: true });
  return dir;
}
