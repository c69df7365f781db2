import * as vscode from 'vscode';
import { ignoreComment } from '../../core/figures/ignore-comment.ts';
import { INTERNAL_COMMANDS } from '../../core/manifest.ts';
import type { Problem } from './problem.ts';
import type { ShownProblems } from './show-problems.ts';

/** Quick fixes of problems: show the trace that proves it, or say why it is fine here. */
export function registerProblemActions(shown: ShownProblems): vscode.Disposable {
  const actions = vscode.languages.registerCodeActionsProvider(
    { scheme: 'file' },
    {
      provideCodeActions: (document, _range, { diagnostics }) =>
        diagnostics.flatMap((diagnostic) => {
          const found = shown.of(document.uri, diagnostic);
          if (!found) return [];
          const { problem, link } = found;
          const ignore = action(vscode.l10n.t('Ignore "{0}" here...', problem.rule), diagnostic, {
            command: INTERNAL_COMMANDS.ignoreProblem,
            arguments: [document.uri, diagnostic.range.start.line, problem.rule],
          });
          if (!link) return [ignore];
          const show = action(vscode.l10n.t('Show the trace'), diagnostic, {
            command: INTERNAL_COMMANDS.followLink,
            arguments: [link.number],
          });
          return [show, ignore];
        }),
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
  const command = vscode.commands.registerCommand(INTERNAL_COMMANDS.ignoreProblem, ignoreHere);
  return vscode.Disposable.from(actions, command);
}

function action(
  title: string,
  diagnostic: vscode.Diagnostic,
  command: Omit<vscode.Command, 'title'>,
): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.command = { title, ...command };
  made.diagnostics = [diagnostic];
  return made;
}

async function ignoreHere(uri: vscode.Uri, line: number, rule: Problem['rule']): Promise<void> {
  const reason = await vscode.window.showInputBox({
    title: vscode.l10n.t('Why is "{0}" fine here?', rule),
    prompt: vscode.l10n.t('The reason goes into a comment above the line, for whoever reads the code next.'),
  });
  if (reason === undefined) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  const comment = ignoreComment(document.languageId, document.lineAt(line).text, rule, reason);
  edit.insert(uri, new vscode.Position(line, 0), comment);
  await vscode.workspace.applyEdit(edit);
}
