import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches } from '../../../../src/core/query/evaluate.ts';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import type { Part } from '../../../../src/core/query/search-parts.ts';
import { type Support, splitQuery } from '../../../../src/core/query/split-query.ts';
import { type Random, seeded } from '../../../support/random.ts';
import { randomSpans } from '../../../support/random-trace.ts';
import { traceOf } from '../../../support/trace-fixture.ts';

function show(part: Part): string {
  switch (part.kind) {
    case 'service':
    case 'operation':
    case 'event':
      return `${part.kind}=${part.name}`;
    case 'trace-id':
      return `trace=${part.id}`;
    case 'span-kind':
      return `kind=${part.value}`;
    case 'error':
      return 'error';
    case 'min-duration':
      return `>${part.inclusive ? '=' : ''}${part.ns / 1e6}ms`;
    case 'max-duration':
      return `<${part.inclusive ? '=' : ''}${part.ns / 1e6}ms`;
    case 'tag':
      return `${part.scope}.${part.key}=${part.text}`;
    case 'tag-present':
      return `${part.scope}.${part.key}`;
  }
}

function split(text: string, supports: (part: Part) => Support = () => 'exact') {
  const { searches, exact, residual } = splitQuery(parseQuery(text), supports);
  assert.equal(exact, residual.length === 0);
  return { searches: searches.map((search) => search.parts.map(show).join(' ')), residual };
}

// query, searches, what is filtered here
const table: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['{ }', [''], []],
  ['{ resource.service.name = "a" && name = "op" }', ['service=a operation=op'], []],
  [
    '{ .service.name = "a" && status = error && duration > 500ms && duration <= 2s }',
    ['service=a error >500ms <=2000ms'],
    [],
  ],
  ['{ 500ms < duration && "a" = resource.service.name }', ['>500ms service=a'], []],
  ['{ duration > 1s && duration >= 2s && duration < 9s && duration < 8s }', ['>=2000ms <8000ms'], []],
  ['{ duration >= 1s && duration > 1s }', ['>1000ms'], []],
  ['{ span.http.method = "GET" && kind = server }', ['span.http.method=GET kind=server'], []],
  ['{ .cached }', ['any.cached=true'], ['.cached']],
  ['{ .k = 500 }', ['any.k=500'], ['.k = 500']],
  ['{ .k = "500" }', ['any.k=500'], ['.k = "500"']],
  ['{ .k = 500 || .k = "500" }', ['any.k=500'], []],
  ['service:a http.status_code=500', ['service=a any.http.status_code=500'], []],
  ['{ .k != nil && event:name = "retry" }', ['any.k event=retry'], []],
  ['{ trace:id = "ab" }', ['trace=ab'], []],
  // left for here
  ['{ resource.service.name = "a" && name =~ "x.*" }', ['service=a'], ['name =~ "x.*"']],
  ['{ resource.service.name = "a" && !(.k = "v") }', ['service=a'], ['!(.k = "v")']],
  ['{ status = ok }', [''], ['status = ok']],
  ['{ parent.name = "x" && name = "y" }', ['operation=y'], ['parent.name = "x"']],
  ['{ .k = nil }', [''], ['.k = nil']],
  // several requests
  ['{ resource.service.name = "a" || resource.service.name = "b" }', ['service=a', 'service=b'], []],
  ['{ resource.service.name =~ "a|b" && status = error }', ['service=a error', 'service=b error'], []],
  ['{ resource.service.name =~ "pay(ment|out)" }', ['service=payment', 'service=payout'], []],
  [
    '{ (name = "x" || name = "y") && (kind = server || status = error) }',
    ['operation=x kind=server', 'operation=x error', 'operation=y kind=server', 'operation=y error'],
    [],
  ],
  ['{ name = "x" || name =~ "y.*" }', [''], ['name = "x" || name =~ "y.*"']],
  ['{ name =~ "a|b|c|d|e|f|g|h|i" }', [''], ['name =~ "a|b|c|d|e|f|g|h|i"']],
  [
    '{ name =~ "a|b|c" && resource.service.name =~ "x|y|z" }',
    ['operation=a', 'operation=b', 'operation=c'],
    ['resource.service.name =~ "x|y|z"'],
  ],
  ['{ name = "x" } || { name = "y" }', ['operation=x', 'operation=y'], []],
  // impossible
  ['{ false }', [], []],
  ['{ resource.service.name = "a" && resource.service.name = "b" }', [], []],
  [
    '{ resource.service.name = "a" && (resource.service.name = "a" || resource.service.name = "b") }',
    ['service=a'],
    [],
  ],
  // several spansets: the more telling side is asked for
  [
    '{ status = error } && { resource.service.name = "a" }',
    ['service=a'],
    ['{ status = error } && { resource.service.name = "a" }'],
  ],
  [
    '{ resource.service.name = "a" } >> { status = error }',
    ['service=a'],
    ['{ resource.service.name = "a" } >> { status = error }'],
  ],
  [
    '{ resource.service.name = "a" } !>> { status = error }',
    ['error'],
    ['{ resource.service.name = "a" } !>> { status = error }'],
  ],
  // pipelines
  ['{ status = error } | { resource.service.name = "a" }', ['error service=a'], []],
  ['{ status = error } | count() > 3 | select(name)', ['error'], ['count() > 3']],
  [
    '{ status = error } | by(name) | { resource.service.name = "a" }',
    ['service=a'],
    ['by(name)', '{ status = error }'],
  ],
  ['count() > 3', [''], ['count() > 3']],
  [
    '({ name = "x" } | count() > 1) && { status = error }',
    ['operation=x'],
    ['({ name = "x" } | count() > 1) && { status = error }'],
  ],
  // a root is some span
  [
    '{ rootServiceName = "web" && rootName = "GET /" }',
    ['service=web operation=GET /'],
    ['rootServiceName = "web" && rootName = "GET /"'],
  ],
  [
    '{ rootServiceName = "web" && resource.service.name = "a" && status = error }',
    ['service=a error'],
    ['rootServiceName = "web"'],
  ],
];

