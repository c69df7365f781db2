/** Offsets in UTF-16 units of the text as it was; edits do not overlap. */
export type TextEdit = { readonly start: number; readonly end: number; readonly text: string };

export const insert = (at: number, text: string): TextEdit => ({ start: at, end: at, text });
export const replace = (start: number, end: number, text: string): TextEdit => ({ start, end, text });

/** Edits at one place apply in the order given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = edits.map((edit, order) => ({ edit, order }));
  sorted.sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.order - b.order);
  let out = '';
  let at = 0;
  for (const { edit } of sorted) {
    if (edit.start < at) throw new Error('Edits overlap.');
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}

export const eolOf = (text: string): string => (/\r\n/.test(text) ? '\r\n' : '\n');

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** White space at the start of the line that `at` stands in. */
export const indentAt = (text: string, at: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, at), lineStart(text, at) + 400))?.[0] ?? '';

/** One step of indentation as the file has it: a tab, or the spaces that most steps take. */
export function indentUnit(text: string, fallback: string): string {
  const steps = new Map<number, number>();
  let tabs = 0;
  let before = 0;
  let lines = 0;
  for (const line of text.split('\n', 4000)) {
    if (/^\s*$/.test(line) || /^\s*\*/.test(line)) continue;
    lines++;
    if (line.startsWith('\t')) tabs++;
    const depth = /^ */.exec(line)?.[0].length ?? 0;
    const step = depth - before;
    if (step === 2 || step === 4 || step === 3 || step === 8) steps.set(step, (steps.get(step) ?? 0) + 1);
    before = depth;
  }
  if (tabs > 0 && tabs * 4 > lines - tabs) return '\t';
  const [best] = [...steps].sort((a, b) => b[1] - a[1]);
  return best ? ' '.repeat(best[0]) : fallback;
}

/**
 * Shifts the lines that begin in a range to the right, but none that begin inside a string of several lines: there
 * white space is text.
 */
export function shiftLines(
  text: string,
  range: { readonly start: number; readonly end: number },
  by: string,
  strings: readonly { readonly startIndex: number; readonly endIndex: number }[],
): TextEdit[] {
  const edits: TextEdit[] = [];
  let next = 0;
  const kept = [...strings].sort((a, b) => a.startIndex - b.startIndex);
  for (let at = lineStart(text, range.start); at < range.end; at = lineEnd(text, at) + 1) {
    if (at < range.start && text.slice(at, range.start).trim() !== '') continue;
    while (next < kept.length && (kept[next]?.endIndex ?? 0) <= at) next++;
    const string = kept[next];
    const inside = string !== undefined && string.startIndex < at;
    const blank = /^[ \t]*\r?(?:\n|$)/.test(text.slice(at, Math.min(lineEnd(text, at) + 1, at + 2000)));
    if (!inside && !blank) edits.push(insert(at, by));
  }
  return edits;
}
