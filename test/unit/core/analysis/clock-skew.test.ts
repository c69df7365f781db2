import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockSkew } from '../../../../src/core/analysis/clock-skew.ts';
import { type SpanSpec, traceOf } from '../../../support/trace-fixture.ts';

const MS = 1e6;

function skewOf(...spans: SpanSpec[]) {
  const trace = traceOf(...spans);
  const { start, skews } = clockSkew(trace);
  const origin = (name: string) =>
    Array.from({ length: trace.count }, (_, i) => i).find(
      (i) => trace.strings.get(trace.name[i] ?? 0) === name,
    ) ?? -1;
  // Relative to the root, in ms: the epoch is the earliest start, which may be a skewed one.
  const at = (name: string) => ((start?.[origin(name)] ?? Number.NaN) - (start?.[origin('call')] ?? 0)) / MS;
  return {
    at,
    start,
    skews: skews.map((s) => [s.reference, s.service, s.adjustment / MS, s.count]),
  };
}

const call: SpanSpec = { id: '1', name: 'call', service: 'web', kind: 'client', start: 0, end: 100 * MS };
const serve = (start: number, end: number, more: Partial<SpanSpec> = {}): SpanSpec => ({
  id: '2',
  parent: '1',
  name: 'serve',
  service: 'api',
  kind: 'server',
  start: start * MS,
  end: end * MS,
  ...more,
});

test('a server within its client shows no skew', () => {
  assert.equal(skewOf(call, serve(10, 90)).start, undefined);
});

test('a server that starts before its client is moved to the middle of the call', () => {
  // call   |--------------------|      0-100
  // serve |----------------|          -40-40, 80 long: 10 on either side
  const { at, skews } = skewOf(call, serve(-40, 40), {
    id: '3',
    parent: '2',
    name: 'db',
    service: 'api',
    start: -20 * MS,
    end: 0,
  });
  assert.deepEqual(skews, [['web', 'api', 50, 2]]);
  assert.equal(at('serve'), 10);
  assert.equal(at('db'), 30, 'what the server did moves with it');
});

test('a clock an hour ahead', () => {
  const { at, skews } = skewOf(call, serve(3_600_020, 3_600_080));
  assert.deepEqual(skews, [['web', 'api', -3_600_000, 1]]);
  assert.equal(at('serve'), 20);
});

test('all calls between two clocks agree on one offset', () => {
  // The first allows 15..35, the second 28..42: 28..35, middle 31.5.
  const { at, skews } = skewOf(
    { id: '9', name: 'root', service: 'web', kind: 'server', start: -MS, end: 500 * MS },
    { ...call, parent: '9' },
    serve(-15, 65),
    { id: '4', parent: '9', name: 'call2', service: 'web', kind: 'client', start: 200 * MS, end: 220 * MS },
    serve(172, 178, { id: '5', parent: '4', name: 'serve2' }),
  );
  assert.deepEqual(skews, [['web', 'api', 31.5, 2]]);
  assert.equal(at('serve'), 16.5);
});

test('services called through a skewed one are relative to it', () => {
  const { at, skews } = skewOf(
    call,
    serve(-40, 40),
    { id: '3', parent: '2', name: 'call db', service: 'api', kind: 'client', start: -30 * MS, end: 30 * MS },
    { id: '4', parent: '3', name: 'query', service: 'db', kind: 'server', start: -20 * MS, end: 20 * MS },
  );
  assert.deepEqual(skews, [
    ['web', 'api', 50, 2],
    ['web', 'db', 50, 1],
  ]);
  assert.equal(at('query'), 30);
});

test('asynchronous work is not skew', () => {
  for (const kind of ['consumer', 'internal'] as const)
    assert.equal(skewOf({ ...call, kind: 'producer' }, serve(50, 400, { kind })).start, undefined, kind);
  assert.equal(skewOf(call, serve(50, 400)).start, undefined, 'a server that works on after it answered');
  assert.equal(
    skewOf({ ...call, status: 'error' }, serve(50, 120)).start,
    undefined,
    'a client that gave up early',
  );
});

test('a consumer cannot take a message before it was sent', () => {
  const { at, skews } = skewOf({ ...call, kind: 'producer' }, serve(-30, 500, { kind: 'consumer' }));
  assert.deepEqual(skews, [['web', 'api', 30, 1]]);
  assert.equal(at('serve'), 0);
});

test('rounding is not skew', () => {
  assert.equal(skewOf(call, serve(-0.05, 50)).start, undefined);
  assert.equal(skewOf(call, serve(20, 100.8)).start, undefined);
});

test('services on one host share a clock', () => {
  const resource = { 'host.name': 'box' };
  assert.equal(skewOf({ ...call, resource }, serve(-40, 40, { resource })).start, undefined);
});
