import path from 'node:path';
import { PARSED_LANGUAGES, type ParsedLanguage } from '../../core/facts/facts.ts';
import { type GapConfig, NO_CONFIG, parseConfig } from '../../core/gaps/config.ts';
import { isManifestFile } from '../../core/gaps/evidence/manifest.ts';
import { isDeploymentFile } from '../../core/gaps/evidence/settings/deployment-files.ts';
import type { FileGaps } from '../../core/gaps/model.ts';
import type { GapReport } from '../../core/gaps/report.ts';
import { ruleFamily } from '../../core/gaps/rule.ts';
import type { TraceFacts } from '../../core/gaps/traces/trace-facts.ts';
import { languageOf } from '../../core/mapping/language.ts';
import type { FixChoice, GapFix } from '../../protocol/indexer-gaps.ts';
import { type Signature, signatureOf } from '../files/check-file.ts';
import { classifyFile, FILE, isGeneratedSource } from '../files/classify-file.ts';
import { listFiles } from '../files/list-files.ts';
import { readSource } from '../files/read-source.ts';
import type { FactsParser } from '../parsing/parser.ts';
import { findServices } from './find-services.ts';
import { GapScan } from './gap-scan.ts';
import { isMinified } from './is-minified.ts';
import { planGapFix } from './plan-gap-fix.ts';
import { mayMatter } from './prefilter.ts';

export const CONFIG_FILE = '.spanlight/gaps.json';

const PARSED: ReadonlySet<string> = new Set(PARSED_LANGUAGES);
/** Other requests of the thread are answered between slices. */
const SLICE_MS = 20;
const MAX_NOTES = 200;

type Wanted = { readonly file: string; readonly language: ParsedLanguage; readonly flags: number };

/** What is kept of a file between runs and sessions. */
export type KeptFile = {
  readonly language: ParsedLanguage;
  readonly flags: number;
  readonly signature: Signature;
  readonly gaps: FileGaps | undefined;
};

export type FolderOptions = {
  readonly folder: string;
  readonly parser: FactsParser;
  /** What the caller adds to the file's configuration. */
  readonly config?: Partial<GapConfig>;
  /** Text that the editor holds and the disk does not have yet. */
  readonly unsaved?: (file: string) => string | undefined;
};

/** The gaps of one folder: looked at once, in slices, and followed from then on. */
export class FolderGaps {
  readonly folder: string;
  readonly #parser: FactsParser;
  readonly #unsaved: (file: string) => string | undefined;
  readonly #over: Partial<GapConfig>;
  readonly #options: FolderOptions;
  readonly #scan = new GapScan();
  readonly #kept = new Map<string, KeptFile>();
  readonly #skipped = new Map<string, string>();
  #notes: readonly string[] = [];
  #config: GapConfig = NO_CONFIG;
  #files: readonly string[] = [];
  #finished = false;

  constructor(options: FolderOptions) {
    this.folder = options.folder;
    this.#options = options;
    this.#parser = options.parser;
    this.#unsaved = options.unsaved ?? (() => undefined);
    this.#over = options.config ?? {};
  }

  get config(): GapConfig {
    return this.#config;
  }

  /** Whether every file was looked at. */
  get finished(): boolean {
    return this.#finished;
  }

