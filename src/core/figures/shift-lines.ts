import type { FileFigures } from './file-figures.ts';
import type { CodeFunction } from './measured-site.ts';

/** One edit, in the lines of the text before it. Lines count from 1. */
export type LineEdit = {
  readonly startLine: number;
  /** Nothing but white space stands before the edit's start: what follows moves with the line breaks put there. */
  readonly atLineStart: boolean;
  readonly endLine: number;
  /** Line breaks in the text that was put in. */
  readonly inserted: number;
};

/** Where a line is after edits made in this order; undefined when it was deleted. */
export function shiftLine(line: number, edits: readonly LineEdit[]): number | undefined {
  let at = line;
  for (const { startLine, atLineStart, endLine, inserted } of edits) {
    if (at < startLine) continue;
    if (at === startLine && !(atLineStart && at === endLine)) {
      // An edit that begins before the line's text and ends further down takes the line with it.
      if (atLineStart && endLine > startLine) return undefined;
      continue;
    }
    // The rest of the last line touched is still there, behind what was put in.
    if (at < endLine) return undefined;
    at += inserted - (endLine - startLine);
  }
  return at;
}

/** Figures at the lines where their code is now, until the indexer has read the new text. */
export function shiftFigures(figures: FileFigures, edits: readonly LineEdit[]): FileFigures {
  const moved = <T extends { readonly line: number }>(items: readonly T[]) =>
    items.flatMap((item) => {
      const line = shiftLine(item.line, edits);
      return line === undefined ? [] : [{ ...item, line }];
    });
  return {
    functions: figures.functions.flatMap((f) => {
      const code = shiftFunction(f.code, edits);
      return code ? [{ ...f, code }] : [];
    }),
    calls: moved(figures.calls),
    throws: moved(figures.throws),
  };
}

function shiftFunction(code: CodeFunction, edits: readonly LineEdit[]): CodeFunction | undefined {
  const line = shiftLine(code.line, edits);
  if (line === undefined) return undefined;
  return {
    ...code,
    line,
    startLine: Math.min(line, shiftLine(code.startLine, edits) ?? line),
    endLine: Math.max(line, shiftLine(code.endLine, edits) ?? line),
    loops: code.loops.flatMap((loop) => {
      const [start, end] = [shiftLine(loop.line, edits), shiftLine(loop.endLine, edits)];
      return start === undefined ? [] : [{ line: start, endLine: end ?? start }];
    }),
  };
}
