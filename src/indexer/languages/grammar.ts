import type { Import, ParsedLanguage } from '../../core/facts/facts.ts';

/**
 * How a syntax node reads as a value. `unwrap` looks at its last (or first) named child, `pair` at its `key`/`name` and value,
 * `item` is an element that may hold a key, `concat` joins its leaves, `tokens` reads a macro's raw tokens.
 */
export type Reader =
  | 'string'
  | 'symbol'
  | 'number'
  | 'constant'
  | 'name'
  | 'call'
  | 'function'
  | 'object'
  | 'list'
  | 'pair'
  | 'item'
  | 'unwrap'
  | 'unwrap-first'
  | 'concat'
  | 'tokens'
  | 'skip';

/**
 * A language as the extractor sees it: one query and tables. Captures of the query, by role of the pattern:
 *   @decl (with `#set! kind`), @name, @params, @body, @receiver, @supers;  @extends with @super on its own
 *   @call, @name, @receiver, @args, @lambda, @inner (a call node that this one replaces); `#set! new`
 *   @assign, @target, @value, @type
 *   @annotation, @name, @args, @annotated, @inner
 *   @import, @package, @block and @exit (with `#set! kind`)
 */
export type Grammar = {
  readonly language: ParsedLanguage;
  /** File name in media/grammars. */
  readonly wasm: string;
  readonly query: string;
  /** Exits and the blocks they leave: asked only of files that mention tracing, for they are as many as lines. */
  readonly flow: string;
  /** Assignments of literals, for files of which only the outline is read: others may know names by them. */
  readonly constants: string;
  readonly readers: Readonly<Record<string, Reader>>;
  /** Raw text of a string node that may hold expressions. */
  readonly interpolated: RegExp;
  /** Child nodes of a string that are plain text. */
  readonly plainParts: ReadonlySet<string>;
  /** Expressions in a string that the grammar leaves as text. */
  readonly textHoles?: RegExp;
  /** Only types make up the path of a name (Java, Kotlin, C#). */
  readonly classPaths: boolean;
  readonly imports: (text: string) => readonly Omit<Import, 'line'>[];
};
