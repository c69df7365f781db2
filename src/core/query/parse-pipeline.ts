import type {
  AggregateFilter,
  AggregateName,
  ArithmeticOperator,
  Field,
  Scalar,
  Spanset,
  SpansetOperator,
  Stage,
  TextRange,
} from './ast.ts';
import { typeOf } from './check-types.ts';
import { METRICS_FUNCTIONS } from './fields.ts';
import {
  fieldOf,
  literalWord,
  negated,
  parseCondition,
  parseExpression,
  positive,
} from './parse-expression.ts';
import { nearest, QueryError } from './query-error.ts';
import { rangeOf, type TokenReader } from './token-reader.ts';

const LEVELS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['&&', '||'].map((op) => [op, 1])),
  ...Object.fromEntries(
    '= != < <= > >= =~ !~ >> << ~ !> !>> !< !<< &> &>> &< &<< &~'.split(' ').map((op) => [op, 2]),
  ),
  '+': 3,
  '-': 3,
  '*': 5,
  '/': 5,
  '%': 5,
  '^': 6,
};
const SPANSET_OPERATORS = new Set('&& || > >> < << ~ !> !>> !< !<< !~ &> &>> &< &<< &~'.split(' '));
const COMPARISONS = new Set(['=', '!=', '<', '<=', '>', '>=']);
const AGGREGATES = ['count', 'avg', 'min', 'max', 'sum'];
const STAGE_WORDS = [...AGGREGATES, 'by', 'coalesce', 'select'];

/** A stage in the making: what an operand turns out to be decides what its operator means. */
type Operand =
  | { readonly is: 'spanset'; readonly node: Spanset }
  | { readonly is: 'scalar'; readonly node: Scalar }
  | { readonly is: 'stage'; readonly node: Exclude<Stage, Spanset> };

/** Stages up to a `)`, a `with` or the end, which is left to the caller. */
export function parseStages(r: TokenReader): Stage[] {
  return parseOperands(r).map((operand) => {
    if (operand.is === 'scalar') throw lonelyScalar(operand.node);
    return operand.node;
  });
}

function parseOperands(r: TokenReader): Operand[] {
  const stages = parseOne(r);
  while (r.takeSymbol('|')) stages.push(...parseOne(r));
  if (stages[0]?.node.node === 'coalesce')
    throw new QueryError('coalesce() joins what by() split; it cannot come first.', stages[0].node.range);
  return stages;
}

/** A pipeline in parentheses that is no operand is its stages. */
function parseOne(r: TokenReader): Operand[] {
  const stage = parseOperators(r, 1);
  if (stage.is !== 'spanset' || stage.node.node !== 'pipeline') return [stage];
  return stage.node.stages.map((node) => (isSpanset(node) ? { is: 'spanset', node } : { is: 'stage', node }));
}

const isSpanset = (stage: Stage): stage is Spanset =>
  stage.node === 'filter' || stage.node === 'combination' || stage.node === 'pipeline';

const lonelyScalar = (node: Scalar) =>
  new QueryError(
    node.node === 'literal'
      ? 'A number alone selects nothing.'
      : 'An aggregate needs a comparison, such as count() > 2.',
    node.range,
    { expected: [...COMPARISONS] },
  );

function parseOperators(r: TokenReader, level: number): Operand {
  let left = parseOperand(r);
  for (;;) {
    const token = r.peek();
    const op = token.kind === 'symbol' ? token.text : '';
    const opLevel = LEVELS[op] ?? 0;
    if (opLevel < level) return left;
    if (left.is === 'stage')
      throw new QueryError(`A stage ends here: put | in place of ${op}.`, rangeOf(token), {
        suggestion: '|',
      });
    r.take();
    r.countOperator();
    const right = parseOperators(r, op === '^' ? opLevel : opLevel + 1);
    left = combine(op, left, right, rangeOf(token));
  }
}

function combine(op: string, left: Operand, right: Operand, at: TextRange): Operand {
  const range = { start: left.node.range.start, end: right.node.range.end };
  if (left.is === 'spanset' && right.is === 'spanset') {
    if (!SPANSET_OPERATORS.has(op))
      throw new QueryError(`Spansets are joined with && || > >> < << ~, not with ${op}.`, at, {
        expected: [...SPANSET_OPERATORS],
      });
    const combination = {
      node: 'combination',
      op: op as SpansetOperator,
      left: left.node,
      right: right.node,
    } as const;
    return { is: 'spanset', node: { ...combination, range } };
  }
  if (left.is === 'scalar' && right.is === 'scalar') {
    if (COMPARISONS.has(op))
      return aggregateFilter(op as AggregateFilter['op'], left.node, right.node, range);
    if (!SPANSET_OPERATORS.has(op) && op !== '=~')
      return {
        is: 'scalar',
        node: { node: 'scalar', op: op as ArithmeticOperator, left: left.node, right: right.node, range },
      };
    throw new QueryError(`${op} does not go with numbers.`, at, { expected: [...COMPARISONS] });
  }
  throw new QueryError(`${op} cannot join spans with a number: put | between the stages.`, at, {
    suggestion: '|',
  });
}

function aggregateFilter(op: AggregateFilter['op'], left: Scalar, right: Scalar, range: TextRange): Operand {
  if (!hasAggregate(left) && !hasAggregate(right))
    throw new QueryError(
      'A comparison of numbers says nothing about spans; use an aggregate such as count().',
      range,
      {
        expected: AGGREGATES.map((a) => `${a}()`),
      },
    );
  return { is: 'stage', node: { node: 'aggregate-filter', op, left, right, range } };
}

const hasAggregate = (s: Scalar): boolean =>
  s.node === 'aggregate' || (s.node === 'scalar' && (hasAggregate(s.left) || hasAggregate(s.right)));

