import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Language, type Node, Parser, Query, type Tree } from 'web-tree-sitter';
import type { FileFacts, ParsedLanguage } from '../../core/facts/facts.ts';
import { GRAMMARS } from '../languages/grammars.ts';
import { outlineQuery } from '../languages/outline.ts';
import { extractFacts } from './extract-facts.ts';

type Loaded = {
  readonly parser: Parser;
  readonly query: Query;
  readonly outline: Query;
  readonly flow: Query | undefined;
};

/** `outline`: only what a file declares, imports and names by a constant; everything else of its facts is empty. */
export type ParseDepth = 'full' | 'outline';

/** Beyond this many matches a file is data, not code. */
const MATCH_LIMIT = 200_000;
/** Where spans may be started; elsewhere nobody asks how a function is left. */
const MENTIONS_TRACING = /[tT]racer|[sS]pan\b|[sS]pan[A-Z_]|Activity|opentelemetry/;

/** Parses source text into facts. */
export type FactsParser = {
  readonly prepare: (language: ParsedLanguage) => Promise<void>;
  /** The language must have been prepared. */
  readonly parse: (language: ParsedLanguage, source: string, depth?: ParseDepth) => FileFacts;
  /** Hands the tree over while it lasts: no node may be kept. */
  readonly inspect: <T>(language: ParsedLanguage, source: string, look: (root: Node) => T) => T;
  /** Places the grammar could not read. */
  readonly errors: (language: ParsedLanguage, source: string) => number;
};

let runtime: Promise<void> | undefined;
/**
 * A language loads once per thread and stays: the runtime breaks when one is loaded again ("table index is out of
 * bounds"), so this is the one state that modules hold.
 */
const loaded = new Map<string, Loaded>();
const loading = new Map<string, Promise<void>>();

async function load(grammarsDir: string, language: ParsedLanguage): Promise<void> {
  // CommonJS bundles cannot find the .wasm by themselves; the bytes are handed over.
  runtime ??= readFile(path.join(grammarsDir, 'runtime.wasm')).then((wasmBinary) =>
    Parser.init({ wasmBinary }),
  );
  await runtime;
  const grammar = GRAMMARS[language];
  const compiled = await Language.load(new Uint8Array(await readFile(path.join(grammarsDir, grammar.wasm))));
  const parser = new Parser();
  parser.setLanguage(compiled);
  const flow = grammar.flow === '' ? undefined : new Query(compiled, grammar.flow);
  loaded.set(language, {
    parser,
    query: new Query(compiled, grammar.query),
    outline: new Query(compiled, outlineQuery(grammar)),
    flow,
  });
}

function withTree<T>(language: ParsedLanguage, source: string, use: (tree: Tree, tools: Loaded) => T): T {
  const tools = loaded.get(language);
  if (!tools) throw new Error(`The grammar of ${language} is not loaded.`);
  let tree: Tree | null = null;
  try {
    tree = tools.parser.parse(source);
    if (!tree) throw new Error('The parser gave no tree.');
    return use(tree, tools);
  } finally {
    // WASM memory is not garbage collected.
    tree?.delete();
    tools.parser.reset();
  }
}

export function createParser(grammarsDir: string): FactsParser {
  return {
    prepare(language) {
      let pending = loading.get(language);
      if (!pending) {
        pending = load(grammarsDir, language);
        loading.set(language, pending);
        // A failed load (a missing file) may be tried again.
        pending.catch(() => loading.delete(language));
      }
      return pending;
    },
    parse: (language, source, depth = 'full') =>
      withTree(language, source, (tree, tools) => {
        const query = depth === 'full' ? tools.query : tools.outline;
        const matches = query.matches(tree.rootNode, { matchLimit: MATCH_LIMIT });
        if (depth === 'full' && tools.flow && MENTIONS_TRACING.test(source))
          matches.push(...tools.flow.matches(tree.rootNode, { matchLimit: MATCH_LIMIT }));
        return extractFacts(GRAMMARS[language], matches, tree, source);
      }),
    inspect: (language, source, look) => withTree(language, source, (tree) => look(tree.rootNode)),
    errors: (language, source) => withTree(language, source, (tree) => countErrors(tree)),
  };
}

function countErrors({ rootNode }: Tree): number {
  if (!rootNode.hasError) return 0;
  let count = 0;
  const stack: Node[] = [rootNode];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.isError || node.isMissing) count++;
    for (const child of node.children) if (child.hasError || child.isMissing) stack.push(child);
  }
  return count;
}
