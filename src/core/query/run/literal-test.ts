import { ATTR, type Details, KIND, STATUS } from '../../trace/columns.ts';
import type { ComparisonOperator, Literal } from '../ast.ts';
import { compileRegex, type Regex } from '../regex/regex.ts';
import { type Context, toBigint } from './context.ts';
import { compareValues, orderHolds, TYPE, Value } from './value.ts';

/** One comparison with a fixed value, for each form its other side may come in. */
export type LiteralTest = {
  readonly id: (stringId: number) => boolean;
  readonly text: (text: string) => boolean;
  /** For a number of the given type: duration, int, float. */
  readonly number: (value: number) => boolean;
  readonly row: (details: Details) => (row: number) => boolean;
};

const no = () => false;

export function literalTest(op: ComparisonOperator, literal: Literal, ctx: Context): LiteralTest {
  const base = literal.type === 'string' ? stringTest(op, literal.value, ctx) : otherTest(op, literal);
  const lists = new Map<number, boolean>();
  const list = (id: number) => {
    const known = lists.get(id);
    if (known !== undefined) return known;
    const found = listTest(op, ctx.list(id), base, literal, ctx);
    lists.set(id, found);
    return found;
  };
  const truth = literal.type === 'boolean' ? Number(literal.value) : -1;
  const row = ({ attributes: { type, value } }: Details) => {
    const { id, number } = base;
    return (at: number) => {
      const v = value[at] ?? 0;
      switch (type[at]) {
        case ATTR.string:
        case ATTR.bytes:
          return id(v);
        case ATTR.int:
        case ATTR.double:
          return number(v);
        case ATTR.bool:
          return truth >= 0 && (op === '=' ? v === truth : op === '!=' && v !== truth);
        case ATTR.bigint:
          return bigTest(op, literal, toBigint(ctx.strings.get(v)));
        case ATTR.json:
          return list(v);
        default:
          return false;
      }
    };
  };
  return { ...base, row };
}

type Base = Omit<LiteralTest, 'row'>;

function stringTest(op: ComparisonOperator, value: string, { strings }: Context): Base {
  if (op === '=' || op === '!=') {
    const wanted = strings.idOf(value) ?? -1;
    const equal = op === '=';
    return { id: (id) => (id === wanted) === equal, text: (text) => (text === value) === equal, number: no };
  }
  if (op === '=~' || op === '!~') {
    const regex = compileRegex(value);
    // The parser refused invalid patterns.
    if ('message' in regex) return { id: no, text: no, number: no };
    const wanted = op === '=~';
    const ids = remembered(strings.size, (id) => testId(regex, strings, id) === wanted);
    return { id: ids, text: (text) => regex.test(text) === wanted, number: no };
  }
  const text = (t: string) => orderHolds(op, t < value ? -1 : t > value ? 1 : 0);
  return { id: remembered(strings.size, (id) => text(strings.get(id))), text, number: no };
}

const testId = (regex: Regex, strings: Context['strings'], id: number) => regex.testUtf8(strings.bytesOf(id));

/** Each text of the table is looked at once, however many spans have it. */
function remembered(size: number, test: (id: number) => boolean): (id: number) => boolean {
  let known: Int8Array | undefined;
  return (id) => {
    known ??= new Int8Array(size);
    const found = known[id] ?? 0;
    if (found !== 0) return found > 0;
    const result = test(id);
    known[id] = result ? 1 : -1;
    return result;
  };
}

function otherTest(op: ComparisonOperator, literal: Literal): Base {
  if (literal.type !== 'int' && literal.type !== 'float' && literal.type !== 'duration')
    return { id: no, text: no, number: no };
  const { value } = literal;
  if (literal.digits !== undefined) {
    const big = toBigint(literal.digits);
    return { id: no, text: no, number: (n) => orderHolds(op, n < big ? -1 : n > big ? 1 : 0) };
  }
  return { id: no, text: no, number: numberTest(op, value) };
}

/** One closure an operator: this is the innermost loop of `duration > 500ms`. */
function numberTest(op: ComparisonOperator, value: number): (n: number) => boolean {
  switch (op) {
    case '=':
      return (n) => n === value;
    case '!=':
      return (n) => n !== value;
    case '<':
      return (n) => n < value;
    case '<=':
      return (n) => n <= value;
    case '>':
      return (n) => n > value;
    case '>=':
      return (n) => n >= value;
    default:
      return no;
  }
}

function bigTest(op: ComparisonOperator, literal: Literal, n: bigint): boolean {
  if (literal.type !== 'int' && literal.type !== 'float' && literal.type !== 'duration') return false;
  const value = literal.digits === undefined ? literal.value : toBigint(literal.digits);
  return orderHolds(op, n < value ? -1 : n > value ? 1 : 0);
}

/** `!=` and `!~` hold if they do for every element, the others if for one. */
function listTest(
  op: ComparisonOperator,
  list: readonly Value[] | undefined,
  base: Base,
  literal: Literal,
  ctx: Context,
): boolean {
  if (!list) return false;
  const fixed = literalValue(literal);
  const holds = (item: Value) => {
    if (literal.type === 'string') return item.type === TYPE.string && base.text(item.text);
    return compareValues(op, item, fixed, ctx.strings);
  };
  return op === '!=' || op === '!~' ? list.every(holds) : list.some(holds);
}

export function literalValue(literal: Literal): Value {
  const out = new Value();
  switch (literal.type) {
    case 'string':
      out.setText(literal.value);
      break;
    case 'int':
    case 'float':
    case 'duration':
      if (literal.digits === undefined) out.setNumber(TYPE[literal.type], literal.value);
      else out.setBig(toBigint(literal.digits));
      break;
    case 'boolean':
      out.setNumber(TYPE.boolean, literal.value ? 1 : 0);
      break;
    case 'status':
      out.setNumber(TYPE.status, STATUS[literal.value]);
      break;
    case 'kind':
      out.setNumber(TYPE.kind, KIND[literal.value]);
      break;
    case 'nil':
  }
  return out;
}