function parseOperand(r: TokenReader): Operand {
  const token = r.peek();
  if (token.kind === 'symbol') {
    if (token.text === '{') return { is: 'spanset', node: parseFilter(r) };
    if (token.text === '(') return parseNested(r);
    if (token.text === '-') {
      const { start } = r.take();
      const number = r.peek();
      if (number.kind === 'literal' && number.literal.type !== 'string') {
        r.take();
        return { is: 'scalar', node: negated(number.literal, { start, end: number.end }) };
      }
      r.fail(['a number']);
    }
  }
  if (token.kind === 'literal' && token.literal.type !== 'string') {
    r.take();
    return { is: 'scalar', node: positive(token.literal) };
  }
  const word = token.kind === 'word' ? literalWord(token.text, rangeOf(token)) : undefined;
  if (word?.type === 'int') {
    r.take();
    return { is: 'scalar', node: word };
  }
  if (token.kind === 'word' && (STAGE_WORDS.includes(token.text) || METRICS_FUNCTIONS.has(token.text)))
    return parseFunction(r, token.text);
  if (
    token.kind === 'word' ||
    token.kind === 'attribute' ||
    token.kind === 'dotted' ||
    token.kind === 'scoped'
  ) {
    const near = token.kind === 'word' ? nearest(token.text, STAGE_WORDS) : undefined;
    const message = near
      ? `Unknown function ${token.kind === 'word' ? token.text : ''}, did you mean ${near}()?`
      : 'Conditions stand between braces: { ... }.';
    throw new QueryError(message, rangeOf(token), {
      expected: ['{', ...STAGE_WORDS],
      ...(near ? { suggestion: near } : {}),
    });
  }
  return r.fail(['{', '(', ...AGGREGATES.map((a) => `${a}()`), 'by()', 'select()']);
}

function parseFilter(r: TokenReader): Spanset {
  const { start } = r.take();
  const where = r.isSymbol('}') ? undefined : parseCondition(r);
  const token = r.peek();
  if (token.kind === 'word' && /^(ns|us|ms|s|m|h|d)$/.test(token.text))
    r.fail(['}'], 'A duration is written without a blank: 500ms.');
  if (token.kind === 'symbol' && token.text === '|')
    throw new QueryError('Conditions are joined with ||; stages come after the closing }.', rangeOf(token), {
      suggestion: '||',
    });
  const close = r.takeSymbol('}') ?? r.fail(['&&', '||', '}']);
  return { node: 'filter', where, range: { start, end: close.end } };
}

/** Parentheses around spansets only group; around a pipeline they make it an operand; around numbers they are arithmetic. */
function parseNested(r: TokenReader): Operand {
  const { start } = r.take();
  r.deeper();
  const stages = parseOperands(r);
  const { end } = r.expect(')', 'A closing ) is missing here.');
  r.shallower();
  const range = { start, end };
  const [only] = stages;
  if (stages.length === 1 && only && only.is !== 'stage')
    return { ...only, node: { ...only.node, range } } as Operand;
  const nodes = stages.map((stage) => {
    if (stage.is === 'scalar')
      throw new QueryError(
        'Aggregates of two pipelines cannot be compared; compare each with a number.',
        stage.node.range,
      );
    return stage.node;
  });
  return { is: 'spanset', node: { node: 'pipeline', stages: nodes, range } };
}

function parseFunction(r: TokenReader, name: string): Operand {
  const { start, end } = r.take();
  if (METRICS_FUNCTIONS.has(name))
    throw new QueryError(
      `${name}() makes a metric out of many traces; here one trace is looked at, with count(), avg(), min(), max() or sum().`,
      { start, end },
    );
  r.expect('(', `A ( is missing after ${name}.`);
  const close = () => r.expect(')', `The closing ) of ${name}( is missing here.`).end;
  if (name === 'coalesce') return { is: 'stage', node: { node: 'coalesce', range: { start, end: close() } } };
  if (name === 'select') {
    const fields = [parseField(r)];
    while (r.takeSymbol(',')) fields.push(parseField(r));
    return { is: 'stage', node: { node: 'select', fields, range: { start, end: close() } } };
  }
  if (name === 'count' && !r.isSymbol(')'))
    r.fail([')'], 'count() counts spans and takes nothing; select them before it.');
  if (name !== 'count' && r.isSymbol(')'))
    r.fail(['a field'], `${name}() needs a field: ${name}(${name === 'by' ? 'name' : 'duration'}).`);
  const of = name === 'count' ? undefined : parseExpression(r, 1);
  const range = { start, end: close() };
  if (of && !readsSpan(of))
    throw new QueryError(`${name}() needs a field of the span, not a fixed value.`, of.range);
  if (name === 'by' && of) return { is: 'stage', node: { node: 'by', value: of, range } };
  const type = of && typeOf(of);
  if (of && type !== 'attribute' && type !== 'int' && type !== 'float' && type !== 'duration')
    throw new QueryError(`${name}() needs a number, such as ${name}(duration).`, of.range);
  return { is: 'scalar', node: { node: 'aggregate', name: name as AggregateName, of, range } };
}

function readsSpan(e: Parameters<typeof typeOf>[0]): boolean {
  switch (e.node) {
    case 'literal':
      return false;
    case 'unary':
      return readsSpan(e.operand);
    case 'binary':
      return readsSpan(e.left) || readsSpan(e.right);
    case 'logic':
      return e.terms.some(readsSpan);
    default:
      return true;
  }
}

function parseField(r: TokenReader): Field {
  const token = r.peek();
  if (token.kind === 'symbol' || token.kind === 'literal' || token.kind === 'end') return r.fail(['a field']);
  r.take();
  return fieldOf(token);
}
