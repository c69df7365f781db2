import { KIND_NAMES, type KindName, STATUS_NAMES, type StatusName } from '../trace/columns.ts';
import type { Binary, Expression, Field, Literal, NumberLiteral, TextRange } from './ast.ts';
import { checkBinary, checkCondition, checkNegation } from './check-types.ts';
import { intrinsicNamed, intrinsicSpellings, SCOPES } from './fields.ts';
import type { Token } from './lexer.ts';
import { nearest, QueryError } from './query-error.ts';
import { rangeOf, type TokenReader } from './token-reader.ts';

/**
 * TraceQL's levels: `&&` and `||` share the lowest, then comparisons, then `+ -`, `* / %` and `^`, which groups from
 * the right. A sign reaches as far as `*` does: -a * b is -(a * b).
 */
const LEVELS: Readonly<Record<string, number>> = {
  '&&': 1,
  '||': 1,
  '=': 2,
  '!=': 2,
  '<': 2,
  '<=': 2,
  '>': 2,
  '>=': 2,
  '=~': 2,
  '!~': 2,
  '+': 3,
  '-': 3,
  '*': 5,
  '/': 5,
  '%': 5,
  '^': 6,
};
const UNARY_LEVEL: Readonly<Record<string, number>> = { '-': 4, '!': 5 };

/** A condition: what stands between braces. */
export function parseCondition(r: TokenReader): Expression {
  const e = parseExpression(r, 1);
  checkCondition(e);
  return e;
}

export function parseExpression(r: TokenReader, level: number, first?: Expression): Expression {
  let left = first ?? parseOperand(r);
  for (;;) {
    const token = r.peek();
    const op = token.kind === 'symbol' ? token.text : '';
    const opLevel = LEVELS[op] ?? 0;
    if (opLevel < level) return left;
    r.take();
    const logic = op === '&&' || op === '||';
    if (!logic) r.countOperator();
    const right = parseExpression(r, op === '^' ? opLevel : opLevel + 1);
    left = logic ? join(op, left, right) : binary(op as Binary['op'], left, right);
  }
}

function join(op: '&&' | '||', left: Expression, right: Expression): Expression {
  checkCondition(left);
  checkCondition(right);
  const range = span(left, right);
  const added = right.node === 'logic' && right.op === op ? right.terms : [right];
  if (left.node !== 'logic' || left.op !== op) return { node: 'logic', op, terms: [left, ...added], range };
  // Appending to the run in place keeps a chain of thousands linear; the list is nobody else's yet.
  const terms = left.terms as Expression[];
  for (const term of added) terms.push(term);
  return { node: 'logic', op, terms, range };
}

function binary(op: Binary['op'], left: Expression, right: Expression): Expression {
  const e: Binary = { node: 'binary', op, left, right, range: span(left, right) };
  checkBinary(e);
  return e;
}

const span = (left: Expression, right: Expression): TextRange => ({
  start: left.range.start,
  end: right.range.end,
});

function parseOperand(r: TokenReader): Expression {
  const token = r.peek();
  switch (token.kind) {
    case 'literal':
      r.take();
      return positive(token.literal);
    case 'attribute':
    case 'scoped':
    case 'dotted':
      r.take();
      return fieldOf(token);
    case 'word':
      r.take();
      return literalWord(token.text, rangeOf(token)) ?? fieldOf(token);
    case 'symbol':
      if (token.text === '(') return parseParenthesised(r);
      if (token.text === '-' || token.text === '!') return parseUnary(r, token.text);
  }
  return r.fail(['a field', 'a value', '(']);
}

function parseParenthesised(r: TokenReader): Expression {
  const open = r.take();
  r.deeper();
  const e = parseExpression(r, 1);
  const close = r.expect(')', 'A closing ) is missing here.');
  r.shallower();
  return { ...e, range: { start: open.start, end: close.end } };
}

function parseUnary(r: TokenReader, op: '-' | '!'): Expression {
  const { start } = r.take();
  const next = r.peek();
  // A sign directly before a number is the number's, unless an operator that binds closer follows: -2 ^ 2.
  r.deeper();
  r.countOperator();
  const operand =
    op === '-' && next.kind === 'literal' && next.literal.type !== 'string'
      ? signed(r, start)
      : parseExpression(r, UNARY_LEVEL[op] ?? 4);
  r.shallower();
  const range = { start, end: operand.range.end };
  if (op === '-' && operand.node === 'literal' && operand.type !== 'string' && operand.range.start === start)
    return { ...operand, range };
  if (op === '!') checkCondition(operand);
  else checkNegation(operand);
  return { node: 'unary', op, operand, range };
}

