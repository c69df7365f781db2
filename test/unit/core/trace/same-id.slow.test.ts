import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTraces } from '../../../../src/core/trace/build-traces.ts';
import { FLAG } from '../../../../src/core/trace/columns.ts';
import { batchOf, outline, traceOf } from '../../../support/trace-fixture.ts';

const kinds = (trace: ReturnType<typeof traceOf>) => trace.warnings.map((w) => [w.kind, w.count, w.spans]);

test('two services that use one id for different work: both are kept, each with its own children', () => {
  const trace = traceOf(
    { id: '1', name: 'root', service: 'web', kind: 'server', start: 0, end: 100 },
    { id: '7', parent: '1', name: 'render', service: 'web', start: 10, end: 20 },
    { id: '7', parent: '1', name: 'charge', service: 'pay', start: 50, end: 60 },
    { id: '8', parent: '7', name: 'card', service: 'pay', start: 51, end: 52 },
    { id: '9', parent: '7', name: 'template', service: 'web', start: 11, end: 12 },
  );
  assert.deepEqual(outline(trace), ['root', '  render', '    template', '  charge', '    card']);
  assert.deepEqual(kinds(trace), [['reused-id', 1, [1, 3]]]);
  assert.equal(trace.flags[1], FLAG.reusedId);
  assert.match(trace.warnings[0]?.text ?? '', /same id/);
});

test('one service that gives an id twice: by its name and times it is not the same span', () => {
  const trace = traceOf(
    { id: '1', name: 'root', start: 0, end: 100 },
    { id: '7', parent: '1', name: 'job', start: 10, end: 20 },
    { id: '7', parent: '1', name: 'job', start: 50, end: 60 },
    { id: '8', parent: '7', name: 'late', start: 51, end: 52 },
  );
  assert.deepEqual(outline(trace), ['root', '  job', '  job', '    late']);
  assert.deepEqual([...trace.duration], [100, 10, 10, 1]);
});

test('a span renamed before its end is one span', () => {
  const trace = traceOf(
    { id: '1', name: 'HTTP GET', start: 0, end: undefined },
    { id: '1', name: 'GET /cart', start: 0, end: 9 },
  );
  assert.deepEqual(outline(trace), ['GET /cart']);
  assert.equal(trace.flags[0], FLAG.merged);
});

test('one client, two servers that took its id', () => {
  const trace = traceOf(
    { id: '1', name: 'publish', service: 'web', kind: 'producer', start: 0, end: 10 },
    { id: '1', name: 'consume', service: 'mail', kind: 'consumer', start: 12, end: 20 },
    { id: '1', name: 'consume', service: 'audit', kind: 'consumer', start: 13, end: 20 },
  );
  assert.deepEqual(outline(trace), ['publish', '  consume', '  consume']);
  assert.deepEqual(kinds(trace), [['shared-id', 1, [1, 2]]]);
});

test('exact copies leave no trace but the warning', () => {
  const span = {
    id: '1',
    name: 'a',
    start: 0,
    end: 10,
    attributes: { k: 1 },
    events: [
      { at: 1, name: 'e' },
      { at: 1, name: 'e' },
    ],
  };
  const trace = traceOf(span, span, span);
  assert.equal(trace.count, 1);
  assert.equal((trace.details?.eventTo[0] ?? 0) - (trace.details?.eventFrom[0] ?? 0), 2);
  assert.deepEqual(kinds(trace), [['duplicate', 2, [0]]]);
});

test('a span that names itself through a reused id does not lose its namesake', () => {
  const trace = traceOf(
    { id: '5', name: 'outer', service: 'a', start: 0, end: 100 },
    { id: '5', parent: '5', name: 'inner', service: 'b', start: 10, end: 20 },
  );
  assert.deepEqual(outline(trace), ['outer', '  inner']);
});

test('a generator that gives all spans one id: a tree comes out, in time', () => {
  const spans = Array.from({ length: 200_000 }, (_, i) => ({
    id: '1',
    parent: '1',
    name: `n${i % 7}`,
    service: `s${i % 3}`,
    start: i % 1000,
    end: (i % 1000) + 1 + (i % 11),
    attributes: { i },
  }));
  const [trace] = buildTraces(batchOf(spans));
  assert.ok(trace && trace.count > 0 && trace.count <= spans.length);
  assert.equal(
    trace.warnings.some((w) => w.kind === 'reused-id'),
    true,
  );
});
