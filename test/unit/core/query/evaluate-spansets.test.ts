import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SpansetOperator } from '../../../../src/core/query/ast.ts';
import { evaluate, evaluateSets } from '../../../../src/core/query/evaluate.ts';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { seeded } from '../../../support/random.ts';
import { randomSpans } from '../../../support/random-trace.ts';
import { found, shop } from '../../../support/shop-trace.ts';
import { traceOf } from '../../../support/trace-fixture.ts';

const table: readonly (readonly [string, string])[] = [
  // spansets
  ['{ resource.env = "prod" } && { resource.env = "staging" }', '123456'],
  ['{ resource.env = "prod" && resource.env = "staging" }', ''],
  ['{ kind = server } && { name = "none" }', ''],
  ['{ kind = server } || { name = "none" }', '1'],
  ['{ kind = server } || { name = "audit" } || { name = "audit" }', '16'],
  // structure; the right side is kept
  ['{ resource.service.name = "web" } > { }', '24'],
  ['{ resource.service.name = "web" } >> { status = error }', '45'],
  ['{ name = "POST /pay" } >> { }', '56'],
  ['{ } > { } > { }', '356'],
  ['{ .db.system = "mysql" } < { }', '4'],
  ['{ .db.system = "mysql" } << { }', '14'],
  ['{ name = "audit" } ~ { }', '5'],
  ['{ } ~ { }', '2456'],
  ['{ name = "audit" } ~ { name = "audit" }', ''],
  ['{ kind = server } ~ { }', ''],
  ['{ } !< { }', '356'],
  ['{ } !<< { }', '356'],
  ['{ } !> { }', '1'],
  ['{ name = "POST /pay" } !>> { }', '1234'],
  ['{ name = "none" } !>> { }', '123456'],
  ['{ name = "audit" } !~ { kind = client }', '234'],
  ['{ status = error } !< { status = error }', '5'],
  ['{ kind = server && status = error } &>> { status = error }', '145'],
  ['{ name = "audit" } &< { }', '46'],
  ['{ name = "audit" } &<< { }', '146'],
  ['{ name = "POST /pay" } &> { kind = client }', '45'],
  ['{ name = "audit" } &~ { kind = client }', '56'],
  ['{ name = "none" } &> { }', ''],
  ['{ kind = server } >> { } && { name = "SELECT cart" }', '23456'],
  // pipelines
  ['{ status = error } | { kind = client }', '45'],
  ['{ status = error } | count() = 3', '145'],
  ['{ status = error } | count() > 3', ''],
  ['{ name = "none" } | count() = 0', ''],
  ['count() > 5', '123456'],
  ['{ kind = client } | max(duration) = 760ms', '2345'],
  ['{ kind = client } | min(duration) < 81ms', '2345'],
  ['{ .db.system != nil } | sum(.db.rows) = 10', '35'],
  ['{ .db.system != nil } | avg(.db.rows) = 5', '35'],
  ['{ } | avg(.db.rows) = 5', '123456'],
  ['{ kind = server } | avg(.db.rows) = 5', ''],
  ['{ } | max(.http.method) > 0', ''],
  ['{ } | max(duration) - min(duration) = 900ms', '123456'],
  ['{ } | max(duration) > 3 * avg(duration)', ''],
  ['{ } | count() / 4 = 1', '123456'],
  ['{ } | count() / 4.0 = 1.5', '123456'],
  ['2 < count()', '123456'],
  ['{ status = error } | by(resource.service.name) | count() > 1', '45'],
  ['{ } | by(resource.service.name) | count() = 1', '1'],
  ['{ } | by(.db.system) | count() = 1', '35'],
  ['{ } | by(.db.system) | count() = 4', '1246'],
  ['{ } | by(kind) | by(status) | count() = 2', '2345'],
  ['{ } | by(resource.service.name) | { status = error } | count() = 1', '1'],
  ['{ } | by(resource.service.name) | { status = error } && { status = ok }', '456'],
  ['{ } | by(resource.service.name) | coalesce() | count() = 6', '123456'],
  ['{ status = error } | select(name) | count() > 2', '145'],
  ['({ kind = client } | count() > 3) && { kind = server }', '12345'],
  ['({ kind = client } | count() > 4) && { kind = server }', ''],
  ['({ kind = client } | count() > 3) << { }', '124'],
];

