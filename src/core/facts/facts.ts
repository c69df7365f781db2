/**
 * What one source file says, reduced to what mapping and the gap rules ask about. One generic tree-sitter query per
 * language produces it; rules are rows over it, so their number costs no parsing. Arrays refer to one another by
 * index. Lines count from 1, columns from 0 (UTF-16 units).
 */
export type FileFacts = {
  readonly language: ParsedLanguage;
  /** The package or namespace clause of the file; '' where the language has none. */
  readonly package: string;
  readonly imports: readonly Import[];
  /** By position, outer before inner. */
  readonly decls: readonly Decl[];
  readonly calls: readonly Call[];
  readonly annotations: readonly Annotation[];
  readonly assigns: readonly Assign[];
  readonly blocks: readonly Block[];
  /** Only in files that mention tracing (see Grammar.flow). */
  readonly exits: readonly Exit[];
  /** The grammar met something it could not read; the rest is still good. */
  readonly hasErrors: boolean;
};

export const PARSED_LANGUAGES = [
  'typescript',
  'tsx',
  'javascript',
  'python',
  'go',
  'java',
  'kotlin',
  'csharp',
  'ruby',
  'php',
  'rust',
] as const;
export type ParsedLanguage = (typeof PARSED_LANGUAGES)[number];

/** `import { name as alias } from module`; name is '' for the module itself, '*' for all it has. */
export type Import = {
  readonly module: string;
  readonly name: string;
  readonly alias: string;
  readonly line: number;
};

export const DECL_KINDS = [
  'function',
  'method',
  'constructor',
  'lambda',
  'class',
  'interface',
  'namespace',
  'impl',
] as const;
export type DeclKind = (typeof DECL_KINDS)[number];

export type Decl = {
  readonly kind: DeclKind;
  /** '' for lambdas and anonymous classes nobody named. */
  readonly name: string;
  /** Names of the declarations around it joined by '.', as the language counts them ('Outer.Inner', 'Service'). */
  readonly path: string;
  /** Index of the declaration around it, -1 at the top. */
  readonly owner: number;
  /** Line of the name (or of the start, where there is none): where a jump goes. */
  readonly line: number;
  readonly column: number;
  /** First line, its annotations and decorators included. */
  readonly startLine: number;
  /** Line of the body's opening; the declaration's line where there is no body. */
  readonly bodyLine: number;
  readonly endLine: number;
  /** Parameter list as written, without the parentheses, shortened. */
  readonly params: string;
  /** Superclasses, interfaces, traits, embedded types, as written. */
  readonly supers: readonly string[];
  /** The word `default` stands before it (ES modules). */
  readonly isDefault: boolean;
  /** Offsets in the text (UTF-16 units), `end` exclusive; as in everything below that has them. */
  readonly start: number;
  readonly end: number;
};

export type Call = {
  /** Last name of the callee: `get` in `app.get(...)`; the class in a construction. */
  readonly name: string;
  /** What stands before the name, shortened; '' for none and where it is itself a call. */
  readonly receiver: string;
  /** Index of the call that is the receiver (`a().b()`), else -1. */
  readonly receiverCall: number;
  readonly isNew: boolean;
  readonly args: readonly Value[];
  /** Index of the innermost declaration around it, else -1. */
  readonly owner: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly start: number;
  readonly end: number;
};

export type Annotation = {
  /** As written, without arguments: `GetMapping`, `router.get`, `tracing::instrument`. */
  readonly name: string;
  readonly args: readonly Value[];
  /** Index of the declaration it stands on, -1 where that is none (a field, a parameter). */
  readonly decl: number;
  readonly line: number;
};

/** A variable, constant, field or parameter with what is known of its value or type. */
export type Assign = {
  readonly target: string;
  readonly value: Value;
  /** Declared type as written; '' for none. */
  readonly type: string;
  readonly owner: number;
  readonly line: number;
};

/** `try`, `branch` (of an if or switch) and `with` (a block that closes what it opens): only where there are exits. */
export const BLOCK_KINDS = ['loop', 'catch', 'finally', 'defer', 'go', 'try', 'branch', 'with'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

export type Block = {
  readonly kind: BlockKind;
  readonly owner: number;
  readonly line: number;
  readonly endLine: number;
  readonly start: number;
  readonly end: number;
};

/** A return or throw; `text` is what it hands on, shortened. */
export type Exit = {
  readonly kind: 'return' | 'throw';
  readonly text: string;
  readonly owner: number;
  readonly line: number;
  readonly start: number;
  readonly end: number;
};

export const VALUE_KINDS = [
  'string',
  'template',
  'number',
  'constant',
  'name',
  'call',
  'function',
  'object',
  'list',
  'other',
] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

/**
 * An argument, an initialiser, a property. `text` is the content of a string, the source of a name or number, a
 * template with HOLE for each expression in it.
 */
export type Value = {
  readonly kind: ValueKind;
  readonly text: string;
  /** Keyword, property name or key; '' for none. */
  readonly name: string;
  /** Index of the call or declaration it is, else -1. */
  readonly ref: number;
  readonly items: readonly Value[];
};

/** Stands for an expression inside a template; never part of real source text that matters. */
export const HOLE = '\u0001';

export const NO_VALUE: Value = { kind: 'other', text: '', name: '', ref: -1, items: [] };

export function keyword(args: readonly Value[], name: string): Value | undefined {
  return args.find((arg) => arg.name === name);
}

/** The n-th argument that has no keyword. */
export function positional(args: readonly Value[], n: number): Value | undefined {
  let seen = 0;
  for (const arg of args) if (arg.name === '' && seen++ === n) return arg;
  return undefined;
}
