import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  boxAt,
  mergedLayout,
  timeLayout,
  visibleBoxes,
} from '../../../../webview/waterfall/views/flame-layout.ts';

// 0 root (10): 1 a (3), 2 b (6): 3 c (2), 4 d (4)
const merged = mergedLayout({
  parent: Int32Array.of(-1, 0, 0, 2, 2),
  depth: Uint32Array.of(0, 1, 1, 2, 2),
  value: Float64Array.of(10, 3, 6, 2, 4),
});

test('children lie within their parent, the widest first', () => {
  assert.deepEqual([...merged.left], [0, 6, 0, 4, 0]);
  assert.equal(merged.extent, 10);
  assert.equal(merged.levels, 3);
  assert.deepEqual([...merged.byLevel], [0, 2, 1, 4, 3]);
});

test('the box at a place is found, gaps are gaps', () => {
  assert.equal(boxAt(merged, 1, 7, 0), 1);
  assert.equal(boxAt(merged, 1, 9.5, 0), -1);
  assert.equal(boxAt(merged, 2, 4.5, 0), 3);
  assert.equal(boxAt(merged, 3, 1, 0), -1);
});

test('only boxes in view are drawn', () => {
  assert.deepEqual([...visibleBoxes(merged, 2, { from: 4.5, to: 9 }, 100)], [3]);
  assert.deepEqual([...visibleBoxes(merged, 1, { from: 0, to: 10 }, 100)], [2, 1]);
});

test('of a crowd on one px one box is drawn, and what is beside it is not lost', () => {
  const n = 100_000;
  const layout = timeLayout(
    Float64Array.from({ length: n }, (_, i) => i),
    new Float64Array(n).fill(0.5),
    new Uint32Array(n),
    { from: 0, to: n },
  );
  const drawn = [...visibleBoxes(layout, 0, { from: 0, to: n }, 1000)];
  assert.ok(drawn.length >= 990 && drawn.length <= 1000, String(drawn.length));
  const wide = timeLayout(
    Float64Array.of(0, 1, 2, 500),
    Float64Array.of(0.5, 0.5, 400, 10),
    new Uint32Array(4),
    {
      from: 0,
      to: 1000,
    },
  );
  assert.deepEqual([...visibleBoxes(wide, 0, { from: 0, to: 1000 }, 100)], [0, 2, 3]);
});