  /** Works a fix of a finding out; the text the editor holds counts. */
  async fix(
    fingerprint: string,
    choice: FixChoice,
    rules: GapConfig['rules'],
    traces?: TraceFacts,
  ): Promise<GapFix> {
    const { findings } = this.report(rules, traces);
    const finding = findings.find((f) => f.fingerprint === fingerprint);
    if (!finding) return { refused: 'This gap is not there any more.' };
    const read = (file: string) => this.#unsaved(path.join(this.folder, file)) ?? this.#read(file);
    const { services } = this.#scan;
    return planGapFix(
      { finding, findings, services, files: this.#files, read, parser: this.#parser },
      choice,
    );
  }

  /** The same folder with nothing known of it. */
  anew(): FolderGaps {
    return new FolderGaps(this.#options);
  }

  /** Takes over what an earlier session found out; files that changed since are looked at again. */
  restore(files: Iterable<readonly [file: string, kept: KeptFile]>): void {
    for (const [file, kept] of files) this.#take(file, kept);
  }

  kept(): IterableIterator<[string, KeptFile]> {
    return this.#kept.entries();
  }

  /** Lists and looks at what is new or changed; a run that was cut short is taken up again by the next. */
  async run(signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<number> {
    const listed = await listFiles(this.folder, signal);
    this.#files = listed.files;
    this.#notes = listed.notes;
    this.#readConfig();
    this.#readServices();
    const wanted = this.#wanted();
    const names = new Set(wanted.map((w) => w.file));
    for (const file of [...this.#kept.keys()]) if (!names.has(file)) this.#forget(file);
    for (const language of new Set(wanted.map((w) => w.language))) await this.#parser.prepare(language);
    let read = 0;
    let since = performance.now();
    for (const [i, one] of wanted.entries()) {
      if (performance.now() - since > SLICE_MS) {
        onProgress(i, wanted.length);
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
        since = performance.now();
      }
      if (this.#look(one)) read++;
    }
    onProgress(wanted.length, wanted.length);
    this.#finished = true;
    return read;
  }

  /** Takes over what happened to files, by path relative to the folder. */
  async changed(files: readonly string[]): Promise<void> {
    if (!this.#finished) return;
    let services = false;
    for (const file of files) {
      if (file === CONFIG_FILE) this.#readConfig();
      if (isManifestFile(file) || isDeploymentFile(file)) services = true;
      const one = wantedFile(file, this.#config);
      if (!one) continue;
      await this.#parser.prepare(one.language);
      this.#look(one, true);
      if (!this.#files.includes(file)) this.#files = [...this.#files, file];
    }
    if (services) {
      this.#files = [...new Set([...this.#files, ...files])];
      this.#readServices();
    }
  }

  report(rules: GapConfig['rules'] = {}, traces?: TraceFacts): GapReport {
    const config = { ...this.#config, rules: { ...this.#config.rules, ...rules } };
    const report = this.#scan.report(config, traces);
    const skipped = [...this.#skipped]
      .slice(0, MAX_NOTES)
      .map(([file, why]) => `${file} was not read: ${why}.`);
    const more = this.#skipped.size - skipped.length;
    if (more > 0) skipped.push(`${more} more files were not read.`);
    return { ...report, notes: [...this.#notes, ...skipped, ...report.notes] };
  }

  /** Looks at one file; false where it is as it was. */
  #look({ file, language, flags }: Wanted, always = false): boolean {
    const absolute = path.join(this.folder, file);
    const unsaved = this.#unsaved(absolute);
    const signature = signatureOf(absolute);
    // Links, devices and what is gone: what a link names is listed under its own name.
    if (!signature) {
      this.#forget(file);
      return false;
    }
    const known = this.#kept.get(file);
    const same =
      known !== undefined &&
      known.signature.size === signature.size &&
      known.signature.mtimeMs === signature.mtimeMs;
    if (same && unsaved === undefined && !always) return false;
    this.#skipped.delete(file);
    const text = unsaved ?? this.#read(file);
    // Unsaved text has no signature: it is looked at again once it is saved.
    const mark = unsaved === undefined ? signature : { size: -1, mtimeMs: 0 };
    if (text === undefined) this.#take(file, { language, flags, signature: mark, gaps: undefined });
    else this.#take(file, this.#match(file, language, flags, mark, text));
    return true;
  }

  #match(
    file: string,
    language: ParsedLanguage,
    flags: number,
    signature: Signature,
    text: string,
  ): KeptFile {
    const all = isGeneratedSource(text) ? flags | FILE.generated : flags;
    const base = { language, flags: all, signature };
    if (isMinified(text) || !mayMatter(ruleFamily(language), text)) return { ...base, gaps: undefined };
    try {
      return { ...base, gaps: GapScan.match(file, this.#parser.parse(language, text), text) };
    } catch (error) {
      this.#skipped.set(file, `it could not be parsed (${(error as Error).message})`);
      return { ...base, gaps: undefined };
    }
  }

  #take(file: string, kept: KeptFile): void {
    this.#kept.set(file, kept);
    this.#scan.set(file, kept.language, kept.flags, kept.gaps);
  }

  #forget(file: string): void {
    this.#kept.delete(file);
    this.#scan.remove(file);
    this.#skipped.delete(file);
  }

  #read(file: string, limit?: number): string | undefined {
    const source = readSource(path.join(this.folder, file), limit);
    if (source.kind === 'skipped' && source.why !== 'gone') this.#skipped.set(file, WHY[source.why]);
    return source.kind === 'text' ? source.text : undefined;
  }

  #readConfig(): void {
    const notes: string[] = [];
    // It need not be tracked to count.
    const text = this.#read(CONFIG_FILE, 1_000_000);
    const { config, problems } = text === undefined ? { config: NO_CONFIG, problems: [] } : parseConfig(text);
    for (const problem of problems) notes.push(`${CONFIG_FILE}: ${problem}`);
    this.#config = { ...config, ...this.#over };
    this.#notes = [...this.#notes.filter((n) => !n.startsWith(CONFIG_FILE)), ...notes];
  }

  #readServices(): void {
    const examples = this.#config.include.includes('examples');
    const read = (file: string, limit: number) => this.#read(file, limit);
    this.#scan.setServices(findServices(this.#files, read, examples, path.basename(this.folder)));
  }

  #wanted(): Wanted[] {
    return this.#files.flatMap((file) => wantedFile(file, this.#config) ?? []);
  }

  sites(file: string, rules: GapConfig['rules'] = {}): GapReport['verdicts'] {
    return this.report(rules).verdicts.filter((v) => v.file === file);
  }
}

const WHY = {
  'too large': 'it is too large',
  binary: 'it is no text',
  unreadable: 'it is unreadable',
} as const;

function wantedFile(file: string, config: GapConfig): Wanted | undefined {
  const language = languageOf(file);
  const flags = classifyFile(file);
  if (language === undefined || !PARSED.has(language) || isLeftOut(flags, config)) return undefined;
  return { file, language: language as ParsedLanguage, flags };
}

/** Vendored and built files are nobody's to change; tests and generated code only on demand. */
function isLeftOut(flags: number, config: GapConfig): boolean {
  if ((flags & (FILE.vendored | FILE.built)) !== 0) return true;
  if ((flags & FILE.test) !== 0 && !config.include.includes('tests')) return true;
  if ((flags & FILE.example) !== 0 && !config.include.includes('examples')) return true;
  return (flags & FILE.generated) !== 0 && !config.include.includes('generated');
}
