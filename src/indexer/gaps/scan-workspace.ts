import { statSync } from 'node:fs';
import path from 'node:path';
import { PARSED_LANGUAGES, type ParsedLanguage } from '../../core/facts/facts.ts';
import { type GapConfig, NO_CONFIG, parseConfig } from '../../core/gaps/config.ts';
import { ruleFamily } from '../../core/gaps/rule.ts';
import { languageOf } from '../../core/mapping/language.ts';
import { classifyFile, FILE, isGeneratedSource } from '../files/classify-file.ts';
import { listFiles } from '../files/list-files.ts';
import { readSource } from '../files/read-source.ts';
import { grammarsDir } from '../parsing/grammars-dir.ts';
import { createParser } from '../parsing/parser.ts';
import { findServices } from './find-services.ts';
import { GapScan } from './gap-scan.ts';
import { mayMatter } from './prefilter.ts';

export const CONFIG_FILE = '.spanlight/gaps.json';

export type WorkspaceScan = {
  readonly scan: GapScan;
  readonly config: GapConfig;
  readonly notes: readonly string[];
  readonly files: readonly string[];
};

export type ScanOptions = {
  readonly folder: string;
  readonly signal: AbortSignal;
  /** What the caller adds to the file's configuration. */
  readonly config?: Partial<GapConfig>;
  readonly onProgress?: (done: number, total: number) => void;
};

const PARSED: ReadonlySet<string> = new Set(PARSED_LANGUAGES);
const SLICE_MS = 25;
/** A minified line says nothing and costs much. */
const MAX_LINE = 20_000;

/** Lists, reads and matches a folder once: for the command line. */
export async function scanWorkspace(options: ScanOptions): Promise<WorkspaceScan> {
  const { folder, signal } = options;
  if (!statSync(folder).isDirectory()) throw new Error(`${folder} is not a folder.`);
  const listed = await listFiles(folder, signal);
  const notes = [...listed.notes];
  const read = (file: string, limit: number) => {
    const source = readSource(path.join(folder, file), limit);
    if (source.kind === 'skipped' && source.why === 'too large') notes.push(`${file} is too large to read.`);
    return source.kind === 'text' ? source.text : undefined;
  };
  const config = { ...readConfig(listed.files, read, notes), ...options.config };
  const scan = new GapScan();
  scan.setServices(findServices(listed.files, read, config.include.includes('examples')));
  const wanted = listed.files.flatMap((file) => {
    const language = languageOf(file);
    const flags = classifyFile(file);
    return language !== undefined && PARSED.has(language) && !isLeftOut(flags, config)
      ? [{ file, language: language as ParsedLanguage, flags }]
      : [];
  });
  const parser = createParser(grammarsDir());
  for (const language of new Set(wanted.map((w) => w.language))) await parser.prepare(language);
  let since = performance.now();
  for (const [i, { file, language, flags }] of wanted.entries()) {
    if (performance.now() - since > SLICE_MS) {
      options.onProgress?.(i, wanted.length);
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      since = performance.now();
    }
    const source = readSource(path.join(folder, file));
    if (source.kind !== 'text') {
      if (source.why !== 'gone') notes.push(`${file} was not read: ${source.why}.`);
      continue;
    }
    const all = isGeneratedSource(source.text) ? flags | FILE.generated : flags;
    if (!mayMatter(ruleFamily(language), source.text) || isMinified(source.text)) {
      scan.set(file, language, all, undefined);
      continue;
    }
    try {
      scan.add(file, language, all, parser.parse(language, source.text), source.text);
    } catch (error) {
      notes.push(`${file} was not parsed: ${(error as Error).message}`);
    }
  }
  options.onProgress?.(wanted.length, wanted.length);
  return { scan, config, notes, files: listed.files };
}

/** Vendored and built files are nobody's to change; tests and generated code only on demand. */
function isLeftOut(flags: number, config: GapConfig): boolean {
  if ((flags & (FILE.vendored | FILE.built)) !== 0) return true;
  if ((flags & FILE.test) !== 0 && !config.include.includes('tests')) return true;
  if ((flags & FILE.example) !== 0 && !config.include.includes('examples')) return true;
  return (flags & FILE.generated) !== 0 && !config.include.includes('generated');
}

export function isMinified(text: string): boolean {
  if (text.length < MAX_LINE) return false;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    if (stop - at > MAX_LINE) return true;
    at = stop + 1;
  }
  return false;
}

function readConfig(
  files: readonly string[],
  read: (file: string, limit: number) => string | undefined,
  notes: string[],
): GapConfig {
  // It need not be tracked to count.
  const text = read(CONFIG_FILE, 1_000_000);
  if (text === undefined) {
    if (files.includes(CONFIG_FILE)) notes.push(`${CONFIG_FILE} could not be read.`);
    return NO_CONFIG;
  }
  const { config, problems } = parseConfig(text);
  for (const problem of problems) notes.push(`${CONFIG_FILE}: ${problem}`);
  return config;
}
