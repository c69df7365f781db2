import type { Attribute, Binary, ComparisonOperator, Expression, Field, Literal } from '../ast.ts';
import { isArithmetic } from '../check-types.ts';
import { attributeRows } from './attribute-rows.ts';
import type { Context } from './context.ts';
import { type IntrinsicReader, loadIntrinsic, readIntrinsic } from './intrinsics.ts';
import { type LiteralTest, literalTest, literalValue } from './literal-test.ts';
import { arithmetic, compareValues, negate, TYPE, Value } from './value.ts';

/** A condition made ready for one trace. */
export type Test = (span: number) => boolean;
/** A value made ready for one trace. */
export type Load = (span: number, out: Value) => void;

const always = () => true;
const never = () => false;

/** Recursion here and below is bounded by the parser's limits on nesting and operators. */
export function compileTest(e: Expression, ctx: Context): Test {
  switch (e.node) {
    case 'literal':
      return e.type === 'boolean' && e.value ? always : never;
    case 'logic':
      return compileLogic(
        e.op,
        e.terms.map((term) => compileTest(term, ctx)),
      );
    case 'unary':
      return e.op === '!' ? compileNot(e.operand, ctx) : never;
    case 'binary':
      return isArithmetic(e.op) ? never : compileComparison({ ...e, op: e.op as ComparisonOperator }, ctx);
    default:
      return compileTruth(e, ctx, true);
  }
}

function compileLogic(op: '&&' | '||', tests: readonly Test[]): Test {
  const [a = never, b = never] = tests;
  if (tests.length === 2) return op === '&&' ? (span) => a(span) && b(span) : (span) => a(span) || b(span);
  const stop = op === '||';
  return (span) => {
    for (const test of tests) if (test(span) === stop) return stop;
    return !stop;
  };
}

/** An attribute that is no truth value, or absent, is neither itself nor its opposite. */
function compileNot(e: Expression, ctx: Context): Test {
  if (e.node === 'attribute' || e.node === 'intrinsic') return compileTruth(e, ctx, false);
  const test = compileTest(e, ctx);
  return (span) => !test(span);
}

/** A bare attribute is held against true: one of several, or one element of an array, is enough. */
function compileTruth(field: Field, ctx: Context, value: boolean): Test {
  return compareField('=', field, { node: 'literal', type: 'boolean', value, range: field.range }, ctx);
}

type Comparison = Binary & { readonly op: ComparisonOperator };

const FLIPPED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '=~': '=~',
  '!~': '!~',
};

function compileComparison({ op, left, right }: Comparison, ctx: Context): Test {
  if (right.node === 'literal' && isField(left)) return compareField(op, left, right, ctx);
  if (left.node === 'literal' && isField(right)) return compareField(FLIPPED[op], right, left, ctx);
  if (isNil(left) || isNil(right)) {
    const other = isNil(right) ? left : right;
    // `nil = nil` holds as little as any other comparison with nil.
    if (other.node === 'literal') return never;
    const load = compileLoad(other, ctx);
    const value = new Value();
    return (span) => {
      load(span, value);
      return (value.type === TYPE.nil) === (op === '=');
    };
  }
  const [a, b] = [compileLoad(left, ctx), compileLoad(right, ctx)];
  const [x, y] = [new Value(), new Value()];
  if (op === '=~' || op === '!~') {
    const test = right.node === 'literal' ? literalTest(op, right, ctx) : undefined;
    return (span) => {
      a(span, x);
      return (
        test !== undefined && x.type === TYPE.string && (x.num >= 0 ? test.id(x.num) : test.text(x.text))
      );
    };
  }
  return (span) => {
    a(span, x);
    b(span, y);
    return compareValues(op, x, y, ctx.strings);
  };
}

const isField = (e: Expression): e is Field => e.node === 'attribute' || e.node === 'intrinsic';
const isNil = (e: Expression) => e.node === 'literal' && e.type === 'nil';

function compareField(op: ComparisonOperator, field: Field, literal: Literal, ctx: Context): Test {
  const own =
    field.node === 'attribute'
      ? compareAttribute(op, field, literal, ctx)
      : compareIntrinsic(op, field, literal, ctx);
  if (!field.parent) return own;
  const { parent } = ctx.trace;
  const orphan = literal.type === 'nil' && op === '=';
  return (span) => {
    const p = parent[span] ?? -1;
    return p < 0 ? orphan : own(p);
  };
}

