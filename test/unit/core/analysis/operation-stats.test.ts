import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../../../src/core/analysis/context.ts';
import { type GroupBy, spanStatistics } from '../../../../src/core/analysis/operation-stats.ts';
import { at, MS, request } from '../../../support/pattern-fixture.ts';
import { type SpanSpec, traceOf } from '../../../support/trace-fixture.ts';

const tables = (grouping: GroupBy, ...traces: SpanSpec[][]) =>
  spanStatistics(
    traces.map((spans) => contextOf(traceOf(...spans))),
    grouping,
  );

const one = [
  request,
  at('2', 'item 1', 0, 100, { service: 'shop', attributes: { tenant: 'a' } }),
  at('3', 'item 2', 100, 300, { service: 'shop', status: 'error', attributes: { tenant: 'b' } }),
];
const two = [request, at('2', 'item 77', 0, 400, { service: 'shop', attributes: { tenant: 'a' } })];

test('by operation over traces', () => {
  const rows = tables({ by: 'operation' }, one, two).map((r) => [
    r.label,
    r.service,
    r.count,
    r.errors,
    r.totalNs / MS,
    r.selfNs / MS,
    r.criticalNs / MS,
    r.minNs / MS,
    r.p50Ns / MS,
    r.p95Ns / MS,
    r.maxNs / MS,
    r.slowest,
  ]);
  assert.deepEqual(rows, [
    ['GET /orders', 'shop', 2, 0, 2000, 1300, 1300, 1000, 1000, 1000, 1000, { trace: 0, span: 0 }],
    ['item {n}', 'shop', 3, 1, 700, 700, 700, 100, 200, 400, 400, { trace: 1, span: 1 }],
  ]);
});

test('by service', () => {
  assert.deepEqual(
    tables({ by: 'service' }, one, two).map((r) => [r.label, r.count]),
    [['shop', 5]],
  );
});

test('by an attribute; of the resource where the span has none', () => {
  const rows = (key: string, ...traces: SpanSpec[][]) =>
    tables({ by: 'attribute', key }, ...traces).map((r) => [r.label, r.count, r.errors, r.p50Ns / MS]);
  assert.deepEqual(rows('tenant', one, two), [
    ['a', 2, 0, 100],
    ['b', 1, 1, 200],
  ]);
  assert.deepEqual(rows('service.name', one), [['shop', 3, 1, 200]]);
  assert.deepEqual(rows('absent', one), []);
});

test('grouping leaves nothing out and counts nothing twice', () => {
  const rows = tables({ by: 'operation' }, one, two);
  assert.equal(
    rows.reduce((n, r) => n + r.count, 0),
    5,
  );
  assert.equal(
    rows.reduce((n, r) => n + r.selfNs, 0),
    2000 * MS,
  );
});
