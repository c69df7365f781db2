import * as vscode from 'vscode';
import {
  type InlineSettings,
  inlineLines,
  isFunctionShown,
  isSure,
} from '../../core/figures/inline-lines.ts';
import type { LineRange } from '../../core/figures/measured-site.ts';
import type { Logger } from '../../core/ports.ts';
import type { Config } from '../../host/config.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Figures } from '../../host/figures/figures.ts';
import { inlineContext, readInlineSettings } from '../../host/inline-settings.ts';
import { createDecorationTypes, type DecorationTypes, TONE_COLORS } from './decoration-types.ts';
import { LEVELS, type Level, levelOfFigures } from './levels.ts';

export type DecorationDeps = { readonly figures: Figures; readonly config: Config; readonly log: Logger };

/** Lines beyond the screen that are drawn too, so that scrolling does not show them come. */
const MARGIN = 60;
/** ms; scrolling and typing bring events faster than anybody sees. */
const SETTLE_MS = 30;

type Settings = {
  readonly inline: InlineSettings;
  readonly gutter: boolean;
  readonly ruler: boolean;
  readonly heat: boolean;
  readonly minimumShare: number;
};

/** Marks that never move code: text behind lines, icons beside them, marks in the overview ruler, background. */
export function registerDecorations({ figures, config, log }: DecorationDeps): vscode.Disposable {
  const store = new DisposableStore();
  const types = store.add(createDecorationTypes());
  /** Lines drawn in each editor. */
  const drawn = new Map<vscode.TextEditor, LineRange>();
  const due = new Set<vscode.TextEditor>();
  let settings = readSettings(config, log);
  let watch: vscode.Disposable | undefined;
  let timer: NodeJS.Timeout | undefined;

  const drawSoon = (editors: readonly vscode.TextEditor[]) => {
    for (const editor of editors) due.add(editor);
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const editor of due) if (vscode.window.visibleTextEditors.includes(editor)) draw(editor);
      due.clear();
    }, SETTLE_MS);
  };
  const draw = (editor: vscode.TextEditor) => {
    if (editor.document.uri.scheme !== 'file') return;
    const range = rangeInView(editor);
    drawn.set(editor, range);
    drawEditor(editor, range, types, figures, settings);
  };
  const watchAsNeeded = () => {
    const wanted = isAnythingOn(settings);
    if (wanted) watch ??= figures.watch();
    else {
      watch?.dispose();
      watch = undefined;
    }
  };

  store.add(
    figures.onDidChange((uri) =>
      drawSoon(
        vscode.window.visibleTextEditors.filter((e) => !uri || e.document.uri.toString() === uri.toString()),
      ),
    ),
  );
  store.add(
    vscode.window.onDidChangeVisibleTextEditors((editors) => {
      for (const editor of drawn.keys()) if (!editors.includes(editor)) drawn.delete(editor);
      drawSoon(editors.filter((editor) => !drawn.has(editor)));
    }),
  );
  store.add(
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
      const known = drawn.get(textEditor);
      const { line, endLine } = visibleLines(textEditor);
      if (!known || line < known.line || endLine > known.endLine) drawSoon([textEditor]);
    }),
  );
  store.add(
    config.onChange((affects) => {
      if (!INLINE_KEYS.some(affects)) return;
      settings = readSettings(config, log);
      watchAsNeeded();
      drawSoon(vscode.window.visibleTextEditors);
    }),
  );
  store.add({
    dispose: () => {
      clearTimeout(timer);
      watch?.dispose();
    },
  });
  watchAsNeeded();
  drawSoon(vscode.window.visibleTextEditors);
  return store;
}

const INLINE_KEYS = [
  'inline.functions',
  'inline.calls',
  'inline.exceptions',
  'inline.gutter',
  'inline.overviewRuler',
  'inline.heat',
  'inline.functionTemplate',
  'inline.callTemplate',
  'inline.exceptionTemplate',
  'inline.minimumCalls',
  'inline.minimumDuration',
  'inline.minimumCallDuration',
  'inline.minimumConfidence',
  'inline.minimumShare',
] as const;

function readSettings(config: Config, log: Logger): Settings {
  return {
    inline: readInlineSettings(config, log),
    gutter: config.get('inline.gutter'),
    ruler: config.get('inline.overviewRuler'),
    heat: config.get('inline.heat'),
    minimumShare: Math.max(0, config.get('inline.minimumShare')) / 100,
  };
}

const isAnythingOn = ({ inline, gutter, ruler, heat }: Settings) =>
  gutter || ruler || heat || [inline.functions, inline.calls, inline.exceptions].some((t) => t !== undefined);

function visibleLines({ visibleRanges }: vscode.TextEditor): LineRange {
  const first = visibleRanges[0]?.start.line ?? 0;
  const last = visibleRanges.at(-1)?.end.line ?? 0;
  return { line: first + 1, endLine: last + 1 };
}

function rangeInView(editor: vscode.TextEditor): LineRange {
  const { line, endLine } = visibleLines(editor);
  return { line: Math.max(1, line - MARGIN), endLine: endLine + MARGIN };
}

function drawEditor(
  editor: vscode.TextEditor,
  range: LineRange,
  types: DecorationTypes,
  figures: Figures,
  settings: Settings,
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
  { inline, minimumShare }: Settings,
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
  editor: vscode.TextEditor,
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
