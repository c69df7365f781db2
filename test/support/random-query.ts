import type { Expression, Field, Literal, Query, Scalar, Spanset, Stage } from '../../src/core/query/ast.ts';
import type { Random } from './random.ts';

const range = { start: 0, end: 0 };
const KEYS = [
  'http.status_code',
  'a b',
  'x"y',
  'back\\slash',
  '5xx',
  'name',
  'span.x',
  'ünï',
  'k(1)',
  'a+b',
  'a\nb',
];
const TEXTS = [
  '',
  'x',
  'say "hi"',
  'a\\d+',
  'two\nlines',
  '\u0000\u001f',
  'ünï😝',
  "it's `quoted`",
  '{ } | && ||',
];
const PATTERNS = ['.*', 'a|b', 'GET .*', '(?i)x+', '[^/]+/\\d{2,3}'];

/** Trees as the parser makes them: what parsing their print must give again. */
export function randomQuery(random: Random): Query {
  return { text: '', stages: stages(random, 3), hints: random.int(8) ? [] : [hint(random)] };
}

const hint = (r: Random) => ({ name: 'most_recent', value: literal(r, ['boolean', 'int', 'string']), range });

function stages(r: Random, depth: number): Stage[] {
  const all: Stage[] = [r.int(5) ? lone(r, depth) : stage(r, depth)];
  while (r.int(3) === 0) all.push(r.int(6) ? stage(r, depth) : { node: 'coalesce', range });
  return all;
}

function stage(r: Random, depth: number): Stage {
  switch (r.int(4)) {
    case 0:
      return { node: 'by', value: r.int(2) ? field(r) : plus(r), range };
    case 1:
      return { node: 'select', fields: [field(r), ...(r.int(2) ? [field(r)] : [])], range };
    case 2: {
      const sides = r.shuffled([scalar(r, 2), number(r)]);
      const [left = number(r), right = number(r)] = sides;
      return { node: 'aggregate-filter', op: r.pick(['=', '!=', '<', '<=', '>', '>=']), left, right, range };
    }
    default:
      return lone(r, depth);
  }
}

/** A pipeline that is no operand would be its stages. */
function lone(r: Random, depth: number): Spanset {
  const made = spanset(r, depth);
  return made.node === 'pipeline' ? { node: 'filter', where: undefined, range } : made;
}

function spanset(r: Random, depth: number): Spanset {
  const kind = depth > 0 ? r.int(5) : 0;
  if (kind === 3) {
    const op = r.pick([
      '&&',
      '||',
      '>',
      '>>',
      '<',
      '<<',
      '~',
      '!>',
      '!>>',
      '!<',
      '!<<',
      '!~',
      '&>',
      '&>>',
      '&<',
      '&<<',
      '&~',
    ] as const);
    return { node: 'combination', op, left: spanset(r, depth - 1), right: spanset(r, depth - 1), range };
  }
  if (kind === 4) {
    const inner = stages(r, depth - 1);
    // A lone spanset in parentheses is that spanset.
    const [first] = inner;
    const alone = inner.length === 1 && first && ['filter', 'combination', 'pipeline'].includes(first.node);
    return { node: 'pipeline', stages: alone ? [...inner, { node: 'coalesce', range }] : inner, range };
  }
  return { node: 'filter', where: r.int(8) ? condition(r, depth) : undefined, range };
}

function condition(r: Random, depth: number): Expression {
  switch (depth > 0 ? r.int(6) : r.int(3)) {
    case 0:
      return attribute(r);
    case 3:
      return { node: 'unary', op: '!', operand: condition(r, depth - 1), range };
    case 4:
    case 5: {
      const op = r.pick(['&&', '||'] as const);
      const terms: Expression[] = [];
      for (let i = 2 + r.int(3); i > 0; i--) {
        const term = condition(r, depth - 1);
        if (term.node === 'logic' && term.op === op) terms.push(...term.terms);
        else terms.push(term);
      }
      return { node: 'logic', op, terms, range };
    }
    default:
      return comparison(r, depth);
  }
}

