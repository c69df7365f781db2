import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { type FileFacts, PARSED_LANGUAGES, type ParsedLanguage } from '../core/facts/facts.ts';
import { isInside as isInFolders, signatureOf } from './files/check-file.ts';
import { FILE, isGeneratedSource } from './files/classify-file.ts';
import { listFiles } from './files/list-files.ts';
import { readSource } from './files/read-source.ts';
import { CodeIndex } from './indexes/code-index.ts';
import { EMPTY_SUMMARY, type FileSummary, summarise } from './indexes/file-summary.ts';
import type { FileEntry } from './indexes/file-table.ts';
import { scanLight } from './languages/light/scan.ts';
import { createParser, type FactsParser } from './parsing/parser.ts';

const PARSED: ReadonlySet<string> = new Set(PARSED_LANGUAGES);
const FACTS_KEPT = 200;

export type WorkspaceOptions = { readonly grammarsDir: string };

/** A file that could not be used, for the doctor. */
export type Skipped = { readonly file: string; readonly why: string };

/** The files of the opened folders and what is known of them. Unsaved text wins over the disk. */
export class Workspace {
  readonly index: CodeIndex;
  readonly notes: string[] = [];
  readonly skipped: Skipped[] = [];
  readonly #parser: FactsParser;
  readonly #unsaved = new Map<string, string>();
  readonly #facts = new Map<number, FileFacts | undefined>();
  readonly #ready = new Set<ParsedLanguage>();

  constructor(options: WorkspaceOptions) {
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
      if (files.folders.some((f) => isInside(f.realPath, realPath))) continue;
      files.folders.push({ path: resolved, realPath });
    }
    for (const [i, folder] of files.folders.entries()) {
      const listed = await listFiles(folder.path, signal);
      this.notes.push(...listed.notes);
      const repositories = [...listed.repositories].sort((a, b) => b.length - a.length);
      for (const file of listed.files) {
        // A folder opened on its own keeps its files to itself.
        const nested = files.folders.some(
          (f, j) =>
            j !== i &&
            isInside(folder.realPath, f.realPath) &&
            `${folder.realPath}/${file}`.startsWith(`${f.realPath}/`),
        );
        if (nested) continue;
        const signature = signatureOf(`${folder.path}/${file}`);
        if (!signature) continue;
        const entry = this.index.addFile(i, file);
        entry.signature = signature;
        entry.repository = repositories.find((r) => r === '' || file.startsWith(`${r}/`));
      }
    }
  }

  /** The grammars of the languages that occur. */
  async prepare(): Promise<void> {
    const languages = new Set<ParsedLanguage>();
    for (const { language } of this.index.files.all())
      if (language !== undefined && PARSED.has(language)) languages.add(language as ParsedLanguage);
    for (const language of languages) {
      await this.#parser.prepare(language);
      this.#ready.add(language);
    }
  }

  indexFile(entry: FileEntry): void {
    const summary = this.#summary(entry);
    if (summary) this.index.set(entry, summary);
  }

  #summary(entry: FileEntry): FileSummary | undefined {
    if (entry.language === undefined) return undefined;
    if (PARSED.has(entry.language)) {
      const facts = this.#parse(entry);
      return facts && summarise(facts);
    }
    const text = this.text(entry);
    const light = text === undefined ? undefined : scanLight(entry.language, text);
    return light && { ...EMPTY_SUMMARY, ...light };
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
  refresh(file: string): void {
    const { files } = this.index;
    let entry = this.find(file);
    if (entry) this.#facts.delete(entry.id);
    const signature = signatureOf(file);
    if (!signature || !isInFolders(file, files.folders)) {
      if (entry) this.index.remove(entry);
      return;
    }
    if (!entry) {
      const folder = files.folders.findIndex((f) => file.startsWith(`${f.path}/`));
      const path = files.folders[folder]?.path;
      if (path === undefined) return;
      entry = this.index.addFile(folder, file.slice(path.length + 1));
    }
    entry.signature = signature;
    this.indexFile(entry);
  }

  /** Text that the editor holds and the disk does not have yet; undefined once saved or closed. */
  setUnsaved(file: string, text: string | undefined): void {
    if (text === undefined) this.#unsaved.delete(file);
    else this.#unsaved.set(file, text);
    this.#facts.clear();
  }

  unsaved(entry: FileEntry): string | undefined {
    return this.#unsaved.size === 0 ? undefined : this.#unsaved.get(this.index.files.absolute(entry));
  }

  /** The text as the user sees it; undefined where it cannot be read. */
  text(entry: FileEntry): string | undefined {
    const key = this.index.files.absolute(entry);
    const unsaved = this.#unsaved.get(key);
    if (unsaved !== undefined) return unsaved;
    const source = readSource(key);
    if (source.kind === 'text') return source.text;
    if (source.why !== 'gone') this.skipped.push({ file: entry.path, why: source.why });
    return undefined;
  }

  /** Facts of one file, parsed when asked for; the last few are kept. */
  facts(entry: FileEntry): FileFacts | undefined {
    if (this.#facts.has(entry.id)) return this.#facts.get(entry.id);
    const facts = this.#parse(entry);
    this.#facts.set(entry.id, facts);
    if (this.#facts.size > FACTS_KEPT)
      for (const id of this.#facts.keys()) {
        this.#facts.delete(id);
        break;
      }
    return facts;
  }

  #parse(entry: FileEntry): FileFacts | undefined {
    const language = entry.language as ParsedLanguage | undefined;
    if (language === undefined || !this.#ready.has(language)) return undefined;
    const text = this.text(entry);
    if (text === undefined) return undefined;
    if (isGeneratedSource(text)) entry.flags |= FILE.generated;
    try {
      return this.#parser.parse(language, text);
    } catch (error) {
      this.skipped.push({ file: entry.path, why: `not parsed: ${(error as Error).message}` });
      return undefined;
    }
  }
}

const isInside = (outer: string, inner: string) => inner === outer || inner.startsWith(`${outer}/`);
