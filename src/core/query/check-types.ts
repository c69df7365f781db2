import { capital } from '../trace/units.ts';
import type { ArithmeticOperator, Binary, ComparisonOperator, Expression, Literal } from './ast.ts';
import { INTRINSICS, type ValueType } from './fields.ts';
import { QueryError } from './query-error.ts';
import { compileRegex } from './regex/regex.ts';

const ARITHMETIC = new Set<string>(['+', '-', '*', '/', '%', '^']);
const ORDER = new Set<string>(['<', '<=', '>', '>=']);

export const isArithmetic = (op: string): op is ArithmeticOperator => ARITHMETIC.has(op);

export function typeOf(e: Expression): ValueType {
  switch (e.node) {
    case 'literal':
      return e.type;
    case 'attribute':
      return 'attribute';
    case 'intrinsic':
      return INTRINSICS[e.name].type;
    case 'logic':
      return 'boolean';
    case 'unary':
      return e.op === '!' ? 'boolean' : typeOf(e.operand);
    case 'binary':
      return isArithmetic(e.op) ? arithmeticType(e.op, typeOf(e.left), typeOf(e.right)) : 'boolean';
  }
}

function arithmeticType(op: ArithmeticOperator, left: ValueType, right: ValueType): ValueType {
  if (left === 'int' && right === 'int') return 'int';
  if (left === 'attribute' || right === 'attribute') return 'attribute';
  const durations = (left === 'duration' ? 1 : 0) + (right === 'duration' ? 1 : 0);
  return durations > 0 && (op === '+' || op === '-') ? 'duration' : 'float';
}

const isNumeric = (type: ValueType) => type === 'int' || type === 'float' || type === 'duration';

const NAMES: Readonly<Record<ValueType, string>> = {
  attribute: 'an attribute',
  int: 'a number',
  float: 'a number',
  duration: 'a duration',
  string: 'text',
  boolean: 'a condition',
  status: 'a status',
  kind: 'a span kind',
  nil: 'nil',
  parent: 'the parent span',
};

/** A filter, or what `&&`, `||` and `!` join, must be true or false; a bare attribute is held against `true`. */
export function checkCondition(e: Expression): void {
  const type = typeOf(e);
  if (type === 'boolean' || type === 'attribute') return;
  const hint: Partial<Record<ValueType, string>> = {
    status: 'compare it: status = error',
    kind: 'compare it: kind = server',
    duration: 'compare it: duration > 500ms',
    string: 'compare it with a field: name = "..."',
    parent: 'compare it with nil: parent = nil',
  };
  throw new QueryError(
    `${capital(NAMES[type])} is no condition by itself; ${hint[type] ?? 'compare it with something'}.`,
    e.range,
    { expected: ['=', '!='] },
  );
}

export function checkNegation(e: Expression): void {
  const type = typeOf(e);
  if (type === 'attribute' || isNumeric(type)) return;
  throw new QueryError(`- takes a number, not ${NAMES[type]}.`, e.range);
}

export function checkBinary(e: Binary): void {
  const [left, right] = [typeOf(e.left), typeOf(e.right)];
  if (left === 'nil' || right === 'nil') {
    checkNil(e);
    return;
  }
  if (left === 'parent' || right === 'parent')
    throw new QueryError(
      'The parent span can only be compared with nil; its fields are written parent.name, parent.span.key.',
      e.range,
    );
  if (!matching(left, right)) throw mismatch(e, left, right);
  for (const type of [left, right]) if (!takes(type, e.op)) throw wrongOperator(e, type);
  if (e.op === '=~' || e.op === '!~') checkPattern(e);
}

function checkNil(e: Binary): void {
  if (e.op !== '=' && e.op !== '!=')
    throw new QueryError(`nil can only be compared with = and !=, not ${e.op}.`, e.range, {
      expected: ['=', '!='],
    });
  for (const side of [e.left, e.right])
    if (e.op === '=' && side.node === 'intrinsic' && !side.parent && INTRINSICS[side.name].always)
      throw new QueryError(`${side.name} = nil never holds: every span has it.`, e.range);
}

function matching(a: ValueType, b: ValueType): boolean {
  return a === b || a === 'attribute' || b === 'attribute' || (isNumeric(a) && isNumeric(b));
}

function takes(type: ValueType, op: ComparisonOperator | ArithmeticOperator): boolean {
  if (type === 'attribute') return true;
  if (op === '=' || op === '!=') return true;
  if (op === '=~' || op === '!~') return type === 'string';
  if (ORDER.has(op)) return type === 'string' || isNumeric(type);
  return isNumeric(type);
}

function mismatch(e: Binary, left: ValueType, right: ValueType): QueryError {
  const [field, literal] = e.right.node === 'literal' ? [left, e.right] : [right, e.left];
  const value = literal.node === 'literal' && literal.type === 'string' ? literal.value : undefined;
  if (value !== undefined && (field === 'status' || field === 'kind')) {
    const words =
      field === 'status' ? 'error, ok or unset' : 'server, client, producer, consumer or internal';
    return new QueryError(`${capital(NAMES[field])} is ${words}, written without quotes.`, literal.range, {
      suggestion: value.toLowerCase(),
    });
  }
  if (value !== undefined && isNumeric(field)) {
    const message = `${capital(NAMES[field])} is written without quotes${field === 'duration' ? ': 500ms' : ''}.`;
    return new QueryError(message, literal.range, /^[\d.]+[a-z]*$/.test(value) ? { suggestion: value } : {});
  }
  if (field === 'string' && literal.node === 'literal')
    return new QueryError(`Text is written in quotes: ${JSON.stringify(plain(literal))}.`, literal.range, {
      suggestion: JSON.stringify(plain(literal)),
    });
  return new QueryError(`${capital(NAMES[left])} cannot be compared with ${NAMES[right]}.`, e.range);
}

const plain = (literal: Literal) => (literal.value === null ? 'nil' : String(literal.value));

function wrongOperator(e: Binary, type: ValueType): QueryError {
  const allowed = ['=', '!=', '<', '<=', '>', '>=', '=~', '!~'].filter((op) =>
    takes(type, op as ComparisonOperator),
  );
  return new QueryError(`${e.op} does not go with ${NAMES[type]}.`, e.range, { expected: allowed });
}

function checkPattern(e: Binary): void {
  const { right } = e;
  if (right.node !== 'literal' || right.type !== 'string')
    throw new QueryError(`After ${e.op} stands a pattern in quotes.`, right.range, { expected: ['"..."'] });
  const regex = compileRegex(right.value);
  if ('message' in regex) throw new QueryError(`The pattern is not valid: ${regex.message}`, right.range);
}