/** The negative number itself, or what its sign stands before. */
function signed(r: TokenReader, start: number): Expression {
  const token = r.take();
  if (token.kind !== 'literal' || token.literal.type === 'string') return r.fail(['a number']);
  const { literal } = token;
  const after = r.peek();
  if (after.kind === 'symbol' && (LEVELS[after.text] ?? 0) > 4)
    return parseExpression(r, 4, positive(literal));
  return negated(literal, { start, end: token.end });
}

export function negated(literal: NumberLiteral, range: TextRange): NumberLiteral {
  const value = literal.value === 0 ? 0 : -literal.value;
  return literal.digits === undefined
    ? { ...literal, value, range }
    : { ...literal, value, digits: `-${literal.digits}`, range };
}

export function positive<T extends Literal>(literal: T): T {
  if ('digits' in literal && literal.digits === '9223372036854775808')
    throw new QueryError(`${literal.digits} is beyond 64 bits.`, literal.range);
  return literal;
}

/** `true`, `error`, `server`, `nil` and the other words that are values. */
export function literalWord(text: string, range: TextRange): Literal | undefined {
  if (text === 'true' || text === 'false')
    return { node: 'literal', type: 'boolean', value: text === 'true', range };
  if (text === 'nil') return { node: 'literal', type: 'nil', value: null, range };
  if ((STATUS_NAMES as readonly string[]).includes(text))
    return { node: 'literal', type: 'status', value: text as StatusName, range };
  if ((KIND_NAMES as readonly string[]).includes(text))
    return { node: 'literal', type: 'kind', value: text as KindName, range };
  if (text === 'minInt' || text === 'maxInt') {
    const digits = text === 'minInt' ? '-9223372036854775808' : '9223372036854775807';
    return { node: 'literal', type: 'int', value: Number(digits), digits, range };
  }
  return undefined;
}

/** The field a token names, or why it names none and what would. */
export function fieldOf(token: Token): Field {
  const range = rangeOf(token);
  if (token.kind === 'attribute') {
    const name =
      token.parent && token.scope === 'any' && !token.quoted ? intrinsicNamed(token.key) : undefined;
    if (name) return { node: 'intrinsic', name, parent: true, range };
    return { node: 'attribute', scope: token.scope, key: token.key, parent: token.parent, range };
  }
  if (token.kind === 'dotted') throw unknownScope(token.scope, token.key, range);
  const spelling =
    token.kind === 'scoped' ? `${token.scope}:${token.name}` : token.kind === 'word' ? token.text : '';
  const name = intrinsicNamed(spelling);
  if (name) return { node: 'intrinsic', name, parent: false, range };
  if (token.kind === 'scoped') throw unknownIntrinsic(token.scope, spelling, range);
  throw unknownWord(spelling, range);
}

function unknownScope(scope: string, key: string, range: TextRange): QueryError {
  const near = nearest(scope, [...SCOPES, 'parent']);
  const suggestion = near ? `${near}.${key}` : `.${scope}.${key}`;
  const message = near
    ? `Unknown attribute scope "${scope}", did you mean ${near}?`
    : `Attributes have a scope in front: .${scope}.${key} (wherever it is), span.${scope}.${key} or resource.${scope}.${key}.`;
  return new QueryError(message, near ? { start: range.start, end: range.start + scope.length } : range, {
    expected: SCOPES.map((s) => `${s}.`),
    suggestion: near ?? suggestion,
  });
}

function unknownIntrinsic(scope: string, spelling: string, range: TextRange): QueryError {
  const known = intrinsicSpellings().filter((s) => s.includes(':'));
  const own = spelling.slice(scope.length);
  const near = (own.length > 1 && known.find((s) => s.endsWith(own))) || nearest(spelling, known);
  const expected = known.filter((s) => s.startsWith(`${scope}:`));
  const message = near ? `Unknown field ${spelling}, did you mean ${near}?` : `Unknown field ${spelling}.`;
  return new QueryError(message, range, {
    expected: expected.length > 0 ? expected : known,
    ...suggest(near),
  });
}

function unknownWord(word: string, range: TextRange): QueryError {
  if (literalWord(word, range)) return new QueryError(`"${word}" is a value, not a field.`, range);
  const operator = { and: '&&', or: '||', not: '!' }[word.toLowerCase()];
  if (operator) return new QueryError(`"${word}" is written ${operator}.`, range, { suggestion: operator });
  const words = [...intrinsicSpellings(), ...STATUS_NAMES, ...KIND_NAMES, 'true', 'false', 'nil'];
  const near = nearest(word, words);
  return near
    ? new QueryError(`Unknown field "${word}", did you mean ${near}?`, range, { suggestion: near })
    : new QueryError(
        `"${word}" is no field. Attributes have a scope in front: .${word}, span.${word} or resource.${word}; text stands in quotes.`,
        range,
        { expected: [`.${word}`, `span.${word}`, `resource.${word}`], suggestion: `.${word}` },
      );
}

const suggest = (text: string | undefined) => (text === undefined ? {} : { suggestion: text });
