import * as vscode from 'vscode';
import { inlineLines, isFunctionShown, isSure } from '../../core/figures/inline-lines.ts';
import type { LineRange } from '../../core/figures/measured-site.ts';
import type { Figures } from '../../host/figures/figures.ts';
import { inlineContext } from '../../host/inline-settings.ts';
import type { DecorationSettings } from './decoration-settings.ts';
import { type DecorationTypes, TONE_COLORS } from './decoration-types.ts';
import { LEVELS, type Level, levelOfFigures } from './levels.ts';

/** What is drawn on. */
export type DrawnEditor = Pick<vscode.TextEditor, 'document' | 'setDecorations'>;

/** Draws what is known of the lines of a range; marks of the whole file. */
export function drawEditor(
  editor: DrawnEditor,
  range: LineRange,
  types: DecorationTypes,
  figures: Pick<Figures, 'of' | 'snapshot'>,
  settings: DecorationSettings,
): void {
  const { document } = editor;
  const found = figures.of(document);
  const pieces: vscode.DecorationOptions[][] = types.pieces.map(() => []);
  const lines = found ? inlineLines(found, settings.inline, range, inlineContext(figures.snapshot)) : [];
  for (const { line, parts } of lines) {
    if (line > document.lineCount) continue;
    const end = document.lineAt(line - 1).range.end;
    for (const [i, { text, tone }] of joinBeyond(parts, pieces.length).entries())
      pieces[i]?.push({
        range: new vscode.Range(end, end),
        renderOptions: {
          after: { contentText: text, color: TONE_COLORS[tone], margin: i === 0 ? '0 0 0 3ch' : '0' },
        },
      });
  }
  for (const [i, type] of types.pieces.entries()) editor.setDecorations(type, pieces[i] ?? []);
  const marks = found ? marksOf(found, settings) : new Map<number, Level>();
  const at = (level: Level, on: boolean) =>
    on
      ? [...marks]
          .filter(([line, l]) => l === level && line <= document.lineCount)
          .map(([line]) => document.lineAt(line - 1).range)
      : [];
  for (const level of LEVELS) {
    setAt(editor, types.gutter.get(level), at(level, settings.gutter));
    setAt(editor, types.ruler.get(level), at(level, settings.ruler));
    setAt(editor, types.heat.get(level), at(level, settings.heat));
  }
}

/** Marks of the whole file: the overview ruler shows all of it, and they are few. */
function marksOf(
  { functions, calls, throws }: NonNullable<ReturnType<Figures['of']>>,
  { inline, minimumShare }: DecorationSettings,
): Map<number, Level> {
  const marks = new Map<number, Level>();
  const mark = (line: number, level: Level | undefined) => {
    const before = marks.get(line);
    if (level && (!before || LEVELS.indexOf(level) > LEVELS.indexOf(before))) marks.set(line, level);
  };
  for (const f of functions)
    if (isFunctionShown(f, inline)) mark(f.code.line, levelOfFigures(f, minimumShare));
  for (const call of calls)
    if (isFunctionShown(call, inline)) mark(call.line, levelOfFigures(call, minimumShare));
  for (const t of throws)
    if (isSure(t.mapping, inline.minimumConfidence) && t.stale?.state !== 'changed') mark(t.line, 'error');
  return marks;
}

function setAt(
  editor: DrawnEditor,
  type: vscode.TextEditorDecorationType | undefined,
  ranges: readonly vscode.Range[],
): void {
  if (type) editor.setDecorations(type, ranges);
}

function joinBeyond<T extends { readonly text: string }>(parts: readonly T[], most: number): readonly T[] {
  const last = parts[most - 1];
  if (!last || parts.length <= most) return parts;
  const rest = parts.slice(most - 1).map((part) => part.text);
  return [...parts.slice(0, most - 1), { ...last, text: rest.join('') }];
}
