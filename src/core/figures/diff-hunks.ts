import type { LineRange } from './measured-site.ts';

/** Lines of the new text that a unified diff of one file changed. Where lines were only deleted: those around the cut. */
export function changedLines(diff: string): LineRange[] {
  const ranges: LineRange[] = [];
  for (const match of diff.matchAll(/^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@.*$/gm)) {
    // Context lines of the hunk are not changed: the lines with a mark are.
    let line = Number(match[1]);
    if (match[2] === '0') line++;
    const body = diff.slice((match.index ?? 0) + match[0].length + 1);
    for (const text of body.split('\n')) {
      const mark = text.charAt(0);
      if (mark === '+') add(ranges, line, line++);
      else if (mark === '-') add(ranges, Math.max(1, line - 1), line);
      else if (mark === ' ') line++;
      else if (mark !== '\\') break;
    }
  }
  return ranges;
}

/** Ranges that meet are one. */
function add(ranges: LineRange[], line: number, endLine: number): void {
  const last = ranges.at(-1);
  if (last && line <= last.endLine + 1 && line >= last.line)
    ranges[ranges.length - 1] = { line: last.line, endLine: Math.max(last.endLine, endLine) };
  else ranges.push({ line, endLine });
}

export const overlaps = (ranges: readonly LineRange[], { line, endLine }: LineRange): boolean =>
  ranges.some((range) => range.line <= endLine && range.endLine >= line);
