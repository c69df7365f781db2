import { type Language, languageOf } from '../../core/mapping/language.ts';
import type { Signature } from '../files/check-file.ts';
import { classifyFile } from '../files/classify-file.ts';

export type Folder = {
  /** As the user opened it: what locations are given in. */
  readonly path: string;
  readonly realPath: string;
};

export type FileEntry = {
  readonly id: number;
  readonly folder: number;
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly language: Language | undefined;
  /** FILE bits. */
  flags: number;
  /** Directory of the git repository, relative to the folder; undefined outside of one. */
  repository: string | undefined;
  /** Of the disk when it was listed or indexed last. */
  signature: Signature | undefined;
  /** Of the content that is indexed; '' for none. */
  hash: string;
};

/** All files of the workspace under dense ids. An id is never given to another file. */
export class FileTable {
  readonly folders: Folder[] = [];
  readonly #entries: (FileEntry | undefined)[] = [];
  readonly #ids = new Map<string, number>();
  #live = 0;
  /** Counts files that came and went. */
  version = 0;

  get size(): number {
    return this.#live;
  }

  add(folder: number, path: string): FileEntry {
    const key = `${folder}\0${path}`;
    const known = this.#ids.get(key);
    const id = known ?? this.#entries.length;
    const old = this.#entries[id];
    if (old) return old;
    const entry: FileEntry = {
      id,
      folder,
      path,
      language: languageOf(path),
      flags: classifyFile(path),
      repository: undefined,
      signature: undefined,
      hash: '',
    };
    this.#entries[id] = entry;
    this.#ids.set(key, id);
    this.#live++;
    this.version++;
    return entry;
  }

  remove(id: number): void {
    if (!this.#entries[id]) return;
    this.#entries[id] = undefined;
    this.#live--;
    this.version++;
  }

  get(id: number): FileEntry | undefined {
    return this.#entries[id];
  }

  find(folder: number, path: string): FileEntry | undefined {
    const id = this.#ids.get(`${folder}\0${path}`);
    return id === undefined ? undefined : this.#entries[id];
  }

  *all(): Iterable<FileEntry> {
    for (const entry of this.#entries) if (entry) yield entry;
  }

  folderPath(entry: FileEntry): string {
    return this.folders[entry.folder]?.path ?? '';
  }

  absolute(entry: FileEntry): string {
    return `${this.folders[entry.folder]?.path ?? ''}/${entry.path}`;
  }
}
