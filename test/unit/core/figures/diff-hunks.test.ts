import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedLines, overlaps } from '../../../../src/core/figures/diff-hunks.ts';

const DIFF = `diff --git a/a.ts b/a.ts
index 1..2 100644
--- a/a.ts
+++ b/a.ts
@@ -1,5 +1,6 @@ export function a() {
 one
-two
+zwei
+drei
 three
 four
 five
@@ -20,4 +21,3 @@
 twenty
-gone
 x
 y
\\ No newline at end of file
`;

test('lines put in are those of the new text, a cut is the lines around it', () => {
  assert.deepEqual(changedLines(DIFF), [
    { line: 1, endLine: 3 },
    { line: 21, endLine: 22 },
  ]);
});

test('a diff without context, a new file, an emptied one, and no diff', () => {
  assert.deepEqual(changedLines('@@ -3 +3 @@\n-a\n+b\n'), [{ line: 2, endLine: 3 }]);
  assert.deepEqual(changedLines('@@ -0,0 +1,2 @@\n+a\n+b\n'), [{ line: 1, endLine: 2 }]);
  assert.deepEqual(changedLines('@@ -5,2 +4,0 @@\n-a\n-b\n'), [{ line: 4, endLine: 5 }]);
  assert.deepEqual(changedLines(''), []);
  assert.deepEqual(changedLines('Binary files differ'), []);
});

test('whether a function was touched', () => {
  const changed = changedLines(DIFF);
  assert.equal(overlaps(changed, { line: 3, endLine: 10 }), true);
  assert.equal(overlaps(changed, { line: 4, endLine: 20 }), false);
  assert.equal(overlaps([], { line: 1, endLine: 100 }), false);
});
