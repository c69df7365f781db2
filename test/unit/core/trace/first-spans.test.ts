import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTraces } from '../../../../src/core/trace/build-traces.ts';
import { firstSpans } from '../../../../src/core/trace/first-spans.ts';
import { readTrace, serialiseTrace } from '../../../../src/core/trace/serialise.ts';
import { batchOf } from '../../../support/trace-fixture.ts';

const [trace] = buildTraces(
  batchOf([
    { id: '1', name: 'root', start: 0, end: 100 },
    { id: '2', parent: '1', name: 'first', start: 10, end: 50 },
    { id: '3', parent: '2', name: 'below', start: 20, end: 40 },
    { id: '4', parent: '1', name: 'second', start: 60, end: 90 },
  ]),
);
assert.ok(trace);

test('the first spans of a trace are a trace that can be stored and read', () => {
  const read = readTrace(serialiseTrace(firstSpans(trace, 2), { details: false }));
  const names = Array.from({ length: read.count }, (_, i) => read.strings.get(read.name[i] ?? 0));
  assert.deepEqual(names, ['root', 'first']);
  assert.deepEqual([...read.size], [2, 1], 'subtrees end where the first spans do');
  assert.equal(read.length, trace.length, 'the axis is that of the whole');
});

test('more than there are is all of them', () => {
  assert.deepEqual([...firstSpans(trace, 10).size], [4, 2, 1, 1]);
});
