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

/** id, folder, path, flags, repository, size and time of the signature (-1 for none), hash */
export type SavedFile = readonly [number, number, string, number, string | null, number, number, string];

/** All files of the workspace under dense ids. An id is never given to another file. */
export class FileTable {
  readonly folders: Folder[] = [];
  readonly #entries: (FileEntry | undefined)[] = [];
  /** By folder. */
  readonly #ids: Map<string, number>[] = [];
  #live = 0;
  /** Counts files that came and went. */
  version = 0;

  get size(): number {
    return this.#live;
  }

  add(folder: number, path: string): FileEntry {
    const id = this.#ids[folder]?.get(path) ?? this.#entries.length;
    const old = this.#entries[id];
    if (old) return old;
    return this.#put({
      id,
      folder,
      path,
      language: languageOf(path),
      flags: classifyFile(path),
      repository: undefined,
      signature: undefined,
      hash: '',
    });
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
    const id = this.#ids[folder]?.get(path);
    return id === undefined ? undefined : this.#entries[id];
  }

  /** Everything under its id, as JSON can hold it. Files named by `stale` are read again by the next session. */
  save(stale: (id: number) => boolean): readonly SavedFile[] {
    return this.#entries.flatMap((e): SavedFile[] =>
      e
        ? [
            [
              e.id,
              e.folder,
              e.path,
              e.flags,
              e.repository ?? null,
              stale(e.id) ? -1 : (e.signature?.size ?? -1),
              e.signature?.mtimeMs ?? -1,
              e.hash,
            ],
          ]
        : [],
    );
  }

  load(saved: readonly SavedFile[]): void {
    for (const [id, folder, path, flags, repository, size, mtimeMs, hash] of saved) {
      const signature = size < 0 ? undefined : { size, mtimeMs };
      this.#put({
        id,
        folder,
        path,
        language: languageOf(path),
        flags,
        repository: repository ?? undefined,
        signature,
        hash,
      });
    }
  }

  #put(entry: FileEntry): FileEntry {
    let ids = this.#ids[entry.folder];
    if (!ids) {
      ids = new Map();
      this.#ids[entry.folder] = ids;
    }
    this.#entries[entry.id] = entry;
    ids.set(entry.path, entry.id);
    this.#live++;
    this.version++;
    return entry;
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
