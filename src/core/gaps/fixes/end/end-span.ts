import { type FixOutcome, type FixTarget, type ParsedFile, planOf, refused } from '../fix-plan.ts';
import { nodesIn, type SyntaxNode } from '../syntax.ts';
import {
  eolOf,
  indentAt,
  indentUnit,
  insert,
  lineEnd,
  lineStart,
  replace,
  shiftLines,
  type TextEdit,
} from '../text-edit.ts';
import { type Held, heldAt, loneEnds } from './held.ts';

/** The end in `defer`, `finally` or `using`: however the code is left, the span ends. */
export function endSpan(file: ParsedFile, target: FixTarget): FixOutcome {
  const held = heldAt(file, target);
  if (!held)
    return refused('The span is not held in a variable of this block; end it by hand where it is done.');
  const { text, language } = file;
  const eol = eolOf(text);
  if (language === 'go') {
    if (!held.statement) return refused('The start of the span is not a statement of its own.');
    const indent = indentAt(text, held.statement.startIndex);
    const ends = loneEnds(held, ['End']);
    return planOf(file.path, [
      ...removed(text, ends),
      insert(held.statement.endIndex, `${eol}${indent}defer ${held.name}.End()`),
    ]);
  }
  if (language === 'csharp') {
    if (!held.statement) return refused('The activity is not held in a variable.');
    if (/^using\b/.test(held.statement.text)) return refused('The activity is disposed already.');
    return planOf(file.path, [insert(held.statement.startIndex, 'using ')]);
  }
  if (language === 'python') return inFinally(file, held, 'end', pythonWords);
  if (language === 'java') return inFinally(file, held, 'end', braceWords);
  if (/^(?:typescript|tsx|javascript)$/.test(language)) return inFinally(file, held, 'end', braceWords);
  return refused('Spans of this language end by themselves or by hand.');
}

type TryWords = (
  end: string,
  indent: string,
  unit: string,
) => { readonly open: string; readonly close: readonly string[] };

const braceWords: TryWords = (end, indent, unit) => ({
  open: 'try {',
  close: [`${indent}} finally {`, `${indent}${unit}${end}`, `${indent}}`],
});
const pythonWords: TryWords = (end, indent, unit) => ({
  open: 'try:',
  close: [`${indent}finally:`, `${indent}${unit}${end}`],
});

/** What follows the start moves into a try. */
function inFinally(file: ParsedFile, held: Held, method: string, words: TryWords): FixOutcome {
  const { text, language } = file;
  const ends = loneEnds(held, [method]);
  const gone = new Set(ends.map((e) => e.id));
  const rest = held.rest.filter((s) => !gone.has(s.id));
  const first = rest[0];
  const last = rest.at(-1);
  const eol = eolOf(text);
  const unit = indentUnit(text, language === 'typescript' ? '  ' : '    ');
  const semi = /;\s*$/.test(held.statement?.text ?? ';') || language === 'java' ? ';' : '';
  const call = `${held.name}.${method}()${language === 'python' ? '' : semi}`;
  if (!first || !last) {
    if (!held.statement) return refused('The callback does nothing: there is nothing to time.');
    return planOf(file.path, [
      ...removed(text, ends),
      insert(held.statement.endIndex, `${eol}${indentAt(text, held.statement.startIndex)}${call}`),
    ]);
  }
  if (lineStart(text, first.startIndex) <= (held.statement?.startIndex ?? held.block.startIndex))
    return refused('Several statements stand in this line. Give each a line of its own first.');
  const indent = indentAt(text, first.startIndex);
  const { open, close } = words(call, indent, unit);
  const start = lineStart(text, first.startIndex);
  const cut = removed(text, ends);
  const inRange = (at: number) => cut.some((e) => at >= e.start && at < e.end);
  const shifted = shiftLines(text, { start, end: last.endIndex }, unit, stringsIn(rest)).filter(
    (e) => !inRange(e.start),
  );
  const endOfLast = lineEndOf(text, last.endIndex);
  return planOf(file.path, [
    insert(start, `${indent}${open}${eol}`),
    ...shifted,
    ...cut,
    insert(endOfLast, `${eol}${close.join(eol)}`),
  ]);
}

/** A comment behind the last statement stays with it. */
function lineEndOf(text: string, at: number): number {
  const end = lineEnd(text, at);
  const behind = text.slice(at, end);
  return /^\s*(?:\/\/.*|#.*|\/\*.*\*\/\s*)?\r?$/.test(behind) ? (text[end - 1] === '\r' ? end - 1 : end) : at;
}

export const stringsIn = (nodes: readonly SyntaxNode[]): SyntaxNode[] =>
  nodes
    .flatMap((one) => [...nodesIn(one)])
    .filter((n) => /string|jsx_text/.test(n.type) && n.endPosition.row > n.startPosition.row);

/** With their lines, where they stand alone in them. */
export function removed(text: string, nodes: readonly SyntaxNode[]): TextEdit[] {
  return nodes.map((node) => {
    const from = lineStart(text, node.startIndex);
    const to = lineEnd(text, node.endIndex);
    const alone =
      text.slice(from, node.startIndex).trim() === '' && text.slice(node.endIndex, to).trim() === '';
    return alone
      ? replace(from, Math.min(text.length, to + 1), '')
      : replace(node.startIndex, node.endIndex, '');
  });
}
