import * as vscode from 'vscode';
import { changedLines } from '../core/figures/diff-hunks.ts';
import type { LineRange } from '../core/figures/measured-site.ts';
import type { Logger } from '../core/ports.ts';
import { pathKey } from './path-key.ts';

/** What is used of the API that VS Code's own git extension offers (extensions/git/src/api/git.d.ts). */
type GitExtension = { readonly enabled: boolean; getAPI(version: 1): GitApi };
type GitApi = { getRepository(uri: vscode.Uri): Repository | null };
type Change = { readonly uri: vscode.Uri; readonly status: number };
type Repository = {
  readonly state: {
    readonly workingTreeChanges: readonly Change[];
    readonly indexChanges: readonly Change[];
  };
  diffWithHEAD(path: string): Promise<string>;
};

const UNTRACKED = 7;

/** Lines that differ from the last commit; undefined for a file that does not, or where nobody knows. */
export type ChangedLines = (path: string) => Promise<readonly LineRange[] | undefined>;

/** Asks VS Code's git for each file once. Unsaved changes are not part of it. */
export function workingTree(log: Logger): ChangedLines {
  const known = new Map<string, Promise<readonly LineRange[] | undefined>>();
  return (path) => {
    const key = pathKey(path);
    const asked = known.get(key) ?? read(path, log);
    known.set(key, asked);
    return asked;
  };
}

async function read(path: string, log: Logger): Promise<readonly LineRange[] | undefined> {
  try {
    const uri = vscode.Uri.file(path);
    const repository = (await gitApi())?.getRepository(uri);
    if (!repository) return undefined;
    const { workingTreeChanges, indexChanges } = repository.state;
    const change = [...workingTreeChanges, ...indexChanges].find(
      (c) => pathKey(c.uri.fsPath) === pathKey(path),
    );
    if (!change) return undefined;
    if (change.status === UNTRACKED) return [{ line: 1, endLine: Number.MAX_SAFE_INTEGER }];
    return changedLines(await repository.diffWithHEAD(path));
  } catch (error) {
    log.debug(`git: ${(error as Error).message}`);
    return undefined;
  }
}

async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return undefined;
  const git = extension.isActive ? extension.exports : await extension.activate();
  return git.enabled ? git.getAPI(1) : undefined;
}
