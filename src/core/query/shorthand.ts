import type { Expression, Filter, Query } from './ast.ts';
import { and, negate, or } from './build-nodes.ts';
import { intrinsicSpellings } from './fields.ts';
import { QueryError } from './query-error.ts';
import { type Term, translate } from './shorthand-terms.ts';

const OPERATOR = /\s*(=~|!~|!=|>=|<=|=|>|<)\s*/y;
const KEY = /[\p{L}_.@][^\s:=<>!~()"'`]*/uy;
const MAX_GROUPS = 100;

/**
 * `service:checkout error slow>500ms -name:health* "timed out" (a OR b) | count() > 3`: conditions on one span, all
 * of which must hold unless OR stands between them.
 */
export function parseShorthand(text: string, parseRest: (at: number) => Query): Query {
  const reader = new ShorthandReader(text);
  const where = reader.alternatives();
  const range = { start: 0, end: reader.at };
  const filter: Filter = { node: 'filter', where, range };
  if (!reader.atPipe()) {
    if (reader.at < text.length) throw reader.unexpected();
    return { text, stages: [filter], hints: [] };
  }
  const rest = parseRest(reader.at + 1);
  return { text, stages: where ? [filter, ...rest.stages] : rest.stages, hints: rest.hints };
}

class ShorthandReader {
  at = 0;
  #groups = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  atPipe(): boolean {
    return this.#text[this.at] === '|' && this.#text[this.at + 1] !== '|';
  }

  unexpected(): QueryError {
    const char = this.#text[this.at] ?? '';
    const message = char === ')' ? 'There is no ( for this ).' : `${char} cannot stand here.`;
    return new QueryError(message, { start: this.at, end: this.at + 1 });
  }

  alternatives(): Expression | undefined {
    const found: Expression[] = [];
    for (;;) {
      const all = this.#conjunction();
      if (all) found.push(all);
      const operator = this.#keyword('OR', '||');
      if (operator === undefined) return or(found);
      if (!all) throw new QueryError('A condition is missing before OR.', operator);
      this.#blanks();
      if (this.at >= this.#text.length || this.#text[this.at] === ')' || this.atPipe())
        throw new QueryError('A condition is missing after OR.', operator);
    }
  }

  #conjunction(): Expression | undefined {
    const terms: Expression[] = [];
    for (;;) {
      this.#blanks();
      const char = this.#text[this.at];
      if (char === undefined || this.atPipe() || this.#isKeyword('OR', '||')) break;
      if (char === ')') break;
      if (this.#keyword('AND', '&&')) continue;
      terms.push(this.#term());
    }
    return and(terms);
  }

  #term(): Expression {
    const start = this.at;
    if (this.#keyword('NOT', '')) this.#blanks();
    else if (/[-!]/.test(this.#text[this.at] ?? '') && /[^\s=~-]/.test(this.#text[this.at + 1] ?? ' '))
      this.at++;
    const not = this.at > start;
    if (this.at >= this.#text.length)
      throw new QueryError('A condition is missing after NOT.', { start, end: this.at });
    const e = this.#text[this.at] === '(' ? this.#group() : translate(this.#read());
    return not ? negate(e, { start, end: this.at }) : e;
  }

  #group(): Expression {
    const start = this.at++;
    if (++this.#groups > MAX_GROUPS)
      throw new QueryError(`The query is nested more than ${MAX_GROUPS} deep.`, { start, end: this.at });
    const e = this.alternatives();
    this.#blanks();
    if (this.#text[this.at] !== ')')
      throw new QueryError(
        'A closing ) is missing here.',
        { start: this.at, end: this.at },
        { expected: [')'] },
      );
    this.at++;
    this.#groups--;
    if (!e) throw new QueryError('There is nothing between the parentheses.', { start, end: this.at });
    return e;
  }

  /** One word, quoted phrase, or key with operator and value. */
  #read(): Term {
    const start = this.at;
    const key = this.#key();
    if (key !== undefined) {
      const op = this.#operator(key);
      if (op !== undefined) {
        const value = this.#value();
        const range = { start, end: this.at };
        if (value.text === '' && !value.quoted)
          throw new QueryError(
            `A value is missing after "${this.#text.slice(start, this.at).trim()}".`,
            range,
          );
        return { key, op, ...value, range };
      }
      this.at = start;
    }
    // `>500ms` alone is about the duration.
    OPERATOR.lastIndex = this.at;
    const bare = OPERATOR.exec(this.#text)?.[1];
    if (bare !== undefined) {
      this.at = OPERATOR.lastIndex;
      return { key: 'duration', op: bare, ...this.#value(), range: { start, end: this.at } };
    }
    return { key: '', op: '', ...this.#value(), range: { start, end: this.at } };
  }

  #key(): string | undefined {
    const scoped = intrinsicSpellings().find(
      (s) =>
        s.includes(':') &&
        this.#text.startsWith(s, this.at) &&
        /[\s=<>!~]/.test(this.#text[this.at + s.length] ?? ''),
    );
    KEY.lastIndex = this.at;
    const key = scoped ?? KEY.exec(this.#text)?.[0];
    this.at += key?.length ?? 0;
    return key;
  }

  #operator(key: string): string | undefined {
    // `http://host` and `Class::method` are words.
    const colon = /^:(?![:/])(?:\s*(>=|<=|>|<))?\s*/.exec(this.#text.slice(this.at, this.at + 64));
    if (colon && !key.includes(':')) {
      this.at += colon[0].length;
      return colon[1] ?? ':';
    }
    OPERATOR.lastIndex = this.at;
    const op = OPERATOR.exec(this.#text)?.[1];
    if (op !== undefined) this.at = OPERATOR.lastIndex;
    return op;
  }

  #value(): { text: string; quoted: boolean } {
    const quote = this.#text[this.at];
    if (quote === '"' || quote === "'" || quote === '`') return { text: this.#quoted(quote), quoted: true };
    const start = this.at;
    while (this.at < this.#text.length && !/\s/.test(this.#text[this.at] ?? '')) {
      if (this.#text[this.at] === ')' && this.#groups > 0) break;
      this.at++;
    }
    return { text: this.#text.slice(start, this.at), quoted: false };
  }

  #quoted(quote: string): string {
    const start = this.at++;
    let value = '';
    for (; this.at < this.#text.length && this.#text[this.at] !== quote; this.at++) {
      const next = this.#text[this.at + 1];
      if (this.#text[this.at] === '\\' && (next === quote || next === '\\') && quote !== '`') this.at++;
      value += this.#text[this.at] ?? '';
    }
    if (this.at >= this.#text.length)
      throw new QueryError(`The text is not closed: a ${quote} is missing.`, { start, end: this.at });
    this.at++;
    return value;
  }

  #blanks(): void {
    while (/\s/.test(this.#text[this.at] ?? '')) this.at++;
  }

  #isKeyword(word: string, symbol: string): boolean {
    if (symbol !== '' && this.#text.startsWith(symbol, this.at)) return true;
    return this.#text.startsWith(word, this.at) && /[\s(]/.test(this.#text[this.at + word.length] ?? ' ');
  }

  #keyword(word: string, symbol: string): { start: number; end: number } | undefined {
    this.#blanks();
    if (!this.#isKeyword(word, symbol)) return undefined;
    const start = this.at;
    this.at += symbol !== '' && this.#text.startsWith(symbol, start) ? symbol.length : word.length;
    return { start, end: this.at };
  }
}
