import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathBits, pathIndex, pathOfSpans } from '../../../../src/core/analysis/path-of-spans.ts';

const segments = {
  span: Uint32Array.of(0, 2, 0, 9, 2),
  from: Float64Array.of(0, 10, 20, 30, 40),
  to: Float64Array.of(10, 20, 30, 40, 50),
};

test('segments are found by span, in order of time', () => {
  const found = pathOfSpans(pathIndex(segments, 10), segments, Uint32Array.of(2, 1, 0, 9));
  assert.deepEqual([...found.pathFrom], [0, 4, 4, 8, 10]);
  assert.deepEqual([...found.path], [10, 20, 40, 50, 0, 10, 20, 30, 30, 40]);
});

test('a bit says which spans are on the path', () => {
  assert.deepEqual([...pathBits(segments, 10)], [0b101, 0b10]);
});
