import type { StringTable } from '../../trace/strings.ts';
import type { ArithmeticOperator, ComparisonOperator } from '../ast.ts';

export const TYPE = {
  nil: 0,
  int: 1,
  float: 2,
  duration: 3,
  boolean: 4,
  string: 5,
  status: 6,
  kind: 7,
  /** An integer beyond 2^53, exact. */
  big: 8,
  list: 9,
} as const;

/** A register that a value is loaded into; one serves a million spans. */
export class Value {
  type = 0;
  /** Number, truth, enum, or a string id; -1 where the text is not in the trace's table. */
  num = 0;
  text = '';
  big = 0n;
  list: readonly Value[] = [];

  setNil(): void {
    this.type = TYPE.nil;
  }
  setNumber(type: number, num: number): void {
    this.type = type;
    this.num = num;
  }
  setStringId(id: number): void {
    this.type = TYPE.string;
    this.num = id;
  }
  setText(text: string): void {
    this.type = TYPE.string;
    this.num = -1;
    this.text = text;
  }
  copy(from: Value): void {
    this.type = from.type;
    this.num = from.num;
    this.text = from.text;
    this.big = from.big;
    this.list = from.list;
  }
  setBig(big: bigint): void {
    this.type = TYPE.big;
    this.big = big;
  }
}

const isPlainNumber = (type: number) => type >= TYPE.int && type <= TYPE.duration;
export const isNumeric = (type: number) => isPlainNumber(type) || type === TYPE.big;

export const textOf = (v: Value, strings: StringTable) => (v.num >= 0 ? strings.get(v.num) : v.text);

/** -1, 0 or 1; NaN compares as unequal to everything. Mixed number and bigint comparison is exact. */
function order(a: number | bigint | string, b: number | bigint | string): number {
  return a < b ? -1 : a > b ? 1 : a >= b ? 0 : Number.NaN;
}

export function orderHolds(op: ComparisonOperator, order: number): boolean {
  switch (op) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return false;
  }
}

/**
 * TraceQL's comparison: between different types, and with nil, nothing holds, not even `!=`. Patterns are compared
 * elsewhere, as they are always literals.
 */
export function compareValues(op: ComparisonOperator, a: Value, b: Value, strings: StringTable): boolean {
  if (a.type === TYPE.list || b.type === TYPE.list) return compareList(op, a, b, strings);
  if (isNumeric(a.type) && isNumeric(b.type))
    return orderHolds(op, order(a.type === TYPE.big ? a.big : a.num, b.type === TYPE.big ? b.big : b.num));
  if (a.type !== b.type || a.type === TYPE.nil) return false;
  if (a.type === TYPE.string) {
    if (a.num >= 0 && b.num >= 0 && (op === '=' || op === '!=')) return (a.num === b.num) === (op === '=');
    return orderHolds(op, order(textOf(a, strings), textOf(b, strings)));
  }
  return op === '=' ? a.num === b.num : op === '!=' && a.num !== b.num;
}

/** `!=` holds if no element is equal, everything else if one element stands so. */
function compareList(op: ComparisonOperator, a: Value, b: Value, strings: StringTable): boolean {
  if (a.type === b.type) return false;
  const holds = (item: Value) =>
    a.type === TYPE.list ? compareValues(op, item, b, strings) : compareValues(op, a, item, strings);
  const items = a.type === TYPE.list ? a.list : b.list;
  return op === '!=' ? items.every(holds) : items.some(holds);
}

export function arithmetic(op: ArithmeticOperator, a: Value, b: Value, out: Value): void {
  if (!isNumeric(a.type) || !isNumeric(b.type)) {
    out.setNil();
    return;
  }
  const x = a.type === TYPE.big ? Number(a.big) : a.num;
  const y = b.type === TYPE.big ? Number(b.big) : b.num;
  const ints = a.type === TYPE.int && b.type === TYPE.int;
  if (ints && y === 0 && (op === '/' || op === '%')) {
    out.setNil();
    return;
  }
  const result = compute(op, x, y);
  if (ints) out.setNumber(TYPE.int, Math.trunc(result));
  else out.setNumber(TYPE.float, result);
}

function compute(op: ArithmeticOperator, x: number, y: number): number {
  switch (op) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '%':
      return x % y;
    case '^':
      return x ** y;
  }
}

export function negate(v: Value): void {
  if (v.type === TYPE.big) v.big = -v.big;
  else if (isPlainNumber(v.type)) v.num = -v.num;
  else v.setNil();
}