for (const [text, ids] of table)
  test(`${text} finds ${ids || 'nothing'}`, () => {
    assert.equal(found(text), ids);
  });

test('roots: several, and one not yet received', () => {
  const two = traceOf(
    { id: '1', start: 0, end: 5, name: 'first' },
    { id: '2', start: 1, end: 5, name: 'second' },
    { id: '3', parent: '2', start: 2, end: 3 },
  );
  assert.equal(found('{ rootName = "first" }', two), '123');
  assert.equal(found('{ } ~ { }', two), '', 'roots have no parent to share');
  assert.equal(found('{ nestedSetParent < 0 }', two), '12');
  const orphan = traceOf({ id: '2', parent: 'ff', name: 'orphan', start: 1, end: 2 });
  assert.equal(found('{ rootName = nil }', orphan), '2');
  assert.equal(found('{ rootName != "x" }', orphan), '');
  assert.equal(found('{ nestedSetParent = 0 }', orphan), '2');
  assert.equal(found('{ span:parentID = "ff" }', orphan), '2');
});

test('sets of by() come one a value, in the order of their first spans', () => {
  const sets = evaluateSets(parseQuery('{ } | by(resource.service.name)'), shop);
  assert.deepEqual(
    [[...sets.spans], [...sets.ends]],
    [
      [0, 1, 2, 3, 4, 5],
      [1, 3, 6],
    ],
  );
});

test('a chain deeper than any stack', () => {
  const deep = traceOf(
    ...Array.from({ length: 50_000 }, (_, i) => ({
      id: (i + 1).toString(16),
      ...(i > 0 ? { parent: i.toString(16) } : {}),
      start: i,
      end: 100_000,
      name: i === 0 ? 'top' : 'x',
    })),
  );
  assert.equal(evaluate(parseQuery('{ name = "top" } >> { }'), deep).length, 49_999);
  assert.equal(evaluate(parseQuery('{ } << { name = "top" }'), deep).length, 1);
  assert.equal(evaluate(parseQuery('{ } | by(span:id) | count() = 1'), deep).length, 50_000);
  assert.equal(evaluate(parseQuery('{ } | by(span:id) | { } >> { }'), deep).length, 0);
});

/** The definitions of TraceQL's documentation, pair by pair. */
const relation: Readonly<Record<string, (l: number, r: number, parent: Int32Array) => boolean>> = {
  '>': (l, r, parent) => parent[r] === l,
  '<': (l, r, parent) => parent[l] === r,
  '>>': (l, r, parent) => {
    for (let p = parent[r] ?? -1; p >= 0; p = parent[p] ?? -1) if (p === l) return true;
    return false;
  },
  '<<': (l, r, parent) => relation['>>']?.(r, l, parent) === true,
  '~': (l, r, parent) => l !== r && (parent[l] ?? -1) >= 0 && parent[l] === parent[r],
};

test('structural operators agree with their definitions on random trees', () => {
  const random = seeded(21);
  for (let round = 0; round < 300; round++) {
    const spans = randomSpans(random, { spans: 2 + random.int(40), overflow: true }).map((span) => ({
      ...span,
      attributes: { l: random.int(3) === 0, r: random.int(2) === 0 },
    }));
    const trace = traceOf(...spans);
    const [left, right] = ['{ .l }', '{ .r }'].map((text) => [...evaluate(parseQuery(text), trace)]);
    assert.ok(left && right);
    for (const [name, holds] of Object.entries(relation))
      for (const mode of ['', '!', '&'] as const) {
        const op = `${mode}${name}` as SpansetOperator;
        const related = right.filter((r) => left.some((l) => holds(l, r, trace.parent)));
        const others = left.filter((l) => right.some((r) => holds(l, r, trace.parent)));
        const expected: number[] =
          mode === '!'
            ? right.filter((r) => !related.includes(r))
            : [...new Set([...related, ...(mode === '&' ? others : [])])].sort((a, b) => a - b);
        assert.deepEqual([...evaluate(parseQuery(`{ .l } ${op} { .r }`), trace)], expected, op);
      }
  }
});
