import * as vscode from 'vscode';
import type { LineRange } from '../../core/figures/measured-site.ts';
import type { Logger } from '../../core/ports.ts';
import type { Config } from '../../host/config.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Figures } from '../../host/figures/figures.ts';
import { DECORATION_KEYS, isAnythingOn, readDecorationSettings } from './decoration-settings.ts';
import { createDecorationTypes } from './decoration-types.ts';
import { drawEditor } from './draw-editor.ts';

export type DecorationDeps = { readonly figures: Figures; readonly config: Config; readonly log: Logger };

/** Lines beyond the screen that are drawn too, so that scrolling does not show them come. */
const MARGIN = 60;
/** ms; scrolling and typing bring events faster than anybody sees. */
const SETTLE_MS = 30;

/** Marks that never move code: text behind lines, icons beside them, marks in the overview ruler, background. */
export function registerDecorations({ figures, config, log }: DecorationDeps): vscode.Disposable {
  const store = new DisposableStore();
  const types = store.add(createDecorationTypes());
  /** Lines drawn in each editor. */
  const drawn = new Map<vscode.TextEditor, LineRange>();
  const due = new Set<vscode.TextEditor>();
  let settings = readDecorationSettings(config, log);
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
      if (!DECORATION_KEYS.some(affects)) return;
      settings = readDecorationSettings(config, log);
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

function visibleLines({ visibleRanges }: vscode.TextEditor): LineRange {
  const first = visibleRanges[0]?.start.line ?? 0;
  const last = visibleRanges.at(-1)?.end.line ?? 0;
  return { line: first + 1, endLine: last + 1 };
}

function rangeInView(editor: vscode.TextEditor): LineRange {
  const { line, endLine } = visibleLines(editor);
  return { line: Math.max(1, line - MARGIN), endLine: endLine + MARGIN };
}
