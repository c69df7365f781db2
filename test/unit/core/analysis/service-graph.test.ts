import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toDot } from '../../../../src/core/analysis/dot.ts';
import { ServiceGraphBuilder } from '../../../../src/core/analysis/service-graph.ts';
import { at, MS, request } from '../../../support/pattern-fixture.ts';
import { type SpanSpec, traceOf, tracesOf } from '../../../support/trace-fixture.ts';

function graphOf(...traces: SpanSpec[][]) {
  const builder = new ServiceGraphBuilder();
  for (const spans of traces) builder.add(traceOf(...spans));
  return builder.graph();
}

const edges = (...traces: SpanSpec[][]) =>
  graphOf(...traces).edges.map((e) => [
    e.caller,
    e.callee,
    e.calleeKind,
    e.calls,
    e.errors,
    e.p50Ns / MS,
    e.p95Ns / MS,
  ]);

const call = (id: string, start: number, end: number, more: Partial<SpanSpec> = {}) =>
  at(id, 'GET /stock', start, end, { service: 'shop', kind: 'client', ...more });
const serve = (id: string, parent: string, start: number, end: number, more: Partial<SpanSpec> = {}) =>
  at(id, 'GET /stock', start, end, { parent, service: 'stock', kind: 'server', ...more });

test('calls between services, with the callee’s time; failed where either end says so', () => {
  const spans = [
    request,
    call('2', 0, 100),
    serve('3', '2', 10, 90),
    call('4', 100, 200, { status: 'error' }),
    serve('5', '4', 110, 130),
    call('6', 200, 300),
    serve('7', '6', 210, 270, { status: 'error' }),
  ];
  assert.deepEqual(edges(spans), [['shop', 'stock', 'service', 3, 2, 60, 80]]);
});

test('a server right beneath another service, and a consumer of its message', () => {
  const spans = [
    request,
    serve('2', '1', 10, 30),
    at('3', 'send', 40, 50, {
      service: 'shop',
      kind: 'producer',
      attributes: { 'messaging.destination.name': 'q' },
    }),
    at('4', 'take', 60, 90, { parent: '3', service: 'mailer', kind: 'consumer' }),
  ];
  assert.deepEqual(edges(spans), [
    ['shop', 'mailer', 'service', 1, 0, 30, 30],
    ['shop', 'stock', 'service', 1, 0, 20, 20],
  ]);
});

test('what has no spans of its own is known by what calls name', () => {
  const named = (id: string, attributes: Record<string, string>, more: Partial<SpanSpec> = {}) =>
    call(id, 0, 10, { attributes, ...more });
  const spans = [
    request,
    named('2', { 'db.system': 'postgresql', 'net.peer.name': 'orders-db' }),
    named('3', { 'db.system.name': 'redis' }),
    named('4', { 'messaging.system': 'kafka', 'messaging.destination.name': 'orders' }, { kind: 'producer' }),
    named('5', { 'server.address': 'api.pay.io' }),
    named('6', { 'peer.service': 'fraud' }),
    named('7', {}),
  ];
  assert.deepEqual(
    edges(spans).map(([caller, callee, kind]) => [caller, callee, kind]),
    [
      ['shop', 'api.pay.io', 'external'],
      ['shop', 'fraud', 'external'],
      ['shop', 'orders', 'queue'],
      ['shop', 'postgresql orders-db', 'database'],
      ['shop', 'redis', 'database'],
    ],
  );
});

test('a service that calls itself', () => {
  const spans = [request, call('2', 0, 100), serve('3', '2', 10, 90, { service: 'shop' })];
  assert.deepEqual(edges(spans), [['shop', 'shop', 'service', 1, 0, 80, 80]]);
});

test('over many traces, in any order', () => {
  const one = (ms: number) => [request, call('2', 0, ms + 10), serve('3', '2', 5, 5 + ms)];
  const traces = Array.from({ length: 100 }, (_, i) => one(i + 1));
  const expected = [['shop', 'stock', 'service', 100, 0, 50, 95]];
  assert.deepEqual(edges(...traces), expected);
  assert.deepEqual(edges(...traces.toReversed()), expected);
  assert.equal(graphOf(...traces).traces, 100);
});

test('traces of one batch share strings', () => {
  const builder = new ServiceGraphBuilder();
  const other = '0000000000000000000000000000000a';
  for (const trace of tracesOf(
    request,
    serve('2', '1', 0, 10),
    { ...request, trace: other },
    serve('2', '1', 0, 30, { trace: other }),
  ))
    builder.add(trace);
  assert.deepEqual(
    builder.graph().edges.map((e) => [e.callee, e.calls]),
    [['stock', 2]],
  );
});

test('DOT, with every text escaped', () => {
  const evil = 'a"];\nevil -> "b\\';
  const dot = toDot(
    graphOf([
      { ...request, service: evil },
      serve('2', '1', 0, 20, { status: 'error' }),
      at('3', 'q', 0, 5, { service: evil, kind: 'client', attributes: { 'db.system': 'mysql' } }),
    ]),
  );
  assert.equal(
    dot,
    String.raw`digraph services {
  rankdir=LR;
  node [fontname="Helvetica", fontsize=11];
  edge [fontname="Helvetica", fontsize=9];
  "a\"];\nevil -> \"b\\" [shape=box, style=rounded];
  "mysql" [shape=cylinder];
  "stock" [shape=box, style=rounded];
  "a\"];\nevil -> \"b\\" -> "mysql" [label="1 × 5 ms\np95 5 ms"];
  "a\"];\nevil -> \"b\\" -> "stock" [label="1 × 20 ms\np95 20 ms\n100 % errors", color="#d1242f", fontcolor="#d1242f"];
}
`,
  );
});
