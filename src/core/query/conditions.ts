import type { ComparisonOperator, Expression, Field, Literal } from './ast.ts';
import { isArithmetic } from './check-types.ts';

/** A comparison of one field with one fixed value, the field on the left whichever way it was written. */
export type Condition = {
  readonly field: Field;
  readonly op: ComparisonOperator;
  readonly value: Literal;
};

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

/** Undefined for anything else. A bare attribute is held against true. */
export function conditionOf(e: Expression): Condition | undefined {
  if (e.node === 'attribute')
    return { field: e, op: '=', value: { node: 'literal', type: 'boolean', value: true, range: e.range } };
  if (e.node !== 'binary' || isArithmetic(e.op)) return undefined;
  const { op, left, right } = e;
  if (isField(left) && right.node === 'literal') return { field: left, op, value: right };
  if (isField(right) && left.node === 'literal') return { field: right, op: FLIPPED[op], value: left };
  return undefined;
}

export const isField = (e: Expression): e is Field => e.node === 'attribute' || e.node === 'intrinsic';