for (const [text, searches, residual] of table)
  test(`divides ${text}`, () => {
    assert.deepEqual(split(text), { searches, residual });
  });

test('what a backend cannot do, or does only roughly', () => {
  const supports = (part: Part): Support =>
    part.kind === 'operation'
      ? 'wider'
      : part.kind === 'service' || part.kind === 'min-duration'
        ? 'exact'
        : 'no';
  assert.deepEqual(
    split('{ resource.service.name = "a" && name = "Op" && status = error && duration >= 5ms }', supports),
    {
      searches: ['service=a operation=Op >=5ms'],
      residual: ['name = "Op"', 'status = error'],
    },
  );
  assert.deepEqual(split('{ resource.service.name = "a" || status = error }', supports), {
    searches: [''],
    residual: ['resource.service.name = "a" || status = error'],
  });
});

/** A backend that finds a trace if one span has all parts. */
function finds(trace: ReturnType<typeof traceOf>, parts: readonly Part[]): boolean {
  const text = parts.map((part) => {
    switch (part.kind) {
      case 'service':
        return `resource.service.name = ${JSON.stringify(part.name)}`;
      case 'operation':
        return `name = ${JSON.stringify(part.name)}`;
      case 'span-kind':
        return `kind = ${part.value}`;
      case 'error':
        return 'status = error';
      case 'min-duration':
        return `duration >${part.inclusive ? '=' : ''} ${part.ns}ns`;
      case 'max-duration':
        return `duration <${part.inclusive ? '=' : ''} ${part.ns}ns`;
      case 'tag':
        return `(.${part.key} = ${part.text} || .${part.key} = "${part.text}")`;
      default:
        throw new Error(part.kind);
    }
  });
  return matches(parseQuery(`{ ${text.join(' && ')} }`), trace);
}

const condition = (r: Random): string =>
  r.pick([
    'resource.service.name = "cart"',
    'resource.service.name =~ "cart|payment"',
    'name = "charge"',
    'name =~ "GET.*"',
    'kind = server',
    'status = error',
    'status != error',
    'duration > 300ns',
    'duration <= 500ns',
    '.k = 1',
    '.k = "1"',
    '.k = nil',
    'rootServiceName = "gateway"',
    'parent.name = "charge"',
    '!(name = "charge")',
    'false',
  ]);

function randomText(r: Random, depth: number): string {
  const where = Array.from({ length: 1 + r.int(3) }, () =>
    r.int(4) ? condition(r) : `(${condition(r)} || ${condition(r)})`,
  );
  const filter = `{ ${where.join(' && ')} }`;
  if (depth === 0 || r.int(2)) return filter;
  const other = randomText(r, depth - 1);
  const op = r.pick(['&&', '||', '>', '>>', '<', '~', '!>', '!>>', '!<', '&>>', '|', '| count() > 1 |']);
  return op.startsWith('|') && op !== '||' ? `(${filter} ${op} ${other})` : `(${filter} ${op} ${other})`;
}

test('no trace that matches is missed, and none found too many where it says so', () => {
  const random = seeded(31);
  const traces = Array.from({ length: 60 }, () =>
    traceOf(
      ...randomSpans(random, { spans: 1 + random.int(12), overflow: false }).map((span) => ({
        ...span,
        attributes: random.int(3) ? {} : { k: random.pick([1, '1', 2]) },
      })),
    ),
  );
  const supports = (part: Part): Support => (part.kind === 'span-kind' ? 'no' : 'exact');
  let found = 0;
  let exact = 0;
  for (let i = 0; i < 1500; i++) {
    const text = randomText(random, 2);
    const query = parseQuery(text);
    const result = splitQuery(query, supports);
    for (const trace of traces) {
      const candidate = result.searches.some(
        (search) => search.parts.length === 0 || finds(trace, search.parts),
      );
      const matched = matches(query, trace);
      if (matched) {
        found++;
        assert.ok(candidate, text);
      } else if (result.exact) assert.ok(!candidate, text);
    }
    if (result.exact) exact++;
  }
  assert.ok(found > 5000 && exact > 50, `${found} matches, ${exact} exact`);
});
