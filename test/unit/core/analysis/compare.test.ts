import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareTraces } from '../../../../src/core/analysis/compare.ts';
import { contextOf } from '../../../../src/core/analysis/context.ts';
import { at, MS, request } from '../../../support/pattern-fixture.ts';
import { type SpanSpec, traceOf } from '../../../support/trace-fixture.ts';

const compare = (before: SpanSpec[][], after: SpanSpec[][]) => {
  const side = (traces: SpanSpec[][]) => traces.map((spans) => contextOf(traceOf(...spans)));
  return compareTraces(side(before), side(after));
};

const query = (id: string, start: number, end: number, more: Partial<SpanSpec> = {}) =>
  at(id, 'SELECT', start, end, { service: 'shop', ...more });

test('two traces, node by node', () => {
  const { nodes, traces } = compare(
    [[request, query('2', 0, 100), at('3', 'old', 200, 210), query('4', 300, 320, { parent: '2' })]],
    [
      [
        { ...request, end: 1100 * MS, status: 'error' },
        query('2', 0, 150),
        query('5', 200, 350),
        at('6', 'new', 400, 410),
        at('7', 'deep', 401, 402, { parent: '6' }),
      ],
    ],
  );
  assert.deepEqual(traces, { before: 1, after: 1 });
  assert.deepEqual(
    nodes.map((n) => ['  '.repeat(n.depth) + n.label, n.before.spans, n.after.spans, n.changes.join(' ')]),
    [
      ['GET /orders', 1, 1, 'failing'],
      ['  SELECT', 1, 2, 'slower more'],
      ['    SELECT', 1, 0, 'removed'],
      ['  old', 1, 0, 'removed'],
      ['  new', 0, 1, 'added'],
      ['    deep', 0, 1, 'added'],
    ],
  );
  assert.deepEqual(
    nodes.map((n) => n.parent),
    [-1, 0, 1, 0, 0, 4],
  );
  const select = nodes[1];
  assert.deepEqual([select?.before.p50Ns, select?.after.p50Ns], [100 * MS, 150 * MS]);
  assert.deepEqual(nodes[4]?.example, { side: 'after', trace: 0, span: 3 });
  assert.ok(
    nodes.every((n) => !n.certain),
    'one span a side proves little',
  );
});

test('sets of different size compare by trace, and say when they are large enough', () => {
  const trace = (ms: number) => [request, query('2', 0, ms)];
  const { nodes } = compare(
    Array.from({ length: 10 }, (_, i) => trace(100 + i)),
    Array.from({ length: 5 }, (_, i) => trace(50 + i)),
  );
  const select = nodes[1];
  assert.deepEqual(select?.changes, ['faster']);
  assert.equal(select?.certain, true);
  assert.deepEqual([select?.before.spans, select?.after.spans], [10, 5]);
  assert.deepEqual([select?.before.p50Ns, select?.after.p50Ns], [104 * MS, 52 * MS]);
});

test('small differences are no change', () => {
  assert.deepEqual(
    compare([[request, query('2', 0, 100)]], [[request, query('2', 0, 110)]]).nodes.map((n) => n.changes),
    [[], []],
  );
});

test('the same sides swapped give the opposite', () => {
  const [a, b] = [
    [request, query('2', 0, 100), at('3', 'x', 0, 5)],
    [request, query('2', 0, 300), query('4', 0, 300)],
  ];
  const opposite: Record<string, string> = {
    slower: 'faster',
    faster: 'slower',
    more: 'fewer',
    fewer: 'more',
    added: 'removed',
    removed: 'added',
  };
  const changes = (x: SpanSpec[], y: SpanSpec[]) =>
    new Map(compare([x], [y]).nodes.map((n) => [n.label, n.changes]));
  const there = changes(a, b);
  const back = changes(b, a);
  for (const [label, found] of there)
    assert.deepEqual(found.map((c) => opposite[c]).sort(), [...(back.get(label) ?? [])].sort(), label);
});
