import type { FileTable } from './file-table.ts';

export type PathMatch = {
  readonly file: number;
  /** Trailing segments that are equal. */
  readonly matched: number;
  readonly exactCase: boolean;
  /** The whole workspace path stands in the runtime path: only a root was put in front. */
  readonly whole: boolean;
  /** All of the runtime path was used: it was relative to some folder of the workspace. */
  readonly consumed: boolean;
};

/** Files by base name; a look-up walks one bucket and compares segments from the right. */
export class PathIndex {
  readonly #files: FileTable;
  readonly #buckets = new Map<string, number[]>();

  constructor(files: FileTable) {
    this.#files = files;
  }

  add(id: number, path: string): void {
    const key = baseName(path);
    const bucket = this.#buckets.get(key);
    if (!bucket) this.#buckets.set(key, [id]);
    else if (!bucket.includes(id)) bucket.push(id);
  }

  remove(id: number, path: string): void {
    const bucket = this.#buckets.get(baseName(path));
    const at = bucket?.indexOf(id) ?? -1;
    if (at >= 0) bucket?.splice(at, 1);
  }

  withBaseName(name: string): readonly number[] {
    return this.#buckets.get(name.toLowerCase()) ?? [];
  }

  /** The files that match best: with the most equal trailing segments, exact case before other case. */
  best(segments: readonly string[]): PathMatch[] {
    const all = this.matches(segments);
    const most = all.reduce((n, m) => Math.max(n, m.matched), 0);
    const best = all.filter((m) => m.matched === most);
    const exact = best.filter((m) => m.exactCase);
    return exact.length > 0 ? exact : best;
  }

  matches(segments: readonly string[]): PathMatch[] {
    const name = segments.at(-1);
    if (name === undefined) return [];
    const found: PathMatch[] = [];
    for (const file of this.withBaseName(name)) {
      const entry = this.#files.get(file);
      if (entry) found.push(compare(file, entry.path.split('/'), segments));
    }
    return found;
  }
}

function compare(file: number, own: readonly string[], segments: readonly string[]): PathMatch {
  let matched = 0;
  let exactCase = true;
  const limit = Math.min(own.length, segments.length);
  while (matched < limit) {
    const a = own[own.length - 1 - matched] ?? '';
    const b = segments[segments.length - 1 - matched] ?? '';
    if (a !== b) {
      if (a.toLowerCase() !== b.toLowerCase()) break;
      exactCase = false;
    }
    matched++;
  }
  return { file, matched, exactCase, whole: matched === own.length, consumed: matched === segments.length };
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1).toLowerCase();
