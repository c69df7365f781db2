import type { ComparisonOperator, Expression, Literal, Query } from '../../core/query/ast.ts';
import { type Condition, conditionOf } from '../../core/query/conditions.ts';
import { normaliseTraceId } from '../../core/trace/ids.ts';
import { textHash } from './bloom.ts';
import type { Seeds } from './search-seeds.ts';
import type { SegmentFilters } from './segment-filters.ts';
import type { SegmentInfo } from './segment-table.ts';

/** False: no span of the segment meets the condition. Decided by the catalogue and the filters alone. */
export type SegmentTest = (segment: SegmentInfo, filters: SegmentFilters) => boolean;

const always: SegmentTest = () => true;

export function segmentTest(seeds: Seeds): SegmentTest {
  return seeds ? any(seeds.map(compile)) : always;
}

/** The one trace a query names: `{ trace:id = "..." }`, alone or with more. */
export function namedTrace(query: Query): string | undefined {
  const [first] = query.stages;
  const where = first?.node === 'filter' ? first.where : undefined;
  if (!where) return undefined;
  const terms = where.node === 'logic' && where.op === '&&' ? where.terms : [where];
  for (const term of terms) {
    const { field, op, value } = conditionOf(term) ?? {};
    if (field?.node === 'intrinsic' && field.name === 'trace:id' && op === '=' && value?.type === 'string')
      return normaliseTraceId(value.value) ?? '';
  }
  return undefined;
}

const any =
  (tests: readonly SegmentTest[]): SegmentTest =>
  (segment, filters) =>
    tests.some((test) => test(segment, filters));

function compile(e: Expression): SegmentTest {
  if (e.node === 'logic') {
    const tests = e.terms.map(compile);
    return e.op === '||' ? any(tests) : (segment, filters) => tests.every((test) => test(segment, filters));
  }
  const condition = conditionOf(e);
  return condition ? compileCondition(condition) : always;
}

function compileCondition({ field, op, value: literal }: Condition): SegmentTest {
  if (field.node === 'intrinsic') return compileIntrinsic(field.name, op, literal);
  // `!=` and comparing with nil may hold where the key is nowhere.
  if (literal.type === 'nil' || op === '!=' || op === '!~') return always;
  const hashes = [textHash(field.key)];
  if (op === '=' && literal.type === 'string') hashes.push(textHash(literal.value));
  return (segment, filters) => filters.mayHold(segment.id, hashes);
}

function compileIntrinsic(name: string, op: ComparisonOperator, literal: Literal): SegmentTest {
  if (name === 'status' && op === '=' && literal.type === 'status' && literal.value === 'error')
    return (segment) => segment.errors > 0;
  if (name === 'duration' && typeof literal.value === 'number') {
    const { value } = literal;
    if (op === '>') return (segment) => segment.maxNs > value;
    if (op === '>=' || op === '=') return (segment) => segment.maxNs >= value;
  }
  if (name === 'name' && op === '=' && literal.type === 'string') {
    const hashes = [textHash(literal.value)];
    return (segment, filters) => filters.mayHold(segment.id, hashes);
  }
  return always;
}
