import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EditLog } from '../../../../src/core/figures/edit-log.ts';

const insertAbove = (line: number, count: number) => ({
  startLine: line,
  atLineStart: true,
  endLine: line,
  inserted: count,
});
const remove = (line: number) => ({ startLine: line, atLineStart: true, endLine: line + 1, inserted: 0 });

function log() {
  const edits = new EditLog();
  edits.saved('a.ts', 100, [insertAbove(1, 2)]);
  edits.saved('a.ts', 200, [insertAbove(5, 1), remove(20)]);
  return edits;
}

test('a line is led through what was saved since it was measured, and no further than asked', () => {
  const edits = log();
  assert.equal(edits.lineAt('a.ts', 3, 50, 500), 6);
  assert.equal(edits.lineAt('a.ts', 3, 150, 500), 3);
  assert.equal(edits.lineAt('a.ts', 5, 150, 500), 6);
  assert.equal(edits.lineAt('a.ts', 3, 50, 150), 5);
  assert.equal(edits.lineAt('a.ts', 19, 150, 500), undefined, 'that line was deleted');
  assert.equal(edits.lineAt('b.ts', 3, 0, 500), 3);
});

test('lines of a block that was replaced are in the block that took its place', () => {
  const edits = new EditLog();
  const replace = (startLine: number, endLine: number, inserted: number) => ({
    startLine,
    atLineStart: true,
    endLine,
    inserted,
  });
  assert.equal(edits.saved('a.ts', 1, [replace(10, 20, 10)]), false, 'as many lines as before');
  edits.saved('a.ts', 100, [replace(10, 20, 4)]);
  assert.equal(edits.lineAt('a.ts', 12, 0, 500), 12);
  assert.equal(edits.lineAt('a.ts', 18, 0, 500), 14);
  assert.equal(edits.lineAt('a.ts', 25, 0, 500), 19);
});

test('what is stored is read again; what is broken is left out', () => {
  const again = new EditLog(JSON.parse(JSON.stringify(log().stored())));
  assert.equal(again.lineAt('a.ts', 3, 50, 500), 6);
  for (const broken of [7, [7], [['a.ts', 7]], [['a.ts', [[1]]]], [['a.ts', [[1, [[1, 2, 'x', 4]]]]]]])
    assert.equal(new EditLog(broken).lineAt('a.ts', 3, 0, 500), 3);
});

test('edits within lines take no room; the oldest saves and files go', () => {
  const edits = new EditLog();
  assert.equal(
    edits.saved('a.ts', 1, [{ startLine: 3, atLineStart: false, endLine: 3, inserted: 0 }]),
    false,
  );
  for (let i = 0; i < 300; i++) edits.saved('a.ts', i, [insertAbove(1, 1)]);
  assert.equal(edits.lineAt('a.ts', 1, -1, 1000), 101);
  for (let i = 0; i < 300; i++) edits.saved(`f${i}.ts`, i, [insertAbove(1, 1)]);
  assert.equal(edits.lineAt('a.ts', 1, -1, 1000), 1);
  assert.equal(edits.lineAt('f299.ts', 1, -1, 1000), 2);
});
