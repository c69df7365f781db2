import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeStats } from '../../../../src/core/figures/merge-stats.ts';
import { MS, statsOf } from '../../../support/figures-fixture.ts';

const near = (actual: number | undefined, ms: number) =>
  assert.ok(Math.abs((actual ?? 0) - ms * MS) <= ms * MS * 0.01, `${actual} is not ${ms} ms`);

test('one part is what it was', () => {
  const stats = statsOf([1, 2, 3]);
  assert.deepEqual(mergeStats([stats]), { ...stats, approximate: false });
});

test('percentiles are of all calls together, not means of percentiles', () => {
  const fast = statsOf(Array.from({ length: 90 }, () => 10));
  const slow = statsOf(Array.from({ length: 10 }, () => 1000));
  const merged = mergeStats([fast, slow]);
  assert.equal(merged.count, 100);
  near(merged.p50, 10);
  near(merged.p95, 1000);
  near(merged.max, 1000);
  assert.equal(merged.approximate, false);
});

test('errors add up, the newest time counts', () => {
  const merged = mergeStats([
    statsOf([1], { errors: 1, lastSeenMs: 5, lastErrorMs: 5 }),
    statsOf([1], { errors: 2, lastSeenMs: 9, lastErrorMs: undefined }),
  ]);
  assert.deepEqual([merged.errors, merged.lastSeenMs, merged.lastErrorMs], [3, 9, 5]);
});

test('without a sketch of each part percentiles are a mean weighted by calls, and said to be approximate', () => {
  const a = statsOf([10, 10, 10], { sketch: undefined });
  const merged = mergeStats([a, statsOf([50])]);
  assert.equal(merged.p50, 20 * MS);
  assert.equal(merged.approximate, true);
  assert.equal(merged.sketch, undefined);
});

test('a sketch that cannot be read is as good as none', () => {
  const merged = mergeStats([statsOf([10], { sketch: new Uint8Array([99, 1]) }), statsOf([30])]);
  assert.equal(merged.approximate, true);
  assert.equal(merged.p50, 20 * MS);
});

test('self time is a mean of those that know theirs', () => {
  const merged = mergeStats([
    statsOf([1, 1, 1], { selfP50: 4 }),
    statsOf([1], { selfP50: 8 }),
    statsOf([1], { selfP50: undefined }),
  ]);
  assert.equal(merged.selfP50, 5);
});

test('nothing measured is nothing', () => {
  assert.equal(mergeStats([]).count, 0);
  assert.equal(mergeStats([statsOf([]), statsOf([])]).count, 0);
});
