import * as vscode from 'vscode';
import { ignoreComment, type ProblemRule } from '../../core/figures/ignore-comment.ts';
import { INTERNAL_COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import type { Config } from '../../host/config.ts';
import { reportError } from '../../host/errors.ts';
import { SEVERITY_KEYS, type ShownProblems } from './show-problems.ts';

export type ActionDeps = { readonly config: Config; readonly log: Logger };

/** Quick fixes of problems: show the trace that proves it, find others, say why it is fine here, or hear no more of it. */
export function registerProblemActions(shown: ShownProblems, { config, log }: ActionDeps): vscode.Disposable {
  const { t } = vscode.l10n;
  const provider = vscode.languages.registerCodeActionsProvider(
    { scheme: 'file' },
    {
      provideCodeActions: (document, _range, { diagnostics }) =>
        diagnostics.flatMap((diagnostic) => {
          const found = shown.of(document.uri, diagnostic);
          if (!found) return [];
          const { problem, link } = found;
          const run = (title: string, command: string, ...args: readonly unknown[]) =>
            action(title, diagnostic, { command, arguments: [...args] });
          const { rule, code } = problem;
          return [
            ...(link ? [run(t('Show the trace'), INTERNAL_COMMANDS.followLink, link.number)] : []),
            ...(code ? [run(t('Find traces of {0}', code.name), INTERNAL_COMMANDS.tracesOfCode, code)] : []),
            run(
              t('Ignore "{0}" here...', rule),
              INTERNAL_COMMANDS.ignoreProblem,
              document.uri,
              diagnostic.range.start.line,
              rule,
            ),
            run(t('Switch "{0}" off in this workspace', rule), INTERNAL_COMMANDS.switchProblemOff, rule),
          ];
        }),
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
  const command = (id: string, run: (...args: never[]) => Promise<void>) =>
    vscode.commands.registerCommand(id, (...args: never[]) =>
      run(...args).catch((error) => reportError(log, error)),
    );
  return vscode.Disposable.from(
    provider,
    command(INTERNAL_COMMANDS.ignoreProblem, ignoreHere),
    command(INTERNAL_COMMANDS.switchProblemOff, (rule: ProblemRule) =>
      config.update(SEVERITY_KEYS[rule], 'off', 'workspace'),
    ),
  );
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

async function ignoreHere(uri: vscode.Uri, line: number, rule: ProblemRule): Promise<void> {
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
