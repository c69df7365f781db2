import type { ComparisonOperator, Expression, Literal, Query } from '../../core/query/ast.ts';
import { type Condition, conditionOf } from '../../core/query/conditions.ts';
import { compileRegex } from '../../core/query/regex/regex.ts';
import { normaliseTraceId } from '../../core/trace/ids.ts';
import { textHash } from './bloom.ts';
import type { Segments } from './read-trace.ts';
import type { Seeds } from './search-seeds.ts';
import { MAX_OPERATIONS } from './segment-summary.ts';
import type { SegmentInfo } from './segment-table.ts';

/** False: no span of the segment meets the condition. Decided by the catalogue and the filters alone. */
export type SegmentTest = (segment: SegmentInfo, known: Pick<Segments, 'catalogue' | 'filters'>) => boolean;

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
  (segment, known) =>
    tests.some((test) => test(segment, known));

function compile(e: Expression): SegmentTest {
  if (e.node === 'logic') {
    const tests = e.terms.map(compile);
    return e.op === '||' ? any(tests) : (segment, known) => tests.every((test) => test(segment, known));
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
  return (segment, { filters }) => filters.mayHold(segment.id, hashes);
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
    return (segment, { filters }) => filters.mayHold(segment.id, hashes);
  }
  if (name === 'name' && op === '=~' && literal.type === 'string') return namesMatch(literal.value);
  return always;
}

/** Names come back in every segment; each is looked at once. */
function namesMatch(pattern: string): SegmentTest {
  const regex = compileRegex(pattern);
  if ('message' in regex) return always;
  const known = new Map<string, boolean>();
  const matches = (name: string) => {
    let found = known.get(name);
    if (found === undefined) {
      found = regex.test(name);
      known.set(name, found);
    }
    return found;
  };
  return (segment, { catalogue }) => {
    const operations = catalogue.summary(segment.id)?.operations;
    // One that is full does not name them all.
    return !operations || operations.length >= MAX_OPERATIONS || operations.some(([, name]) => matches(name));
  };
}
