import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layOutGraph } from '../../../../webview/waterfall/views/graph-layout.ts';

const sizes = { nodeWidth: 100, nodeHeight: 40, layerGap: 60, rowGap: 20 };
const edge = (from: number, to: number) => ({ from, to, weight: 1 });

test('callers stand left of what they call, also where the ways differ in length', () => {
  const { x, width, height } = layOutGraph(4, [edge(0, 1), edge(1, 2), edge(0, 2), edge(2, 3)], sizes);
  assert.deepEqual(x, [50, 210, 370, 530]);
  assert.deepEqual([width, height], [580, 40]);
});

test('circles and calls to oneself are drawn', () => {
  const { x } = layOutGraph(3, [edge(0, 1), edge(1, 2), edge(2, 1), edge(1, 1), edge(2, 0)], sizes);
  assert.deepEqual(x, [50, 210, 370]);
  const round = layOutGraph(2, [edge(0, 1), edge(1, 0)], sizes);
  assert.notEqual(round.x[0], round.x[1]);
});

test('nodes of a layer do not lie on each other and are ordered by their neighbours', () => {
  const { y } = layOutGraph(6, [edge(0, 2), edge(1, 3), edge(2, 5), edge(3, 4)], sizes);
  assert.ok((y[0] ?? 0) < (y[1] ?? 0));
  assert.ok((y[2] ?? 0) < (y[3] ?? 0));
  assert.ok((y[5] ?? 0) < (y[4] ?? 0));
});
