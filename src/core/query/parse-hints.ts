import type { Hint, Literal, NumberLiteral } from './ast.ts';
import { literalWord, negated } from './parse-expression.ts';
import { QueryError } from './query-error.ts';
import { rangeOf, type TokenReader } from './token-reader.ts';

/** `with (most_recent=true)` after the stages. */
export function parseHints(r: TokenReader): Hint[] {
  if (!r.isWord('with')) return [];
  r.take();
  r.expect('(', 'A ( is missing after with.');
  const hints: Hint[] = [];
  do {
    const name = r.take();
    if (name.kind !== 'word')
      throw new QueryError('A hint is a name and a value: most_recent=true.', rangeOf(name));
    r.expect('=', `A = is missing after ${name.text}.`);
    const sign = r.takeSymbol('-');
    const token = r.take();
    const range = { start: sign?.start ?? token.start, end: token.end };
    let value = token.kind === 'word' ? literalWord(token.text, range) : undefined;
    if (token.kind === 'literal') value = token.literal;
    if (sign) value = value && isNumber(value) ? negated(value, range) : undefined;
    if (!value) throw new QueryError('The value of a hint is a number, text, true or false.', range);
    hints.push({ name: name.text, value, range: { start: name.start, end: token.end } });
  } while (r.takeSymbol(','));
  r.expect(')', 'The closing ) of with( is missing here.');
  return hints;
}

const isNumber = (literal: Literal): literal is NumberLiteral =>
  literal.type === 'int' || literal.type === 'float' || literal.type === 'duration';
