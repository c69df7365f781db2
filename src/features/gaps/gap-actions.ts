import * as vscode from 'vscode';
import { INTERNAL_COMMANDS } from '../../core/manifest.ts';
import { fixesOf, ignoresOf } from './fix-choices.ts';
import type { GapDiagnostics } from './gap-diagnostics.ts';

/** Quick fixes of gaps. What one would change is worked out when somebody asks for it, and shown before it is made. */
export function registerGapActions(shown: GapDiagnostics): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { scheme: 'file' },
    {
      provideCodeActions: (document, _range, { diagnostics }) =>
        diagnostics.flatMap((diagnostic) => {
          const placed = shown.of(document.uri, diagnostic);
          if (!placed) return [];
          const { folder, finding } = placed;
          const action = (title: string, command: string, ...args: readonly unknown[]) => {
            const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
            made.command = { command, title, arguments: [folder, finding.fingerprint, ...args] };
            made.diagnostics = [diagnostic];
            return made;
          };
          return [
            ...fixesOf(finding).map((choice) => action(choice.title, INTERNAL_COMMANDS.fixGapWith, choice)),
            action(vscode.l10n.t('Why is this a gap?'), INTERNAL_COMMANDS.explainGapOf),
            ...ignoresOf(finding).map((choice) => action(choice.title, INTERNAL_COMMANDS.fixGapWith, choice)),
          ];
        }),
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}
