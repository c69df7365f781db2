import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../../../src/core/analysis/context.ts';
import { flameOf } from '../../../../src/core/analysis/flame.ts';
import { flameRows } from '../../../../src/core/analysis/flame-rows.ts';
import { at, MS, request } from '../../../support/pattern-fixture.ts';
import { seeded } from '../../../support/random.ts';
import { randomSpans } from '../../../support/random-trace.ts';
import { traceOf } from '../../../support/trace-fixture.ts';

test('spans merge by their path of operations', () => {
  const context = contextOf(
    traceOf(
      request,
      at('2', 'load user 1', 0, 100),
      at('3', 'load user 2', 100, 300, { status: 'error' }),
      at('4', 'SELECT', 10, 50, { parent: '2' }),
      at('5', 'SELECT', 110, 210, { parent: '3' }),
      at('6', 'SELECT', 400, 450),
    ),
  );
  const flame = flameOf(context);
  const rows = Array.from({ length: flame.count }, (_, node) => [
    context.operations.texts.get(context.operations.name[flame.operation[node] ?? 0] ?? 0),
    flame.parent[node],
    flame.depth[node],
    flame.spans[node],
    flame.errors[node],
    (flame.total[node] ?? 0) / MS,
    (flame.self[node] ?? 0) / MS,
    (flame.value[node] ?? 0) / MS,
  ]);
  assert.deepEqual(rows, [
    ['GET /orders', -1, 0, 1, 0, 1000, 650, 1000],
    ['load user {n}', 0, 1, 2, 1, 300, 160, 300],
    ['SELECT', 1, 2, 2, 0, 140, 140, 140],
    ['SELECT', 0, 1, 1, 0, 50, 50, 50],
  ]);
  assert.deepEqual([...flame.example], [0, 1, 2, 5]);
});

test('values add up: each node is its self time and its children', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const context = contextOf(traceOf(...randomSpans(seeded(seed), { spans: 80, overflow: true })));
    const flame = flameOf(context);
    const children = new Float64Array(flame.count);
    for (let node = 0; node < flame.count; node++) {
      const parent = flame.parent[node] ?? -1;
      if (parent >= 0) children[parent] = (children[parent] ?? 0) + (flame.value[node] ?? 0);
    }
    for (let node = 0; node < flame.count; node++)
      assert.equal(flame.value[node], (flame.self[node] ?? 0) + (children[node] ?? 0));
    assert.equal(
      flame.spans.reduce((a, b) => a + b, 0),
      context.trace.count,
    );
    assert.equal(
      flame.self.reduce((a, b) => a + b, 0),
      context.self.reduce((a, b) => a + b, 0),
    );
  }
});

//  GET /orders  |--------------------|     row 0
//  a              |-------|                row 1
//  b                 |-------|             row 2: a still runs
//  c                          |----|       row 1 again
//  d                  |-|                  below b: row 3
test('over time, spans take the first free row below their parent', () => {
  const context = contextOf(
    traceOf(
      request,
      at('2', 'a', 100, 400),
      at('3', 'b', 200, 500),
      at('4', 'c', 600, 800),
      at('5', 'd', 250, 300, { parent: '3' }),
    ),
  );
  const { row, rows } = flameRows(context.trace, context.times);
  const name = (i: number) => context.trace.strings.get(context.trace.name[i] ?? 0);
  assert.deepEqual(Object.fromEntries(Array.from(row, (r, i) => [name(i), r])), {
    'GET /orders': 0,
    a: 1,
    b: 2,
    d: 3,
    c: 1,
  });
  assert.equal(rows, 4);
});

test('spans of one row never overlap, and children lie below', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { trace, times } = contextOf(
      traceOf(...randomSpans(seeded(seed), { spans: 120, overflow: seed % 2 === 0 })),
    );
    const { row, rows } = flameRows(trace, times);
    for (let i = 0; i < trace.count; i++) {
      assert.ok((row[i] ?? 0) < rows);
      const p = trace.parent[i] ?? -1;
      if (p >= 0 && (times.start[i] ?? 0) >= (times.start[p] ?? 0)) assert.ok((row[i] ?? 0) > (row[p] ?? 0));
      for (let j = 0; j < i; j++) {
        if (row[i] !== row[j]) continue;
        const overlap =
          Math.min(times.end[i] ?? 0, times.end[j] ?? 0) > Math.max(times.start[i] ?? 0, times.start[j] ?? 0);
        assert.ok(!overlap, `seed ${seed}: ${i} and ${j} share row ${row[i]}`);
      }
    }
  }
});

test('twenty thousand at once', () => {
  const n = 20_000;
  const spans = Array.from({ length: n }, (_, i) => at((i + 2).toString(16), 'x', 0, 900));
  const { trace, times } = contextOf(traceOf(request, ...spans));
  assert.equal(flameRows(trace, times).rows, n + 1);
});
