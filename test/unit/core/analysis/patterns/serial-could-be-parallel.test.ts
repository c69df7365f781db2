import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, MS, patternsOf, request } from '../../../../support/pattern-fixture.ts';
import type { SpanSpec } from '../../../../support/trace-fixture.ts';

const call = (id: string, name: string, start: number, end: number, more: Partial<SpanSpec> = {}) =>
  at(id, name, start, end, { service: 'shop', kind: 'client', ...more });

const found = (...spans: SpanSpec[]) => patternsOf('serial-could-be-parallel', request, ...spans);

//  GET /orders  |-------------------------------------------|
//  inventory       |--------|
//  pricing                   |----------|
//  reviews                                |-------|
const three = [
  call('2', 'GET inventory', 50, 250),
  call('3', 'GET pricing', 252, 552),
  call('4', 'GET reviews', 555, 755),
];

test('calls one after the other that do not seem to need each other', () => {
  assert.deepEqual(found(...three), [
    {
      span: 'GET /orders',
      count: 3,
      ms: 700,
      spans: ['GET inventory', 'GET pricing', 'GET reviews'],
      text:
        'GET /orders waits for 3 calls one after the other (700 ms): GET inventory, GET pricing and GET reviews. ' +
        "If none needs another's answer, in parallel they would take 300 ms",
    },
  ]);
});

test('steps of their own that each end in a call', () => {
  const steps = three.map((s) => ({
    ...s,
    kind: 'internal' as const,
    name: s.name?.replace('GET ', 'load ') ?? '',
  }));
  const calls = three.map((s, i) => ({ ...s, id: `a${i}`, parent: s.id, name: 'GET' }));
  assert.deepEqual(
    found(...steps, ...calls).map((p) => p.spans),
    [['load inventory', 'load pricing', 'load reviews']],
  );
});

test('what changes something ends the run', () => {
  for (const write of [
    { name: 'POST /reserve' },
    { name: 'reserveStock' },
    { name: 'GET', attributes: { 'http.request.method': 'PUT' } },
    { name: 'q', attributes: { 'db.system': 'mysql', 'db.statement': 'UPDATE stock SET n = n - 1' } },
    { name: 'q', attributes: { 'db.system': 'mysql', 'db.statement': 'BEGIN' } },
    { name: 'auth.login' },
  ])
    assert.deepEqual(found(...three.map((s) => (s.id === '3' ? { ...s, ...write } : s))), [], write.name);
});

test('an explicit read is a read whatever its server does', () => {
  const read = three.map((s) => ({ ...s, attributes: { 'http.request.method': 'GET' } }));
  const audit = at('9', 'INSERT audit', 300, 310, { parent: '3', service: 'pricing', kind: 'client' });
  assert.equal(found(...read, audit).length, 1);
});

test('failed calls, links, overlaps, long pauses and background work end the run', () => {
  const swap = (change: Partial<SpanSpec>) =>
    found(...three.map((s) => (s.id === '3' ? { ...s, ...change } : s)));
  assert.deepEqual(swap({ status: 'error' }), []);
  assert.deepEqual(swap({ end: 1200 * MS }), []);
  assert.deepEqual(swap({ start: 100 * MS, end: 640 * MS }), []);
  assert.deepEqual(swap({ kind: 'consumer' }), []);
  assert.deepEqual(
    found(
      call('2', 'GET inventory', 0, 200),
      call('3', 'GET pricing', 202, 402, {
        links: [{ trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '2' }],
      }),
    ),
    [],
  );
  assert.deepEqual(found(call('2', 'GET inventory', 0, 200), call('3', 'GET pricing', 300, 500)), []);
});

test('little to save, the same call twice, and time nobody waits for are left alone', () => {
  assert.deepEqual(found(call('2', 'GET inventory', 0, 800), call('3', 'GET pricing', 801, 850)), []);
  assert.deepEqual(found(call('2', 'GET inventory', 0, 300), call('3', 'GET inventory', 301, 600)), []);
  const background = at('5', 'refresh', 0, 700, { service: 'shop' });
  const inside = three.map((s) => ({ ...s, parent: '5' }));
  // Something longer runs beside it: the request waits for that.
  assert.deepEqual(found(background, ...inside, at('6', 'compute', 0, 990)), []);
});

test('a call to a numeric address is named by its path', () => {
  const named = three.map((s, i) => ({
    ...s,
    name: 'GET',
    attributes: { 'url.full': `http://10.0.0.${i + 1}:8080/v1/${['viewed', 'bought', 'liked'][i]}` },
  }));
  assert.match(found(...named)[0]?.text ?? '', /: GET \/v1\/viewed, GET \/v1\/bought and GET \/v1\/liked\. /);
});
