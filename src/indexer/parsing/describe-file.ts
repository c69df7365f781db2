import { createHash } from 'node:crypto';
import { PARSED_LANGUAGES, type ParsedLanguage } from '../../core/facts/facts.ts';
import { type Language, languageOf } from '../../core/mapping/language.ts';
import { isGeneratedSource } from '../files/classify-file.ts';
import { readSource } from '../files/read-source.ts';
import { EMPTY_SUMMARY, type FileSummary, summarise } from '../indexes/file-summary.ts';
import { LIGHT_LANGUAGES } from '../languages/light/rows.ts';
import { scanLight } from '../languages/light/scan.ts';
import { mayHaveSites } from '../sites/prefilter.ts';
import type { FactsParser } from './parser.ts';

const PARSED: ReadonlySet<string> = new Set(PARSED_LANGUAGES);
const MIN_CALLED = 4;
const MAX_CALLED = 400;

export type DescribedFile = {
  /** First 64 bits of the content's hash, as 16 hex digits; '' for a file that could not be read. */
  readonly hash: string;
  readonly generated: boolean;
  /** Undefined for a file that was not described: unchanged, unreadable, of no known language. */
  readonly summary: FileSummary | undefined;
  /** Why not; '' where there is nothing to say. */
  readonly skipped: string;
};

const NOTHING: DescribedFile = { hash: '', generated: false, summary: undefined, skipped: '' };

/** Read all the same: with replacement characters where the bytes were no UTF-8. */
export const NOT_UTF8 = 'not UTF-8';

export const isParsed = (language: Language | undefined): language is ParsedLanguage =>
  language !== undefined && PARSED.has(language);

export const isDescribed = (path: string): boolean => {
  const language = languageOf(path);
  return language !== undefined && (isParsed(language) || LIGHT_LANGUAGES[language] !== undefined);
};

export const contentHash = (text: string): string =>
  createHash('sha1').update(text).digest('hex').slice(0, 16);

/** Reads a file and says what the indexes keep of it, unless its content is the one known. */
export function describeFile(parser: FactsParser, file: string, knownHash: string): DescribedFile {
  const language = languageOf(file);
  if (language === undefined) return NOTHING;
  const source = readSource(file);
  if (source.kind === 'skipped') return { ...NOTHING, skipped: source.why === 'gone' ? '' : source.why };
  const hash = contentHash(source.text);
  if (hash === knownHash) return { ...NOTHING, hash };
  const described = describeText(parser, language, source.text);
  return { ...described, hash, skipped: described.skipped || (source.repaired ? NOT_UTF8 : '') };
}

export function describeText(
  parser: FactsParser,
  language: Language,
  text: string,
): Omit<DescribedFile, 'hash'> {
  const generated = isGeneratedSource(text);
  if (!isParsed(language)) {
    const light = scanLight(language, text);
    return { generated, skipped: '', summary: light && { ...EMPTY_SUMMARY, ...light } };
  }
  try {
    if (mayHaveSites(language, text))
      return { generated, skipped: '', summary: summarise(parser.parse(language, text)) };
    const outline = summarise(parser.parse(language, text, 'outline'));
    return { generated, skipped: '', summary: { ...outline, calledNames: calledNames(text) } };
  } catch (error) {
    return { generated, summary: undefined, skipped: `not parsed: ${(error as Error).message}` };
  }
}

/** Names called on something, told from the text: enough to know which files to look into. */
function calledNames(text: string): string[] {
  const names = new Set<string>();
  for (const m of text.matchAll(/[.>:]\s*([A-Za-z_]\w+)\s*(?:<[\w, ]*>)?\(/g)) {
    const name = m[1] ?? '';
    if (name.length >= MIN_CALLED) names.add(name);
    if (names.size >= MAX_CALLED) break;
  }
  return [...names];
}
