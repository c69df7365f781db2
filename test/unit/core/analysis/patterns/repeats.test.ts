import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, patternsOf, request, series } from '../../../../support/pattern-fixture.ts';

const query = (statement: string) => ({
  name: 'SELECT',
  kind: 'client' as const,
  attributes: { 'db.system.name': 'postgresql', 'db.query.text': statement },
});

//  GET /orders  |------------------------------|
//  SELECT        |--||--||--||--||--| ... 40 of 5 ms
test('N+1: one statement with other values each time, one after the other', () => {
  const spans = series(40, { from: 10 }, (i) => query(`SELECT * FROM items WHERE id = ${i}`));
  const [found, ...more] = patternsOf('n-plus-one', request, ...spans);
  assert.equal(more.length, 0);
  assert.equal(found?.span, 'GET /orders');
  assert.equal(found?.count, 40);
  assert.equal(found?.ms, 200);
  assert.equal(found?.spans.length, 40);
  assert.equal(found?.text, 'GET /orders runs 40 queries one by one (200 ms): SELECT items');
});

test('N+1: other calls in between do not hide it', () => {
  const spans = series(20, { from: 10, every: 20 }, (i) => query(`SELECT * FROM items WHERE id = ${i}`));
  const between = series(20, { from: 16, every: 20, length: 3 }, (i) => ({
    ...query(`SELECT name FROM users WHERE id = ${i}`),
    id: (0x900 + i).toString(16),
  }));
  assert.deepEqual(
    patternsOf('n-plus-one', request, ...spans, ...between).map((p) => [p.count, p.ms]),
    [
      [20, 100],
      [20, 60],
    ],
  );
});

test('N+1: steps that each make a call, told at the steps', () => {
  const steps = series(12, { length: 20 }, (i) => ({ name: `load item ${i}`, kind: 'internal' }));
  const calls = steps.map((step, i) =>
    at((0x900 + i).toString(16), 'GET', i * 20 + 1, i * 20 + 19, {
      parent: step.id,
      service: 'shop',
      kind: 'client',
      attributes: { 'url.full': `http://stock/items/${i}` },
    }),
  );
  const found = patternsOf('n-plus-one', request, ...steps, ...calls);
  assert.deepEqual(
    found.map((p) => p.text),
    ['GET /orders runs 12 steps one by one (240 ms): load item {n}'],
  );
});

test('no N+1: few calls, different statements, inner loops, several parents', () => {
  const none = (...spans: Parameters<typeof patternsOf>[1][]) =>
    assert.deepEqual(patternsOf('n-plus-one', request, ...spans), []);
  none(...series(4, { length: 50 }, (i) => query(`SELECT * FROM items WHERE id = ${i}`)));
  none(...series(8, { length: 50 }, (i) => query(`SELECT * FROM table_${'abcdefgh'[i]}`)));
  none(...series(50, { length: 1 }, () => ({ name: 'render row' })));
  const handlers = series(10, { length: 20 }, (i) => ({ name: `handler ${'abcdefghij'[i]}` }));
  none(
    ...handlers,
    ...handlers.map((h, i) =>
      at((0x900 + i).toString(16), 'SELECT', i * 20, i * 20 + 20, {
        ...query('SELECT * FROM t WHERE id = 1'),
        parent: h.id,
      }),
    ),
  );
});

test('a loop that stays in its process is told where it takes long', () => {
  const [found] = patternsOf('n-plus-one', request, ...series(50, {}, () => ({ name: 'render row' })));
  assert.equal(found?.text, 'GET /orders runs 50 steps one by one (250 ms): render row');
});

test('a handful of fast queries is not worth a word', () => {
  const spans = series(6, { length: 0.5 }, (i) => query(`SELECT * FROM items WHERE id = ${i}`));
  assert.deepEqual(patternsOf('n-plus-one', request, ...spans), []);
});

//  GET /orders  |--------------------------|
//  GET           |-------|
//  GET            |-------|                  8 at once
//  ...
test('fan-out: the same call many times in parallel', () => {
  const spans = series(8, { from: 10, every: 5, length: 100 }, (i) => ({
    name: 'GET',
    kind: 'client',
    attributes: { 'url.full': `http://stock:8080/items/${i}`, 'server.address': 'stock' },
  }));
  assert.deepEqual(patternsOf('n-plus-one', request, ...spans), []);
  const [found] = patternsOf('fan-out', request, ...spans);
  assert.equal(found?.count, 8);
  assert.equal(found?.ms, 135);
  assert.equal(
    found?.text,
    'GET /orders makes 8 calls in parallel (135 ms, up to 8 at once): GET stock:{n}/items/{id}',
  );
});

test('fan-out: literally the same question each time', () => {
  const spans = series(6, { every: 1, length: 50 }, () => query('SELECT * FROM config'));
  assert.match(
    patternsOf('fan-out', request, ...spans)[0]?.text ?? '',
    /^GET \/orders asks the same thing in 6 queries in parallel/,
  );
});

//  GET /orders  |--------------------------------|
//  charge        |xxxxx| |xxxxx|   |xxxxx|          each after the last had failed
test('retries, with the waits between them', () => {
  const spans = [0, 120, 300].map((start, i) =>
    at((0x20 + i).toString(16), 'POST /charge', start, start + 100, {
      service: 'shop',
      kind: 'client',
      status: 'error',
      attributes: { 'server.address': 'pay' },
    }),
  );
  assert.deepEqual(patternsOf('retry-storm', request, ...spans), [
    {
      span: 'GET /orders',
      count: 3,
      ms: 400,
      spans: ['POST /charge', 'POST /charge', 'POST /charge'],
      text: 'GET /orders tried pay 3 times (400 ms); every try failed',
    },
  ]);
  const saved = spans.map((s, i) => (i === 2 ? { ...s, status: 'ok' as const } : s));
  assert.match(patternsOf('retry-storm', request, ...saved)[0]?.text ?? '', /only the last succeeded$/);
  assert.deepEqual(patternsOf('retry-storm', request, ...spans.slice(1)), [], 'one retry is prudence');
});

test('failures of different questions, and failures in parallel, are no retries', () => {
  const each = series(6, { length: 50 }, (i) => ({
    ...query(`SELECT * FROM items WHERE id = ${i}`),
    status: 'error',
  }));
  assert.deepEqual(patternsOf('retry-storm', request, ...each), []);
  const parallel = series(6, { every: 1, length: 50 }, () => ({
    name: 'ping',
    kind: 'client',
    status: 'error',
  }));
  assert.deepEqual(patternsOf('retry-storm', request, ...parallel), []);
});
