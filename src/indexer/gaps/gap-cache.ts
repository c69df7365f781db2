import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { RULES } from '../../core/gaps/rules/tables.ts';
import type { KeptFile } from './folder-gaps.ts';

/** Raised when what matching finds in a file changes without a change of the rules. */
const FORMAT = 1;

type Stored = { readonly mark: string; readonly files: readonly (readonly [string, KeptFile])[] };

let rules: string | undefined;

/** Changes with every change of a rule. */
function mark(): string {
  rules ??= createHash('sha256')
    .update(JSON.stringify(RULES, (_, value) => (value instanceof RegExp ? String(value) : value)))
    .digest('hex')
    .slice(0, 16);
  return `${FORMAT}:${rules}`;
}

const fileOf = (storageDir: string, folder: string): string =>
  path.join(storageDir, `gaps-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.bin`);

/** What an earlier session found in a folder's files; nothing when there was none, or other rules. */
export async function loadGaps(storageDir: string, folder: string): Promise<Stored['files']> {
  try {
    const stored = deserialize(await readFile(fileOf(storageDir, folder))) as Stored;
    return stored.mark === mark() && Array.isArray(stored.files) ? stored.files : [];
  } catch {
    // Missing, torn, or written by another version: everything is looked at again.
    return [];
  }
}

export async function saveGaps(
  storageDir: string,
  folder: string,
  files: Iterable<readonly [string, KeptFile]>,
): Promise<void> {
  const target = fileOf(storageDir, folder);
  const stored: Stored = { mark: mark(), files: [...files] };
  await mkdir(storageDir, { recursive: true });
  const draft = `${target}.${process.pid}.tmp`;
  await writeFile(draft, serialize(stored));
  await rename(draft, target);
}