function comparison(r: Random, depth: number): Expression {
  const order = ['=', '!=', '<', '<=', '>', '>='] as const;
  const equality = ['=', '!='] as const;
  const named = (name: 'status' | 'kind' | 'name' | 'span:childCount') =>
    ({ node: 'intrinsic', name, parent: r.int(6) === 0, range }) as const;
  switch (r.int(6)) {
    case 0:
      return {
        node: 'binary',
        op: r.pick(equality),
        left: named('status'),
        right: literal(r, ['status']),
        range,
      };
    case 1:
      return {
        node: 'binary',
        op: r.pick(equality),
        left: literal(r, ['kind']),
        right: named('kind'),
        range,
      };
    case 2:
      return {
        node: 'binary',
        op: r.pick(['=~', '!~'] as const),
        left: named('name'),
        right: pattern(r),
        range,
      };
    case 3:
      return {
        node: 'binary',
        op: r.pick(equality),
        left: attribute(r),
        right: literal(r, ['nil', 'boolean', 'string']),
        range,
      };
    case 4:
      return {
        node: 'binary',
        op: r.pick(order),
        left: arithmetic(r, depth),
        right: arithmetic(r, depth),
        range,
      };
    default:
      return {
        node: 'binary',
        op: r.pick(order),
        left: attribute(r),
        right: literal(r, ['string', 'int', 'float', 'duration']),
        range,
      };
  }
}

function arithmetic(r: Random, depth: number): Expression {
  const kind = depth > 0 ? r.int(5) : r.int(2);
  if (kind === 0) return attribute(r);
  if (kind === 1)
    return r.int(2)
      ? number(r)
      : {
          node: 'intrinsic',
          name: r.pick(['duration', 'span:childCount', 'nestedSetLeft']),
          parent: false,
          range,
        };
  if (kind === 2) {
    const operand = arithmetic(r, depth - 1);
    return { node: 'unary', op: '-', operand, range };
  }
  const op = r.pick(['+', '-', '*', '/', '%', '^'] as const);
  return { node: 'binary', op, left: arithmetic(r, depth - 1), right: arithmetic(r, depth - 1), range };
}

function scalar(r: Random, depth: number): Scalar {
  if (depth === 0 || r.int(2)) {
    if (r.int(2)) return { node: 'aggregate', name: 'count', of: undefined, range };
    const name = r.pick(['avg', 'min', 'max', 'sum'] as const);
    return { node: 'aggregate', name, of: plus(r), range };
  }
  const op = r.pick(['+', '-', '*', '/', '%', '^'] as const);
  const [left = number(r), right = number(r)] = r.shuffled([scalar(r, depth - 1), number(r)]);
  return { node: 'scalar', op, left, right, range };
}

const plus = (r: Random): Expression => ({
  node: 'binary',
  op: '+',
  left: attribute(r),
  right: arithmetic(r, 1),
  range,
});

function attribute(r: Random): Field {
  const parent = r.int(5) === 0;
  const scope = r.pick(
    parent
      ? (['any', 'span', 'resource'] as const)
      : (['any', 'span', 'resource', 'event', 'link', 'instrumentation'] as const),
  );
  return { node: 'attribute', scope, key: r.pick(KEYS), parent, range };
}

function field(r: Random): Field {
  if (r.int(2)) return attribute(r);
  const name = r.pick([
    'name',
    'status',
    'duration',
    'trace:id',
    'span:parentID',
    'event:name',
    'link:spanID',
    'nestedSetParent',
  ] as const);
  return { node: 'intrinsic', name, parent: r.int(6) === 0, range };
}

const number = (r: Random) => literal(r, ['int', 'float', 'duration']) as Scalar & Literal;
const pattern = (r: Random): Literal => ({ node: 'literal', type: 'string', value: r.pick(PATTERNS), range });

function literal(r: Random, types: readonly Literal['type'][]): Literal {
  const type = r.pick(types);
  const sign = r.int(4) === 0 ? -1 : 1;
  switch (type) {
    case 'string':
      return { node: 'literal', type, value: r.pick(TEXTS), range };
    case 'int': {
      if (r.int(9) === 0) {
        const digits = r.pick(['9223372036854775807', '-9223372036854775808']);
        return { node: 'literal', type, value: Number(digits), digits, range };
      }
      return { node: 'literal', type, value: sign * (1 + r.int(1000)), range };
    }
    case 'float':
      return { node: 'literal', type, value: sign * r.pick([0.5, 3, 1e21, 1.25e-7, 12345.678]), range };
    case 'duration':
      return {
        node: 'literal',
        type,
        value: sign * r.pick([1, 1500, 250e6, 90e9, 3600e9, 1234567891, 86_400e9]),
        range,
      };
    case 'boolean':
      return { node: 'literal', type, value: r.int(2) === 0, range };
    case 'status':
      return { node: 'literal', type, value: r.pick(['error', 'ok', 'unset']), range };
    case 'kind':
      return { node: 'literal', type, value: r.pick(['server', 'client', 'internal', 'unspecified']), range };
    case 'nil':
      return { node: 'literal', type, value: null, range };
  }
}
