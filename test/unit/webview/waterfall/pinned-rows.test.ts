import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pinnedRows } from '../../../../webview/waterfall/pinned-rows.ts';

// 0 a, 1 - b, 2 - - c, 3 - - - d, 4 - - - e, 5 - f, 6 - - g, 7 h
const ANCESTORS = [[], [0], [0, 1], [0, 1, 2], [0, 1, 2], [0], [0, 5], []];
const pinned = (first: number, most = 4) =>
  pinnedRows(first, most, ANCESTORS.length, (i, n) => (ANCESTORS[i] ?? []).slice(-n));

test('nothing is pinned at the top', () => assert.deepEqual(pinned(0), []));

test('the ancestors of the first row that is not covered are pinned', () => {
  // Row 1 is covered by a; row 2 would be covered by b; the first free one is d.
  assert.deepEqual(pinned(1), [0, 1, 2]);
  // One covers e, and f has no more than that one.
  assert.deepEqual(pinned(4), [0]);
  assert.deepEqual(pinned(7), []);
});

test('where more ancestors are than fit, the innermost are pinned', () => {
  assert.deepEqual(pinned(2, 2), [1, 2]);
  assert.deepEqual(pinned(3, 0), []);
});
