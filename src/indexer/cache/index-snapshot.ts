import { createHash } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CodeIndex } from '../indexes/code-index.ts';
import { GRAMMARS } from '../languages/grammars.ts';
import { ROWS } from '../languages/rows.ts';
import { getJson, putJson } from './section-codec.ts';
import { type Sections, withSections, writeSections } from './section-file.ts';

/** Raised when what is kept changes its form; changes of grammars, rows and of the installed version show themselves. */
const FORMAT = 3;
/** Names of removed code stay in the table: once they are the most of it, a fresh index is smaller. */
const MAX_GROWTH = 2;
const SPARE_NAMES = 100_000;
/** Sets of folders kept at most; those longest not opened go first. */
const MAX_FILES = 12;

type Meta = Kept & { readonly schema: string; readonly folders: readonly string[] };

export type Kept = {
  /** Names that the index had when it was made from nothing. */
  readonly freshNames: number;
  /** Files that could not be used, and why. */
  readonly skipped: readonly (readonly [string, string])[];
};

/** What a snapshot is of and where it is kept. One file per set of folders: two windows keep apart. */
export type SnapshotPlace = { readonly file: string; readonly folders: readonly string[] };

export function snapshotPlace(storageDir: string, folders: readonly string[]): SnapshotPlace {
  const key = createHash('sha1').update(folders.join('\0')).digest('hex').slice(0, 20);
  return { file: path.join(storageDir, 'code-index', `${key}.bin`), folders };
}

/** Fills an empty index; undefined where nothing fitting is kept. */
export function loadSnapshot(index: CodeIndex, { file, folders }: SnapshotPlace): Kept | undefined {
  try {
    return withSections(file, (sections) => {
      if (!sections) return undefined;
      const meta = getJson(sections, 'meta') as Meta;
      const fits = meta.schema === schemaKey() && meta.folders.join('\0') === folders.join('\0');
      if (!fits || nameCount(sections) > meta.freshNames * MAX_GROWTH + SPARE_NAMES) return undefined;
      index.load(sections);
      return meta;
    });
  } catch (error) {
    // Half of it may be loaded: the caller must start with another index.
    rmSync(file, { force: true });
    throw error;
  }
}

export function saveSnapshot(
  index: CodeIndex,
  { file, folders }: SnapshotPlace,
  kept: Kept,
  isStale: (id: number) => boolean,
): void {
  const sections = index.save(isStale);
  const meta: Meta = { ...kept, schema: schemaKey(), folders };
  putJson(sections, 'meta', meta);
  writeSections(file, sections);
  dropOldest(path.dirname(file));
}

const nameCount = (sections: Sections) => (sections.get('names.lengths')?.byteLength ?? 0) >> 2;

/** Says which program, grammars, rows and format a kept index was made with. */
function schemaKey(): string {
  const plain = (_: string, value: unknown) =>
    value instanceof RegExp || typeof value === 'function'
      ? String(value)
      : value instanceof Set
        ? [...value]
        : value;
  const program = statSync(fileURLToPath(import.meta.url));
  const made = [FORMAT, program.size, program.mtimeMs, GRAMMARS, ROWS];
  return createHash('sha1').update(JSON.stringify(made, plain)).digest('hex').slice(0, 16);
}

function dropOldest(dir: string): void {
  try {
    const files = readdirSync(dir)
      .filter((name) => name.endsWith('.bin'))
      .map((name) => path.join(dir, name))
      .map((file) => ({ file, at: statSync(file).mtimeMs }))
      .sort((a, b) => b.at - a.at);
    for (const { file } of files.slice(MAX_FILES)) rmSync(file, { force: true });
  } catch {
    // Another window tidies up at the same time.
  }
}
