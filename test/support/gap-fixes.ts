// Fixes applied to a piece of code, without a workspace.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Language, Parser } from 'web-tree-sitter';
import type { ParsedLanguage } from '../../src/core/facts/facts.ts';
import type { FixOutcome, FixProject, FixTarget, ParsedFile } from '../../src/core/gaps/fixes/fix-plan.ts';
import { planCodeFix } from '../../src/core/gaps/fixes/plan-fix.ts';
import { applyEdits } from '../../src/core/gaps/fixes/text-edit.ts';
import type { FixKind } from '../../src/core/gaps/model.ts';
import { GRAMMARS } from '../../src/indexer/languages/grammars.ts';
import { grammarsDir } from '../../src/indexer/parsing/grammars-dir.ts';

const parsers = new Map<string, Promise<Parser>>();
let runtime: Promise<void> | undefined;

async function parserOf(language: ParsedLanguage): Promise<Parser> {
  const dir = grammarsDir();
  runtime ??= Parser.init({ wasmBinary: readFileSync(path.join(dir, 'runtime.wasm')) });
  await runtime;
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(new Uint8Array(readFileSync(path.join(dir, GRAMMARS[language].wasm)))),
  );
  return parser;
}

export async function parsed(
  language: ParsedLanguage,
  file: string,
  text: string,
): Promise<ParsedFile & { errors: number }> {
  let parser = parsers.get(language);
  if (!parser) {
    parser = parserOf(language);
    parsers.set(language, parser);
  }
  const tree = (await parser).parse(text);
  if (!tree) throw new Error('no tree');
  return { path: file, text, language, root: tree.rootNode, errors: tree.rootNode.hasError ? 1 : 0 };
}

export type FixCase = {
  readonly kind?: FixKind;
  readonly language: ParsedLanguage;
  readonly file: string;
  readonly code: string;
  /** 1-based; the first line that holds the text. */
  readonly at: string;
  readonly target?: Partial<FixTarget>;
  /** Other files of the project. */
  readonly files?: Readonly<Record<string, string>>;
};

export async function outcomeOf(one: FixCase): Promise<FixOutcome> {
  const file = await parsed(one.language, one.file, one.code);
  const index = one.code.split('\n').findIndex((l) => l.includes(one.at));
  if (index < 0) throw new Error(`"${one.at}" is not in the code.`);
  const target: FixTarget = {
    rule: 'entry.http',
    service: 'shop',
    tech: 'Express',
    file: one.file,
    line: index + 1,
    endLine: index + 1,
    symbol: '',
    keys: {},
    title: 'a gap',
    remedy: '',
    fingerprint: 'f00',
    ...one.target,
  };
  const files = one.files ?? {};
  const project: FixProject = {
    read: (name) => (name === one.file ? one.code : files[name]),
    root: '',
    manifest: Object.keys(files)[0] ?? '',
    family: 'js',
    service: 'shop',
    esm: false,
    remedies: [],
    files: [one.file, ...Object.keys(files)],
  };
  return planCodeFix(one.kind ?? 'wrap', file, target, project);
}

/** The code afterwards, or why not. */
export async function fixed(one: FixCase): Promise<string> {
  const outcome = await outcomeOf(one);
  if ('refused' in outcome) return `refused: ${outcome.refused}`;
  const own = outcome.edits.find((e) => e.path === one.file);
  if (!own || !('edits' in own)) return one.code;
  return applyEdits(one.code, own.edits);
}
