import type { TextRange } from './ast.ts';
import { type Token, tokenize } from './lexer.ts';
import { QueryError } from './query-error.ts';

/** Parentheses and unary operators within each other; nobody writes more, and each costs a few stack frames. */
const MAX_NESTING = 100;
/** Operators that deepen the tree (runs of && and || do not): bounds the recursion of all who walk it. */
const MAX_OPERATORS = 1000;

/** The tokens of a query under a cursor, with the two limits that keep every later walk shallow. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #nesting = 0;
  #operators = 0;

  constructor(text: string, from = 0) {
    this.#tokens = tokenize(text, from);
  }

  /** The next token; one that is no token is an error as soon as it is looked at. */
  peek(): Token {
    const token = this.#tokens[Math.min(this.#at, this.#tokens.length - 1)] as Token;
    if (token.kind === 'error') {
      const { message, suggestion } = token;
      throw new QueryError(message, rangeOf(token), suggestion === undefined ? {} : { suggestion });
    }
    return token;
  }

  /** The end of the token before the cursor. */
  get lastEnd(): number {
    return this.#tokens[this.#at - 1]?.end ?? this.#tokens[0]?.start ?? 0;
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  isSymbol(text: string): boolean {
    const token = this.peek();
    return token.kind === 'symbol' && token.text === text;
  }

  isWord(text: string): boolean {
    const token = this.peek();
    return token.kind === 'word' && token.text === text;
  }

  takeSymbol(text: string): Token | undefined {
    return this.isSymbol(text) ? this.take() : undefined;
  }

  expect(symbol: string, why: string): Token {
    return this.takeSymbol(symbol) ?? this.fail([symbol], why);
  }

  /** The token under the cursor is not what can stand here. */
  fail(expected: readonly string[], message?: string): never {
    const token = this.peek();
    const text = message ?? `Expected ${list(expected)}, found ${describe(token)}.`;
    throw new QueryError(text, rangeOf(token), { expected });
  }

  deeper(): void {
    if (++this.#nesting > MAX_NESTING)
      throw new QueryError(`The query is nested more than ${MAX_NESTING} deep.`, rangeOf(this.peek()));
  }

  shallower(): void {
    this.#nesting--;
  }

  countOperator(): void {
    if (++this.#operators > MAX_OPERATORS)
      throw new QueryError(`The query has more than ${MAX_OPERATORS} operators.`, rangeOf(this.peek()));
  }
}

export const rangeOf = (token: TextRange): TextRange => ({ start: token.start, end: token.end });

export function describe(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end of the query';
    case 'symbol':
    case 'word':
      return token.text;
    case 'scoped':
      return `${token.scope}:${token.name}`;
    case 'dotted':
      return `${token.scope}.${token.key}`;
    case 'attribute':
      return `the attribute ${token.key}`;
    case 'literal':
      return token.literal.type === 'string' ? `the text ${JSON.stringify(token.literal.value)}` : 'a number';
    case 'error':
      return 'a mistake';
  }
}

export function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
