import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches } from '../../../../src/core/query/evaluate.ts';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { toTraceQl } from '../../../../src/core/query/print.ts';
import { type Feature, type Place, weakenQuery } from '../../../../src/core/query/weaken-query.ts';
import { type Random, seeded } from '../../../support/random.ts';
import { randomSpans } from '../../../support/random-trace.ts';
import { traceOf } from '../../../support/trace-fixture.ts';

/** As Tempo: nothing of the parent, aggregates only against fixed numbers, pipelines only side by side. */
const supports = (feature: Feature, { alone }: Place): boolean => {
  if (feature.node === 'pipeline') return alone;
  if (feature.node === 'attribute' || feature.node === 'intrinsic') return !feature.parent;
  return (
    feature.node !== 'aggregate-filter' ||
    (feature.left.node === 'aggregate' && feature.right.node === 'literal')
  );
};

const table: readonly (readonly [string, string, readonly string[]])[] = [
  ['{ .a = 1 } | count() > 2', '{ .a = 1 } | count() > 2', []],
  ['{ .a = 1 && parent.name = "x" }', '{ .a = 1 }', ['parent.name = "x"']],
  ['{ parent.name = "x" }', '{ }', ['parent.name = "x"']],
  ['{ .a = 1 || parent.name = "x" }', '{ }', ['.a = 1 || parent.name = "x"']],
  ['{ .a = 1 && !(parent.name = "x" && .b) }', '{ .a = 1 }', ['!(parent.name = "x" && .b)']],
  ['{ duration > parent.duration && .a }', '{ .a }', ['duration > parent.duration']],
  ['{ parent.x } >> { .a }', '{ } >> { .a }', ['parent.x']],
  ['{ parent.x && .b } !>> { .a }', '{ .a }', ['parent.x', '{ parent.x && .b } !>> { .a }']],
  ['{ .b } !>> { .a && parent.x }', '{ .b } !>> { .a }', ['parent.x']],
  [
    '{ parent.x } | count() > 2 | max(duration) >= 1s',
    '{ } | count() > 2 | max(duration) >= 1s',
    ['parent.x'],
  ],
  ['{ parent.x } | min(duration) < 1s', '{ } | min(duration) < 1s', ['parent.x']],
  ['{ parent.x } | count() < 2', '{ }', ['parent.x', 'count() < 2']],
  [
    '{ parent.x } | count() = 2 | avg(duration) > 1s',
    '{ }',
    ['parent.x', 'count() = 2', 'avg(duration) > 1s'],
  ],
  ['{ .a } | max(duration) > 2 * avg(duration)', '{ .a }', ['max(duration) > 2 * avg(duration)']],
  ['{ .a } | by(parent.name) | count() > 1', '{ .a } | count() > 1', ['by(parent.name)']],
  ['{ .a } | select(name, parent.name)', '{ .a } | select(name)', []],
  [
    'max(duration) > 2 * avg(duration) with (most_recent=true)',
    '{ } with (most_recent=true)',
    ['max(duration) > 2 * avg(duration)'],
  ],
  ['by(parent.name) | coalesce()', '{ } | coalesce()', ['by(parent.name)']],
  ['({ parent.x } | count() > 1) && { .a }', '({ } | count() > 1) && ({ .a } | { })', ['parent.x']],
  // Tempo takes pipelines as operands, but nothing after them and none within them.
  ['({ .b } | count() > 1) && { .a } | { .c }', '{ .b } && { .a } | { .c }', ['({ .b } | count() > 1)']],
  [
    '({ .b } | ({ .c } | count() > 1) && { .d }) && { .a }',
    '({ .b } | { .c } && { .d }) && ({ .a } | { })',
    ['({ .c } | count() > 1)'],
  ],
  ['(count() > 1 | { .b }) && { .a } | { .c }', '{ } && { .a } | { .c }', ['(count() > 1 | { .b })']],
  [
    '(count() > 1 | { .b }) !>> { .a } | { .c }',
    '{ .a } | { .c }',
    ['(count() > 1 | { .b })', '(count() > 1 | { .b }) !>> { .a }'],
  ],
];

for (const [text, sent, residual] of table)
  test(`weakens ${text}`, () => {
    const found = weakenQuery(parseQuery(text), supports);
    assert.deepEqual([toTraceQl(found.query), found.residual], [sent, residual]);
    assert.equal(found.exact, residual.length === 0);
    parseQuery(sent);
  });

function randomText(r: Random, depth: number): string {
  const condition = () =>
    r.pick([
      'name = "charge"',
      'parent.name = "charge"',
      'status = error',
      'parent.status != error',
      'kind = server',
      '!(parent.kind = server)',
      'duration > 200ns',
    ]);
  const where = Array.from({ length: 1 + r.int(3) }, condition).join(r.pick([' && ', ' || ']));
  const filter = `{ ${where} }`;
  if (depth === 0 || r.int(3) === 0) return filter;
  const stage = () =>
    r.pick([
      'count() > 1',
      'count() < 3',
      'count() = 2',
      'max(duration) > 300ns',
      'min(duration) <= 100ns',
      'avg(duration) > 200ns',
      'by(name)',
      'by(parent.name)',
    ]);
  if (r.int(2)) return `(${filter} | ${stage()} | ${stage()})`;
  return `(${filter} ${r.pick(['&&', '||', '>', '>>', '<', '<<', '~', '!>', '!>>', '!<', '!~', '&>'])} ${randomText(r, depth - 1)})`;
}

test('no trace is lost, and none won where it says so', () => {
  const random = seeded(37);
  const traces = Array.from({ length: 50 }, () =>
    traceOf(...randomSpans(random, { spans: 1 + random.int(10), overflow: false })),
  );
  let lostNothing = 0;
  for (let i = 0; i < 1500; i++) {
    const text = randomText(random, 2);
    const query = parseQuery(text);
    const { query: weaker, exact } = weakenQuery(query, supports);
    for (const trace of traces) {
      const [before, after] = [matches(query, trace), matches(weaker, trace)];
      if (before) lostNothing++;
      assert.ok(!before || after, `${text}  ->  ${toTraceQl(weaker)}`);
      if (exact) assert.equal(after, before, text);
    }
  }
  assert.ok(lostNothing > 5000);
});
