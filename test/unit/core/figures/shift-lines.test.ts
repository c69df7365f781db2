import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinFile } from '../../../../src/core/figures/join-file.ts';
import { type LineEdit, shiftFigures, shiftLine } from '../../../../src/core/figures/shift-lines.ts';
import { codeAt, FOLDER, functionAt, measured, statsOf } from '../../../support/figures-fixture.ts';

/** An edit from a line (`5` from within its text, `|5` from its start) to a line, putting in so many line breaks. */
function edit(from: number | string, endLine: number, inserted: number): LineEdit {
  const atLineStart = typeof from === 'string';
  return { startLine: atLineStart ? Number(from.slice(1)) : from, atLineStart, endLine, inserted };
}

const cases: [string, LineEdit[], number, number | undefined][] = [
  ['three lines above', [edit('|2', 2, 3)], 5, 8],
  ['below', [edit('|7', 7, 3)], 5, 5],
  ['Enter at the start of the line', [edit('|5', 5, 1)], 5, 6],
  ['Enter at the end of the line', [edit(5, 5, 1)], 5, 5],
  ['typing in the line', [edit(5, 5, 0)], 5, 5],
  ['two lines above deleted', [edit('|2', 4, 0)], 5, 3],
  ['the line above deleted from its end', [edit(3, 4, 0)], 5, 4],
  ['the line deleted', [edit('|5', 6, 0)], 5, undefined],
  ['a stretch around it replaced', [edit(3, 8, 1)], 5, undefined],
  ['joined with the line above', [edit(4, 5, 0)], 5, 4],
  ['the next line joined to it', [edit(5, 6, 0)], 5, 5],
  ['two edits, the lower first as the editor sends them', [edit('|9', 9, 2), edit('|1', 1, 1)], 5, 6],
];

for (const [what, edits, line, expected] of cases)
  test(what, () => assert.equal(shiftLine(line, edits), expected));

test('functions, their ends and their loops move; what was deleted is gone', () => {
  const figures = joinFile({
    folder: FOLDER,
    file: 'a.ts',
    functions: [functionAt('one', 2, 4), functionAt('two', 10, 20, { loops: [{ line: 12, endLine: 14 }] })],
    sites: [
      measured('a', codeAt('a.ts', 2), statsOf([1])),
      measured('b', codeAt('a.ts', 10), statsOf([1])),
      measured('c', codeAt('a.ts', 13, { strategy: 'database' }), statsOf([1])),
    ],
    throws: [],
    criticalShare: () => undefined,
    changedMs: () => undefined,
    fromMs: 0,
  });
  const { functions, calls } = shiftFigures(figures, [edit('|1', 5, 1)]);
  assert.deepEqual(
    functions.map(({ code }) => [code.symbol, code.line, code.endLine, code.loops]),
    [['two', 7, 17, [{ line: 9, endLine: 11 }]]],
  );
  assert.deepEqual(
    calls.map((c) => c.line),
    [10],
  );
});
