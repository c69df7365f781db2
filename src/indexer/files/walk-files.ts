import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type IgnoreRules, ignoredBy, parseIgnore } from './ignore-rules.ts';

/** Never source, whatever a .gitignore says. */
const SKIPPED = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '.venv',
  'venv',
  '__pycache__',
  '.gradle',
  '.idea',
  '.vs',
]);
const MAX_FILES = 500_000;

export const isNeverSource = (name: string): boolean => SKIPPED.has(name);

type Level = { readonly base: string; readonly rules: IgnoreRules };

export type Walked = {
  readonly files: readonly string[];
  /** Folders below that are git repositories of their own; their files are not among the others. */
  readonly repositories: readonly string[];
};

/** Files below a folder as git would list them, for folders where git cannot. Symbolic links are not followed. */
export function walkFiles(root: string, onUnreadable: (dir: string) => void): Walked {
  const files: string[] = [];
  const repositories: string[] = [];
  const stack: { dir: string; levels: readonly Level[] }[] = [{ dir: '', levels: [] }];
  while (stack.length > 0 && files.length < MAX_FILES) {
    const top = stack.pop();
    if (!top) break;
    const absolute = path.join(root, top.dir);
    const rules = readIgnore(absolute);
    const levels = rules.length > 0 ? [...top.levels, { base: top.dir, rules }] : top.levels;
    let entries: ReturnType<typeof list>;
    try {
      entries = list(absolute);
    } catch {
      onUnreadable(top.dir || '.');
      continue;
    }
    if (top.dir !== '' && entries.some((entry) => entry.name === '.git')) {
      repositories.push(top.dir);
      continue;
    }
    for (const entry of entries) {
      const relative = top.dir ? `${top.dir}/${entry.name}` : entry.name;
      const isDirectory = entry.isDirectory();
      if (isDirectory && SKIPPED.has(entry.name)) continue;
      if (isIgnored(levels, relative, isDirectory)) continue;
      if (isDirectory) stack.push({ dir: relative, levels });
      else if (entry.isFile()) files.push(relative);
    }
  }
  return { files, repositories };
}

const list = (dir: string) => readdirSync(dir, { withFileTypes: true });

function readIgnore(dir: string): IgnoreRules {
  try {
    return parseIgnore(readFileSync(path.join(dir, '.gitignore'), 'utf8'));
  } catch {
    return [];
  }
}

function isIgnored(levels: readonly Level[], relative: string, isDirectory: boolean): boolean {
  for (let i = levels.length - 1; i >= 0; i--) {
    const level = levels[i];
    if (!level) continue;
    const local = level.base ? relative.slice(level.base.length + 1) : relative;
    const verdict = ignoredBy(level.rules, local, isDirectory);
    if (verdict !== undefined) return verdict;
  }
  return false;
}
