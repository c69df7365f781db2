import type { StatusName } from '../trace/columns.ts';
import type {
  Attribute,
  Binary,
  ComparisonOperator,
  Expression,
  Field,
  Intrinsic,
  Literal,
  TextRange,
} from './ast.ts';
import { checkBinary } from './check-types.ts';
import { INTRINSICS } from './fields.ts';

export const attribute = (scope: Attribute['scope'], key: string, range: TextRange): Attribute => ({
  node: 'attribute',
  scope,
  key,
  parent: false,
  range,
});
export const intrinsic = (name: Intrinsic['name'], range: TextRange): Intrinsic => ({
  node: 'intrinsic',
  name,
  parent: false,
  range,
});

export function compared(op: ComparisonOperator, left: Field, right: Literal): Expression {
  const e: Binary = { node: 'binary', op, left, right, range: left.range };
  checkBinary(e);
  return e;
}

export const text = (value: string, range: TextRange): Literal => ({
  node: 'literal',
  type: 'string',
  value,
  range,
});
export const status = (value: StatusName, range: TextRange): Literal => ({
  node: 'literal',
  type: 'status',
  value,
  range,
});
const joined = (op: '&&' | '||', found: readonly Expression[]): Expression | undefined => {
  const terms = found.flatMap((e) => (e.node === 'logic' && e.op === op ? e.terms : [e]));
  const [first, last] = [terms[0], terms.at(-1)];
  if (!first || !last || terms.length === 1) return first;
  return { node: 'logic', op, terms, range: { start: first.range.start, end: last.range.end } };
};
export const and = (found: readonly Expression[]) => joined('&&', found);
export const or = (found: readonly Expression[]) => joined('||', found);
export const orOf = (found: readonly Expression[], range: TextRange): Expression => ({
  ...(joined('||', found) ?? { node: 'literal', type: 'boolean', value: true, range }),
  range,
});

const FLIPPED: Partial<Record<string, ComparisonOperator>> = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' };

/**
 * What does not hold. A comparison of a field that every span has is turned round; of others `!( )` also keeps the
 * spans that lack the field.
 */
export function negate(e: Expression, range: TextRange): Expression {
  const op = e.node === 'binary' ? FLIPPED[e.op] : undefined;
  if (e.node === 'binary' && op && isAlways(e.left)) return { ...e, op, range };
  return { node: 'unary', op: '!', operand: e, range };
}

const isAlways = (e: Expression) =>
  (e.node === 'intrinsic' && INTRINSICS[e.name].always) ||
  (e.node === 'attribute' && e.scope === 'resource' && e.key === 'service.name');
