import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FileFacts, ParsedLanguage } from '../core/facts/facts.ts';
import { isInside, signatureOf } from './files/check-file.ts';
import { FILE, isGeneratedSource } from './files/classify-file.ts';
import { listFiles } from './files/list-files.ts';
import { readSource } from './files/read-source.ts';
import { CodeIndex } from './indexes/code-index.ts';
import type { FileEntry } from './indexes/file-table.ts';
import { contentHash, type DescribedFile, describeText, isParsed } from './parsing/describe-file.ts';
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
  readonly #parser: FactsParser;
  readonly #unsaved = new Map<string, string>();
  readonly #facts = new Map<number, FileFacts | undefined>();
  readonly #ready = new Set<ParsedLanguage>();

  constructor(options: WorkspaceOptions) {
    this.grammarsDir = options.grammarsDir;
    this.#parser = createParser(options.grammarsDir);
    this.index = new CodeIndex((entry) => this.text(entry));
  }

  /** Lists the folders. A folder inside another, or the same one through a link, counts once. */
  async open(folders: readonly string[], signal?: AbortSignal): Promise<void> {
    const { files } = this.index;
    for (const folder of folders) {
      const resolved = path.resolve(folder);
      let realPath: string;
      try {
        if (!statSync(resolved).isDirectory()) throw new Error('not a folder');
        realPath = realpathSync(resolved);
      } catch {
        this.notes.push(`The folder ${folder} could not be opened.`);
        continue;
      }
      if (!files.folders.some((f) => contains(f.realPath, realPath)))
        files.folders.push({ path: resolved, realPath });
    }
    for (const at of files.folders.keys()) await this.#list(at, signal);
  }

  async #list(at: number, signal: AbortSignal | undefined): Promise<void> {
    const { files } = this.index;
    const folder = files.folders[at];
    if (!folder) return;
    const listed = await listFiles(folder.path, signal);
    this.notes.push(...listed.notes);
    const repositories = [...listed.repositories].sort((a, b) => b.length - a.length);
    // A folder opened on its own keeps its files to itself.
    const nested = files.folders
      .filter((f, i) => i !== at && contains(folder.realPath, f.realPath))
      .map((f) => `${f.realPath.slice(folder.realPath.length + 1)}/`);
    for (const file of listed.files) {
      if (nested.some((dir) => file.startsWith(dir))) continue;
      const signature = signatureOf(`${folder.path}/${file}`);
      if (!signature) continue;
      const entry = this.index.addFile(at, file);
      entry.signature = signature;
      entry.repository = repositories.find((r) => r === '' || file.startsWith(`${r}/`));
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
    const text = this.text(entry);
    this.#facts.delete(entry.id);
    if (text === undefined) return;
    const hash = contentHash(text);
    if (hash !== entry.hash) this.take(entry, { ...describeText(this.#parser, language, text), hash });
  }

  /** Takes over what was found out about a file. */
  take(entry: FileEntry, described: DescribedFile): void {
    const { summary, hash, generated, skipped } = described;
    if (skipped) this.#skip(entry, skipped);
    if (hash) entry.hash = hash;
    if (!summary) return;
    if (generated) entry.flags |= FILE.generated;
    if (summary.hasErrors) this.index.withErrors.add(entry.id);
    else this.index.withErrors.delete(entry.id);
    this.index.set(entry, summary);
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

  /** Takes over what happened to a file on disk: created, changed or deleted. */
  async refresh(file: string): Promise<void> {
    const { files } = this.index;
    let entry = this.find(file);
    if (entry) this.#facts.delete(entry.id);
    const signature = signatureOf(file);
    if (!signature || !isInside(file, files.folders)) {
      if (entry) this.index.remove(entry);
      return;
    }
    if (!entry) {
      const folder = files.folders.findIndex((f) => file.startsWith(`${f.path}/`));
      const at = files.folders[folder]?.path;
      if (at === undefined) return;
      entry = this.index.addFile(folder, file.slice(at.length + 1));
      entry.repository = this.#repositoryOf(entry);
    }
    entry.signature = signature;
    if (isParsed(entry.language)) await this.prepareFor(entry.language);
    this.indexFile(entry);
  }

  /** Text that the editor holds and the disk does not have yet; undefined once saved or closed. */
  setUnsaved(file: string, text: string | undefined): void {
    if (text === undefined) this.#unsaved.delete(file);
    else this.#unsaved.set(file, text);
    const entry = this.find(file);
    if (entry) this.#facts.delete(entry.id);
  }

  unsaved(entry: FileEntry): string | undefined {
    return this.#unsaved.size === 0 ? undefined : this.#unsaved.get(this.index.files.absolute(entry));
  }

  isUnsaved(entry: FileEntry): boolean {
    return this.unsaved(entry) !== undefined;
  }

  /** The text as the user sees it; undefined where it cannot be read. */
  text(entry: FileEntry): string | undefined {
    const unsaved = this.unsaved(entry);
    if (unsaved !== undefined) return unsaved;
    const source = readSource(this.index.files.absolute(entry));
    if (source.kind === 'text') return source.text;
    if (source.why !== 'gone') this.#skip(entry, source.why);
    return undefined;
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
    if (this.skipped.size < MAX_SKIPPED) this.skipped.set(entry.path, why);
  }

  /** A new file belongs to the repository of its nearest neighbour. */
  #repositoryOf(entry: FileEntry): string | undefined {
    let best: string | undefined;
    for (const other of this.index.files.all()) {
      const { repository } = other;
      if (other.folder !== entry.folder || repository === undefined) continue;
      const inside = repository === '' || entry.path.startsWith(`${repository}/`);
      if (inside && repository.length >= (best?.length ?? 0)) best = repository;
    }
    return best;
  }
}

const contains = (outer: string, inner: string) => inner === outer || inner.startsWith(`${outer}/`);
