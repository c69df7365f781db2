import * as vscode from 'vscode';
import type { FunctionFigures } from '../../core/figures/file-figures.ts';
import { inlineLines } from '../../core/figures/inline-lines.ts';
import { parseTemplate } from '../../core/figures/template.ts';
import { INTERNAL_COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import type { Config } from '../../host/config.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Figures } from '../../host/figures/figures.ts';
import type { MeasuredCode } from '../../host/function-actions.ts';
import { inlineContext, readInlineSettings } from '../../host/inline-settings.ts';

export type CodeLensDeps = {
  readonly figures: Figures;
  readonly config: Config;
  readonly log: Logger;
};

/** The figures of functions above their first line, for those who like them there. They move code: off by default. */
export function registerCodeLens({ figures, config, log }: CodeLensDeps): vscode.Disposable {
  const store = new DisposableStore();
  const changed = store.add(new vscode.EventEmitter<void>());
  let watch: vscode.Disposable | undefined;
  const follow = () => {
    if (config.get('codeLens.enabled')) watch ??= figures.watch();
    else {
      watch?.dispose();
      watch = undefined;
    }
    changed.fire();
  };
  store.add(figures.onDidChange(() => watch && changed.fire()));
  store.add(config.onChange((affects) => affects('codeLens.enabled') && follow()));
  store.add({ dispose: () => watch?.dispose() });
  store.add(
    vscode.languages.registerCodeLensProvider(
      { scheme: 'file' },
      {
        onDidChangeCodeLenses: changed.event,
        provideCodeLenses: (document) => {
          const known = watch && figures.of(document);
          if (!known) return [];
          const settings = readInlineSettings(config, log);
          const context = inlineContext(figures.snapshot);
          // Where the text behind lines is switched off its template still says what to show.
          const functions = settings.functions ?? parseTemplate(config.get('inline.functionTemplate'));
          return known.functions.flatMap((fn): vscode.CodeLens[] => {
            const [line] = inlineLines(
              { functions: [fn], calls: [], throws: [] },
              { ...settings, functions },
              { line: fn.code.line, endLine: fn.code.line },
              context,
            );
            if (!line || fn.code.line > document.lineCount) return [];
            const text = line.parts.map((part) => part.text).join('');
            return [lensOf(fn, text)];
          });
        },
      },
    ),
  );
  follow();
  return store;
}

function lensOf({ code, sites, stats, mapping }: FunctionFigures, title: string): vscode.CodeLens {
  const range = new vscode.Range(code.line - 1, 0, code.line - 1, 0);
  const measured: MeasuredCode = { name: code.symbol, sites, stats, mapping };
  const command = {
    title,
    tooltip: vscode.l10n.t('Find the traces of {0}', code.symbol),
    command: INTERNAL_COMMANDS.tracesOfCode,
    arguments: [measured],
  };
  return new vscode.CodeLens(range, command);
}
