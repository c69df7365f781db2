import type { FileFacts, ParsedLanguage } from '../core/facts/facts.ts';
import { isInside, type Signature, signatureOf } from './files/check-file.ts';
import { FILE, isGeneratedSource } from './files/classify-file.ts';
import { listFiles } from './files/list-files.ts';
import { contains, openFolders } from './files/open-folders.ts';
import { readSource } from './files/read-source.ts';
import { CodeIndex } from './indexes/code-index.ts';
import { EMPTY_SUMMARY } from './indexes/file-summary.ts';
import type { FileEntry } from './indexes/file-table.ts';
import {
  contentHash,
  type DescribedFile,
  describeText,
  isParsed,
  NOT_UTF8,
} from './parsing/describe-file.ts';
import { createParser, type FactsParser } from './parsing/parser.ts';

const FACTS_KEPT = 300;
const MAX_SKIPPED = 2000;

export type WorkspaceOptions = { readonly grammarsDir: string };

/** The files of the opened folders and what is known of them. Unsaved text wins over the disk. */
export class Workspace {
  readonly grammarsDir: string;
  readonly index: CodeIndex;
  readonly notes: string[] = [];
  /** Files that could not be used, and why, for the doctor. */
  readonly skipped = new Map<string, string>();
  /** Files that changed on disk since they were indexed, or never were. */
  readonly stale = new Set<number>();
  /** Files in a repository that git does not track: a search by git passes them by. */
  readonly untracked = new Set<number>();
  /** Counts what was noticed on disk, whether it changed what is indexed or not. */
  noticed = 0;
  readonly #parser: FactsParser;
  readonly #unsaved = new Map<string, string>();
  readonly #facts = new Map<number, FileFacts | undefined>();
  readonly #ready = new Set<ParsedLanguage>();
  /** Git repositories of each folder, the innermost first. */
  readonly #repositories: (readonly string[])[] = [];

  constructor(options: WorkspaceOptions) {
    this.grammarsDir = options.grammarsDir;
    this.#parser = createParser(options.grammarsDir);
    this.index = new CodeIndex((entry) => this.text(entry));
  }

  setFolders(folders: readonly string[]): void {
    this.index.files.folders.push(...openFolders(folders, (note) => this.notes.push(note)));
  }

