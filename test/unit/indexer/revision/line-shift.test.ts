import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diffLines, parseHunks, shiftLine } from '../../../../src/indexer/revision/line-shift.ts';

const DIFF = `diff --git a/x b/x
@@ -2,0 +3,10 @@ context
+...
@@ -20,3 +31,0 @@
-...
@@ -40 +47 @@
-a
+b
@@ -50,2 +57,5 @@
`;

test('lines follow the hunks of git', () => {
  const hunks = parseHunks(DIFF);
  assert.equal(hunks.length, 4);
  const at = (line: number) => shiftLine(hunks, line);
  assert.deepEqual(at(1), { line: 1, gone: false });
  assert.deepEqual(at(2), { line: 2, gone: false }, 'inserted after it');
  assert.deepEqual(at(3), { line: 13, gone: false });
  assert.deepEqual(at(19), { line: 29, gone: false });
  assert.deepEqual(at(21), { line: 31, gone: true });
  assert.deepEqual(at(23), { line: 30, gone: false });
  assert.deepEqual(at(40), { line: 47, gone: false }, 'rewritten in place');
  assert.deepEqual(at(51), { line: 58, gone: true });
  assert.deepEqual(at(60), { line: 70, gone: false });
});

test('unsaved edits are found by comparing the texts', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f'].join('\n');
  const shift = (after: string[], line: number) => shiftLine(diffLines(before, after.join('\n')), line);
  assert.deepEqual(diffLines(before, before), []);
  assert.deepEqual(shift(['x', 'y', 'a', 'b', 'c', 'd', 'e', 'f'], 3), { line: 5, gone: false });
  assert.deepEqual(shift(['a', 'c', 'd', 'e', 'f'], 2), { line: 1, gone: true });
  assert.deepEqual(shift(['a', 'c', 'd', 'e', 'f'], 6), { line: 5, gone: false });
  assert.deepEqual(shift(['a', 'B', 'c', 'x', 'd', 'e', 'f'], 4), { line: 5, gone: false });
  assert.deepEqual(shift(['a', 'B', 'c', 'x', 'd', 'e', 'f'], 2), { line: 2, gone: false });
  assert.deepEqual(shift([], 4).gone, true);
});

test('every line of a text that two random edits changed is found again or known to be gone', () => {
  let seed = 7;
  const random = (n: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % n;
  };
  for (let round = 0; round < 200; round++) {
    const before = Array.from({ length: 30 }, (_, i) => `line ${i}`);
    const after = [...before];
    for (let edit = 0; edit < 3; edit++)
      after.splice(
        random(after.length),
        random(3),
        ...Array.from({ length: random(4) }, (_, i) => `new ${round} ${edit} ${i}`),
      );
    const hunks = diffLines(before.join('\n'), after.join('\n'));
    for (const [i, text] of before.entries()) {
      const { line, gone } = shiftLine(hunks, i + 1);
      if (after.includes(text)) assert.deepEqual([after[line - 1], gone], [text, false], `round ${round}`);
    }
  }
});
