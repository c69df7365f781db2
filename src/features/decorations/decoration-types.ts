import * as vscode from 'vscode';
import type { InlineTone } from '../../core/figures/inline-lines.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { gutterIcon } from './gutter-icons.ts';
import { LEVELS, type Level } from './levels.ts';

/** Pieces of one line's text that can have a colour of their own; what is beyond is added to the last. */
const PIECES = 6;

export type DecorationTypes = {
  /** In the order in which VS Code draws them where they stand at the same place. */
  readonly pieces: readonly vscode.TextEditorDecorationType[];
  readonly gutter: ReadonlyMap<Level, vscode.TextEditorDecorationType>;
  readonly ruler: ReadonlyMap<Level, vscode.TextEditorDecorationType>;
  readonly heat: ReadonlyMap<Level, vscode.TextEditorDecorationType>;
  dispose(): void;
};

export const TONE_COLORS: Readonly<Record<InlineTone, vscode.ThemeColor>> = {
  plain: new vscode.ThemeColor('spanlight.inlineForeground'),
  error: new vscode.ThemeColor('spanlight.inlineErrorForeground'),
  stale: new vscode.ThemeColor('spanlight.inlineStaleForeground'),
};

export function createDecorationTypes(): DecorationTypes {
  const store = new DisposableStore();
  const create = (options: vscode.DecorationRenderOptions) =>
    store.add(vscode.window.createTextEditorDecorationType(options));
  const atLevels = (options: (level: Level) => vscode.DecorationRenderOptions) =>
    new Map(LEVELS.map((level) => [level, create(options(level))]));
  return {
    pieces: orderedTypes(create),
    gutter: atLevels((level) => ({
      dark: { gutterIconPath: gutterIcon(level, 'dark') },
      light: { gutterIconPath: gutterIcon(level, 'light') },
      gutterIconSize: 'contain',
    })),
    ruler: atLevels((level) => ({
      overviewRulerLane: vscode.OverviewRulerLane.Center,
      overviewRulerColor: new vscode.ThemeColor(
        level === 'error' ? 'spanlight.overviewRulerError' : 'spanlight.overviewRulerHot',
      ),
    })),
    heat: atLevels((level) => ({
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor(HEAT_COLORS[level]),
    })),
    dispose: () => store.dispose(),
  };
}

const HEAT_COLORS: Readonly<Record<Level, string>> = {
  low: 'spanlight.heatLowBackground',
  medium: 'spanlight.heatMediumBackground',
  high: 'spanlight.heatHighBackground',
  error: 'spanlight.heatErrorBackground',
};

/**
 * Texts of several types at one place are drawn in the order of their class names, which begin with the types' keys
 * ("TextEditorDecorationType9", "...10"): compared as text.
 */
function orderedTypes(
  create: (options: vscode.DecorationRenderOptions) => vscode.TextEditorDecorationType,
): vscode.TextEditorDecorationType[] {
  const rangeBehavior = vscode.DecorationRangeBehavior.ClosedOpen;
  const types = Array.from({ length: PIECES }, () => create({ rangeBehavior }));
  return types.sort((a, b) => (`${a.key}-` < `${b.key}-` ? -1 : 1));
}
