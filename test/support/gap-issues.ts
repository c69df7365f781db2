// Findings of one file: what the span and context rules say of a piece of code.
import type { ParsedLanguage } from '../../src/core/facts/facts.ts';
import { matchFile } from '../../src/core/gaps/match/match-file.ts';
import { grammarsDir } from '../../src/indexer/parsing/grammars-dir.ts';
import { createParser } from '../../src/indexer/parsing/parser.ts';

const parser = createParser(grammarsDir());

/** `rule@line` of every issue, in the order of the text. */
export async function issuesOf(
  language: ParsedLanguage,
  code: string,
  path = 'src/app.x',
): Promise<string[]> {
  await parser.prepare(language);
  const found = matchFile(parser.parse(language, code), code, path)?.issues ?? [];
  return found
    .map((i) => `${i.rule}@${i.line}`)
    .sort((a, b) => Number(a.split('@')[1]) - Number(b.split('@')[1]));
}

export type IssueCase = { readonly title: string; readonly code: string; readonly expect: readonly string[] };