function compareAttribute(op: ComparisonOperator, field: Attribute, literal: Literal, ctx: Context): Test {
  const rows = attributeRows(field, ctx);
  if (literal.type === 'nil') {
    if (!rows) return op === '=' ? always : never;
    return (span) => rows.first(span) < 0 === (op === '=');
  }
  if (!rows) return never;
  const test = literalTest(op, literal, ctx).row(ctx.details(field.range));
  if (!rows.owner) return (span) => rows.some(span, test);
  const { of, count } = rows.owner;
  const known = new Int8Array(count);
  return (span) => {
    const owner = of[span] ?? 0;
    if (known[owner] === 0) known[owner] = rows.some(span, test) ? 1 : -1;
    return known[owner] === 1;
  };
}

function compareIntrinsic(op: ComparisonOperator, field: Field, literal: Literal, ctx: Context): Test {
  if (field.node !== 'intrinsic') return never;
  const reader = readIntrinsic(field, ctx);
  if (literal.type === 'nil') {
    const value = new Value();
    return (span) => {
      loadIntrinsic(reader, span, value);
      return (value.type === TYPE.nil) === (op === '=');
    };
  }
  return compareRead(op, reader, literal, ctx);
}

function compareRead(op: ComparisonOperator, reader: IntrinsicReader, literal: Literal, ctx: Context): Test {
  if (reader.form === 'many') {
    const { from, to } = reader;
    const test = compareRead(op, reader.each, literal, ctx);
    return (span) => {
      for (let k = from[span] ?? 0; k < (to[span] ?? 0); k++) if (test(k)) return true;
      return false;
    };
  }
  const { of } = reader;
  if (reader.form === 'texts') {
    if (literal.type !== 'string') return never;
    const pattern = op === '=~' || op === '!~';
    const value = pattern ? literal.value : reader.canonical(literal.value);
    const test = literalTest(op, { ...literal, value }, ctx);
    return (span) => {
      const text = reader.of(span);
      return text !== undefined && test.text(text);
    };
  }
  const read = of as (span: number) => number;
  if (reader.form === 'numbers' && (reader.type === TYPE.status || reader.type === TYPE.kind)) {
    const fixed = literalValue(literal);
    if (fixed.type !== reader.type) return never;
    const equal = op === '=';
    return (span) => (read(span) === fixed.num) === equal;
  }
  const test: LiteralTest = literalTest(op, literal, ctx);
  const compare = reader.form === 'ids' ? test.id : test.number;
  return (span) => compare(read(span));
}

export function compileLoad(e: Expression, ctx: Context): Load {
  switch (e.node) {
    case 'literal': {
      const fixed = literalValue(e);
      return (_, out) => out.copy(fixed);
    }
    case 'attribute':
    case 'intrinsic':
      return loadField(e, ctx);
    case 'unary': {
      if (e.op === '!') break;
      const load = compileLoad(e.operand, ctx);
      return (span, out) => {
        load(span, out);
        negate(out);
      };
    }
    case 'binary': {
      const { op } = e;
      if (!isArithmetic(op)) break;
      const [a, b] = [compileLoad(e.left, ctx), compileLoad(e.right, ctx)];
      const [x, y] = [new Value(), new Value()];
      return (span, out) => {
        a(span, x);
        b(span, y);
        arithmetic(op, x, y, out);
      };
    }
  }
  const test = compileTest(e, ctx);
  return (span, out) => out.setNumber(TYPE.boolean, test(span) ? 1 : 0);
}

function loadField(field: Field, ctx: Context): Load {
  const own = field.node === 'attribute' ? loadAttribute(field, ctx) : loadOwn(readIntrinsic(field, ctx));
  if (!field.parent) return own;
  const { parent } = ctx.trace;
  return (span, out) => {
    const p = parent[span] ?? -1;
    if (p < 0) out.setNil();
    else own(p, out);
  };
}

const loadOwn =
  (reader: IntrinsicReader): Load =>
  (span, out) =>
    loadIntrinsic(reader, span, out);

function loadAttribute(field: Attribute, ctx: Context): Load {
  const rows = attributeRows(field, ctx);
  if (!rows) return (_, out) => out.setNil();
  const details = ctx.details(field.range);
  return (span, out) => {
    const row = rows.first(span);
    if (row < 0) out.setNil();
    else ctx.loadRow(row, details, out);
  };
}
