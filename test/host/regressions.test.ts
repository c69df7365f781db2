import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { StatsChange } from '../../src/core/analysis/regression.ts';
import {
  changeNode,
  RegressionsTree,
  regressionNodes,
} from '../../src/features/regressions/regressions-tree.ts';
import type { ChangedFunction } from '../../src/host/figures/changed-functions.ts';
import { codeAt, statsOf } from '../support/figures-fixture.ts';

const many = (ms: number, n: number, errors = 0) => ({
  ...statsOf(
    Array.from({ length: n }, () => ms),
    { errors },
  ),
  approximate: false,
});

const change = (
  name: string,
  before: ReturnType<typeof many>,
  after: ReturnType<typeof many>,
  ...changes: readonly StatsChange[]
): ChangedFunction => ({
  name,
  site: name,
  service: 'shop',
  outgoing: false,
  place: codeAt(`src/${name}.ts`, 3, { symbol: name }),
  before,
  after,
  changes,
});

const slower = change('slower', many(48, 900), many(120, 1200), { kind: 'slower', pValue: 0.0001 });
const failing = change('failing', many(10, 1000, 1), many(10, 1000, 80), {
  kind: 'failing',
  pValue: 0.00001,
});
const faster = change('faster', many(300, 50), many(100, 50), { kind: 'faster', pValue: 0.01 });

const rowsOf = (tree: RegressionsTree) =>
  tree.getChildren().flatMap((node) => {
    const children = tree.getChildren(node).map((child) => textOf(tree.getTreeItem(child)));
    return [textOf(tree.getTreeItem(node)), ...children];
  });
const textOf = ({ label, description }: vscode.TreeItem) => `${label} ${description ?? ''}`.trim();

describe('regressions', () => {
  it('what was edited comes first, then what got worse, with both figures', () => {
    const tree = new RegressionsTree();
    tree.show(
      regressionNodes([changeNode(faster, false), changeNode(slower, false), changeNode(failing, true)]),
    );
    assert.deepEqual(rowsOf(tree), [
      'Changed in your working tree',
      'failing errors 0.1 % → 8 % · 1k → 1k calls · src/failing.ts:3',
      'Not changed',
      'slower p95 48 ms → 120 ms (2.5x) · 900 → 1.2k calls · src/slower.ts:3',
      'faster p95 300 ms → 100 ms (3x faster) · 50 → 50 calls · src/faster.ts:3',
    ]);
  });

  it('without edits there are no groups; a function is found by its site', () => {
    const tree = new RegressionsTree();
    tree.show(regressionNodes([changeNode(faster, false), changeNode(slower, false)]));
    assert.equal(tree.getChildren().length, 2);
    assert.equal(tree.find(['faster'])?.change.name, 'faster');
    assert.equal(tree.find(['other']), undefined);
  });

  it('the tooltip holds sample sizes and how sure it is', () => {
    const tree = new RegressionsTree();
    const { tooltip } = tree.getTreeItem(changeNode(slower, false));
    const text = (tooltip as vscode.MarkdownString).value;
    assert.match(text, /\| before \| 900 \| 0 \| 48 ms \| 48 ms \|/);
    assert.match(text, /\| now \| 1,200 \| 0 \| 120 ms \| 120 ms \|/);
    assert.match(text, /slower: p \\< 0\.001/);
  });
});