  /**
   * Lists the files of the folders; what an earlier session knew and is gone leaves the index. `onTracked` is called
   * once what git tracks is known, which is most of it long before the rest.
   */
  async list(signal?: AbortSignal, onTracked?: () => void): Promise<void> {
    const { files } = this.index;
    const seen = new Set<number>();
    let open = files.folders.length;
    const tracked = () => --open === 0 && onTracked?.();
    await Promise.all([...files.folders.keys()].map((at) => this.#list(at, seen, signal, tracked)));
    for (const entry of [...files.all()]) if (!seen.has(entry.id)) this.drop(entry);
    // Editors may know a file by another path than the list does.
    for (const [file, text] of [...this.#unsaved]) {
      this.#unsaved.delete(file);
      this.setUnsaved(file, text);
    }
  }

  async #list(
    at: number,
    seen: Set<number>,
    signal: AbortSignal | undefined,
    onTracked: () => void,
  ): Promise<void> {
    const { files } = this.index;
    const folder = files.folders[at];
    if (!folder) return;
    // A folder opened on its own keeps its files to itself.
    const nested = files.folders
      .filter((f, i) => i !== at && contains(folder.realPath, f.realPath))
      .map((f) => `${f.realPath.slice(folder.realPath.length + 1)}/`);
    const isOwn = (file: string) => !nested.some((dir) => file.startsWith(dir));
    const listed = await listFiles(folder.path, signal, (repository, tracked) => {
      for (const file of tracked) if (isOwn(file)) this.index.addFile(at, file).repository = repository;
      if (repository === '') onTracked();
    });
    this.notes.push(...listed.notes);
    this.#repositories[at] = [...listed.repositories].sort((a, b) => b.length - a.length);
    for (const file of listed.files) {
      if (!isOwn(file)) continue;
      const signature = signatureOf(`${folder.path}/${file}`);
      if (!signature) continue;
      const entry = this.index.addFile(at, file);
      seen.add(entry.id);
      if (!sameSignature(entry.signature, signature)) this.changed(entry, signature);
      entry.repository = this.#repositoryAround(at, file);
    }
    for (const file of listed.untracked) {
      const entry = files.find(at, file);
      if (entry) this.untracked.add(entry.id);
    }
  }

  /** The grammars that parsing here, on demand, needs: those of the languages that occur. */
  async prepare(): Promise<void> {
    const languages = new Set<ParsedLanguage>();
    for (const { language } of this.index.files.all()) if (isParsed(language)) languages.add(language);
    for (const language of languages) await this.prepareFor(language);
  }

  async prepareFor(language: ParsedLanguage): Promise<void> {
    if (this.#ready.has(language)) return;
    await this.#parser.prepare(language);
    this.#ready.add(language);
  }

  /** Reads, parses and indexes one file here and now. Its grammar must be prepared. */
  indexFile(entry: FileEntry): void {
    const { language } = entry;
    if (language === undefined || (isParsed(language) && !this.#ready.has(language))) return;
    const { text, repaired } = this.#read(entry);
    this.#facts.delete(entry.id);
    this.stale.delete(entry.id);
    if (text === undefined) {
      this.#empty(entry);
      return;
    }
    const hash = contentHash(text);
    if (hash === entry.hash) return;
    const described = describeText(this.#parser, language, text);
    this.take(entry, { ...described, hash, skipped: described.skipped || (repaired ? NOT_UTF8 : '') });
  }

  /** Takes over what was found out about a file. */
  take(entry: FileEntry, described: DescribedFile): void {
    const { summary, hash, generated, skipped } = described;
    this.stale.delete(entry.id);
    if (skipped) this.#skip(entry, skipped);
    else this.skipped.delete(this.index.files.absolute(entry));
    if (hash === '') {
      this.#empty(entry);
      return;
    }
    entry.hash = hash;
    if (!summary) return;
    if (generated) entry.flags |= FILE.generated;
    if (summary.hasErrors) this.index.withErrors.add(entry.id);
    else this.index.withErrors.delete(entry.id);
    this.index.set(entry, summary);
  }

  /** What was known of a file that can no longer be read is wrong. */
  #empty(entry: FileEntry): void {
    if (entry.hash !== '') this.index.set(entry, EMPTY_SUMMARY);
    entry.hash = '';
  }

  /** By absolute path, through links too. */
  find(file: string): FileEntry | undefined {
    const { files } = this.index;
    for (const [i, folder] of files.folders.entries())
      for (const root of [folder.path, folder.realPath])
        if (file.startsWith(`${root}/`)) {
          const entry = files.find(i, file.slice(root.length + 1));
          if (entry) return entry;
        }
    return undefined;
  }

  /** Where in the folders a path would be, and the repository around it; undefined outside of them. */
  placeOf(file: string): { folder: number; path: string; repository: string | undefined } | undefined {
    const { folders } = this.index.files;
    for (const [folder, { path: root, realPath }] of folders.entries())
      for (const base of [root, realPath]) {
        if (!file.startsWith(`${base}/`)) continue;
        const relative = file.slice(base.length + 1);
        const repository = this.#repositoryAround(folder, relative);
        return { folder, path: relative, repository };
      }
    return undefined;
  }

  /** A known file changed on disk. */
  changed(entry: FileEntry, signature: Signature): void {
    entry.signature = signature;
    this.noticed++;
    this.#facts.delete(entry.id);
    this.stale.add(entry.id);
  }

  /** A file that is not known yet; one that links out of the folders stays out. */
  appeared(folder: number, relative: string, repository: string | undefined): void {
    const { files } = this.index;
    const file = `${files.folders[folder]?.path ?? ''}/${relative}`;
    const signature = signatureOf(file);
    if (!signature || !isInside(file, files.folders)) return;
    const entry = this.index.addFile(folder, relative);
    entry.repository = repository;
    this.untracked.add(entry.id);
    this.changed(entry, signature);
  }

  drop(entry: FileEntry): void {
    this.#facts.delete(entry.id);
    this.stale.delete(entry.id);
    this.skipped.delete(this.index.files.absolute(entry));
    this.index.remove(entry);
  }

  /** Directories that went, with all that was in them. */
  dropBelow(directories: readonly string[]): void {
    const { files } = this.index;
    const below = (file: string) => directories.some((dir) => file.startsWith(`${dir}/`));
    for (const entry of [...files.all()]) if (below(files.absolute(entry))) this.drop(entry);
  }

  /** Text that the editor holds and the disk does not have yet; undefined once saved or closed. */
  setUnsaved(file: string, text: string | undefined): void {
    const entry = this.find(file);
    const key = entry ? this.index.files.absolute(entry) : file;
    if (text === undefined) this.#unsaved.delete(key);
    else this.#unsaved.set(key, text);
    if (!entry) return;
    this.#facts.delete(entry.id);
    this.stale.add(entry.id);
  }

  unsaved(entry: FileEntry): string | undefined {
    return this.#unsaved.size === 0 ? undefined : this.#unsaved.get(this.index.files.absolute(entry));
  }

  isUnsaved(entry: FileEntry): boolean {
    return this.unsaved(entry) !== undefined;
  }

  /** The text as the user sees it; undefined where it cannot be read. */
  text(entry: FileEntry): string | undefined {
    return this.#read(entry).text;
  }

  #read(entry: FileEntry): { readonly text: string | undefined; readonly repaired: boolean } {
    const unsaved = this.unsaved(entry);
    if (unsaved !== undefined) return { text: unsaved, repaired: false };
    const source = readSource(this.index.files.absolute(entry));
    if (source.kind === 'text') return source;
    if (source.why !== 'gone') this.#skip(entry, source.why);
    return { text: undefined, repaired: false };
  }

  /** All facts of one file, parsed when asked for; the last few are kept. */
  facts(entry: FileEntry): FileFacts | undefined {
    if (this.#facts.has(entry.id)) return this.#facts.get(entry.id);
    const facts = this.#parse(entry);
    if (this.#facts.size >= FACTS_KEPT) {
      const oldest = this.#facts.keys().next().value;
      if (oldest !== undefined) this.#facts.delete(oldest);
    }
    this.#facts.set(entry.id, facts);
    return facts;
  }

  #parse(entry: FileEntry): FileFacts | undefined {
    const { language } = entry;
    if (!isParsed(language) || !this.#ready.has(language)) return undefined;
    const text = this.text(entry);
    if (text === undefined) return undefined;
    if (isGeneratedSource(text)) entry.flags |= FILE.generated;
    try {
      return this.#parser.parse(language, text);
    } catch (error) {
      this.#skip(entry, `not parsed: ${(error as Error).message}`);
      return undefined;
    }
  }

  #skip(entry: FileEntry, why: string): void {
    if (this.skipped.size < MAX_SKIPPED) this.skipped.set(this.index.files.absolute(entry), why);
  }

  /** Git repositories of a folder, relative to it, '' for that around it; undefined while it was not listed. */
  readonly repositoriesOf = (folder: number): readonly string[] | undefined => this.#repositories[folder];

  #repositoryAround(folder: number, relative: string): string | undefined {
    const known = this.#repositories[folder] ?? [];
    return known.find((r) => r === '' || relative.startsWith(`${r}/`));
  }
}

const sameSignature = (a: Signature | undefined, b: Signature) =>
  a !== undefined && a.size === b.size && a.mtimeMs === b.mtimeMs;
