// The generated workspace that the benches of the code index run on, in a git repository as real ones are.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { progress } from '../support/progress.ts';
import { generateWorkspace } from './generate-workspace.ts';

/** Makes it where it is not there yet. */
export function benchWorkspace(folder: string, files: number): void {
  if (existsSync(path.join(folder, '.git'))) return;
  progress(`Writing ${files} files`);
  generateWorkspace(folder, files);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'all');
}
