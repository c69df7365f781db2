import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, MS, patternsOf, request } from '../../../../support/pattern-fixture.ts';
import { type SpanSpec, TRACE_ID } from '../../../../support/trace-fixture.ts';

const server = { ...request, end: 500 * MS };

// Instrumentation gaps, trace fixture T01.
//  server  |----------------------------|  500 ms
//  first   |-----|
//  second                         |-----|
test('gap: a hole between two children', () => {
  const found = patternsOf('gap', server, at('2', 'first', 0, 100), at('3', 'second', 400, 500));
  assert.deepEqual(found, [
    {
      span: 'GET /orders',
      count: 1,
      ms: 300,
      spans: ['first', 'second'],
      text: 'GET /orders spends 300 ms between first and second that no span explains',
    },
  ]);
});

test('gap: before the first and after the last child', () => {
  assert.equal(
    patternsOf('gap', server, at('2', 'work', 300, 490))[0]?.text,
    'GET /orders spends 300 ms before work that no span explains',
  );
  assert.equal(
    patternsOf('gap', server, at('2', 'work', 10, 200))[0]?.text,
    'GET /orders spends 300 ms after work that no span explains',
  );
});

// T03: an asynchronous child says nothing about what its parent did.
test('no gap around a child that outlives its parent', () => {
  const parent = { ...request, end: 100 * MS };
  assert.deepEqual(patternsOf('gap', parent, at('2', 'background', 90, 400)), []);
});

test('no gap in a span without children, nor a small one', () => {
  assert.deepEqual(patternsOf('gap', server), []);
  assert.deepEqual(patternsOf('gap', server, at('2', 'a', 0, 230), at('3', 'b', 270, 500)), []);
});

test('gap: between a call and the other service', () => {
  const call = at('2', 'GET /stock', 0, 490, { service: 'shop', kind: 'client' });
  const serve = (from: number, to: number) =>
    at('3', 'GET /stock', from, to, { parent: '2', service: 'stock', kind: 'server' });
  assert.equal(
    patternsOf('gap', server, call, serve(400, 489))[0]?.text,
    "400 ms pass between shop's call and stock's start: connecting, network or a queue",
  );
  assert.equal(
    patternsOf('gap', server, call, serve(1, 90))[0]?.text,
    "400 ms pass between stock's end and shop's having the answer: network or a slow reader",
  );
});

//  send     |--|
//  receive                       |-----|      4.9 s later
const send = at('2', 'send order', 0, 100, {
  service: 'shop',
  kind: 'producer',
  attributes: { 'messaging.destination.name': 'orders' },
});
const take = (id: string, start: number, more: Partial<SpanSpec> = {}) =>
  at(id, 'process order', start, start + 100, { parent: '2', service: 'mailer', kind: 'consumer', ...more });

test('queue wait: child and link', () => {
  const expected = {
    span: 'send order',
    count: 1,
    ms: 4900,
    spans: ['process order'],
    text: '1 message waited 4.90 s in orders before process order took it',
  };
  assert.deepEqual(patternsOf('queue-wait', request, send, take('3', 5000)), [expected]);
  const linked = { ...take('3', 5000, { links: [{ trace: TRACE_ID, span: '2' }] }), parent: 'ff' };
  assert.deepEqual(patternsOf('queue-wait', request, send, linked), [expected]);
});

test('queue wait: many messages together, overlapping waits once', () => {
  const [found] = patternsOf('queue-wait', request, send, take('3', 2000), take('4', 5000), take('5', 3000));
  assert.equal(found?.count, 3);
  assert.equal(found?.ms, 4900);
  assert.equal(found?.text, '3 messages waited up to 4.90 s in orders before process order took them');
});

test('no queue wait when it is taken at once', () => {
  assert.deepEqual(patternsOf('queue-wait', request, send, take('3', 105)), []);
});

//  GET /orders  |------------------------------|
//  load          |-------------------------|       85 %
//  query             |-------------------|         75 % of load's 85 %: the one to look at
test('dominant child: the deepest that most of the request is spent in', () => {
  const [found, ...more] = patternsOf(
    'dominant-child',
    request,
    at('2', 'load', 50, 900),
    at('3', 'query', 100, 860, { parent: '2' }),
    at('4', 'parse', 870, 890, { parent: '2' }),
  );
  assert.equal(more.length, 0);
  assert.equal(found?.span, 'load');
  assert.deepEqual(found?.spans, ['query']);
  assert.equal(found?.text, 'query takes 760 ms of 1 s (76 %)');
});

test('no dominant child where the time is spread or the child is not waited for', () => {
  assert.deepEqual(patternsOf('dominant-child', request, at('2', 'a', 0, 400), at('3', 'b', 400, 950)), []);
  assert.deepEqual(patternsOf('dominant-child', request), []);
});

test('chatty pair: one service calls another from many places', () => {
  const parts = ['cart', 'price', 'user', 'offer'].map((name, i) =>
    at((0x10 + i).toString(16), name, i * 240, i * 240 + 230, { service: 'shop' }),
  );
  const calls = parts.flatMap((part, p) =>
    Array.from({ length: 6 }, (_, i) =>
      at((0x100 + p * 16 + i).toString(16), `get ${'abcdef'[i]}`, p * 240 + i * 30, p * 240 + i * 30 + 20, {
        parent: part.id,
        service: 'stock',
        kind: 'server',
      }),
    ),
  );
  const [found] = patternsOf('chatty-pair', request, ...parts, ...calls);
  assert.equal(found?.count, 24);
  assert.equal(found?.text, 'shop calls stock 24 times in this trace (480 ms)');
  assert.deepEqual(patternsOf('chatty-pair', request, ...parts, ...calls.slice(0, 12)), []);
});

test('a loop that is told already is not chatty as well', () => {
  const calls = Array.from({ length: 30 }, (_, i) =>
    at((0x100 + i).toString(16), 'stock.get', i * 30, i * 30 + 20, { service: 'stock', kind: 'server' }),
  );
  assert.equal(patternsOf('n-plus-one', request, ...calls).length, 1);
  assert.deepEqual(patternsOf('chatty-pair', request, ...calls), []);
});
