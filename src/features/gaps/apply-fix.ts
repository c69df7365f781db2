import * as vscode from 'vscode';
import type { Finding } from '../../core/gaps/model.ts';
import type { Logger } from '../../core/ports.ts';
import { reportError } from '../../host/errors.ts';
import type { Indexer } from '../../host/indexer.ts';
import type { FixChoice, FixedFile, GapFix } from '../../protocol/indexer-gaps.ts';
import type { FixPreview } from './fix-preview.ts';

export type FixDeps = { readonly indexer: Indexer; readonly log: Logger; readonly preview: FixPreview };

export type Fixable = { readonly folder: string; readonly finding: Pick<Finding, 'fingerprint'> };

type Plan = Exclude<GapFix, { refused: string }>;
export type Planned =
  | { readonly edit: vscode.WorkspaceEdit; readonly fix: Plan }
  | { readonly refused: string };

/** Asks the indexer for the edits of a fix; nothing is changed. */
export async function planEdit(
  { indexer }: Pick<FixDeps, 'indexer'>,
  { folder, finding }: Fixable,
  choice: FixChoice,
): Promise<Planned> {
  const fix = await indexer.call('gaps.fix', { folder, fingerprint: finding.fingerprint, choice });
  return 'refused' in fix ? fix : editOf(folder, fix);
}

async function editOf(folder: string, fix: Plan): Promise<Planned> {
  const edit = new vscode.WorkspaceEdit();
  for (const file of fix.files) {
    const uri = vscode.Uri.joinPath(vscode.Uri.file(folder), file.file);
    if (file.created) {
      edit.createFile(uri, { ignoreIfExists: false, contents: new TextEncoder().encode(file.after) });
      continue;
    }
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.getText().length !== file.before) return { refused: changed(file) };
    for (const { start, end, text } of file.edits)
      edit.replace(uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  }
  return { edit, fix };
}

const changed = ({ file }: FixedFile): string =>
  vscode.l10n.t('{0} was changed while the fix was worked out. Try again.', file);

/** Shows the change, makes it, says what an editor cannot do, and offers to run that. */
export async function applyFix(
  deps: FixDeps,
  target: Fixable,
  choice: FixChoice,
  title: string,
): Promise<boolean> {
  try {
    const planned = await planEdit(deps, target, choice);
    if ('refused' in planned) {
      void vscode.window.showInformationMessage(planned.refused);
      return false;
    }
    // What is ignored is one line that was asked for.
    if (choice.kind !== 'ignore' && !(await deps.preview.ask(title, target.folder, planned.fix.files)))
      return false;
    // The text may have changed while the preview was open.
    const again = await editOf(target.folder, planned.fix);
    if ('refused' in again) {
      void vscode.window.showInformationMessage(again.refused);
      return false;
    }
    const dirty = new Set(
      vscode.workspace.textDocuments.filter((d) => d.isDirty).map((d) => d.uri.toString()),
    );
    if (!(await vscode.workspace.applyEdit(again.edit, { isRefactoring: true }))) return false;
    await afterFix(deps, target.folder, planned.fix, choice, dirty);
    const [first] = planned.fix.files;
    if (first && choice.kind !== 'ignore')
      await vscode.window.showTextDocument(vscode.Uri.joinPath(vscode.Uri.file(target.folder), first.file), {
        preview: true,
      });
    return true;
  } catch (error) {
    await reportError(deps.log, error);
    return false;
  }
}

/** Manifests have to be on disk for what is run next; files that had unsaved changes are left to their owner. */
export async function afterFix(
  deps: FixDeps,
  folder: string,
  fix: Plan,
  choice: FixChoice,
  dirty: ReadonlySet<string>,
): Promise<void> {
  const code = choice.kind !== 'install' && choice.kind !== 'ignore';
  for (const { file, created } of fix.files) {
    const uri = vscode.Uri.joinPath(vscode.Uri.file(folder), file);
    if (created || dirty.has(uri.toString()) || (code && !isManifest(file))) continue;
    await (await vscode.workspace.openTextDocument(uri)).save();
  }
  // Watchers take their time, and some folders have none.
  const paths = fix.files.map(({ file }) => vscode.Uri.joinPath(vscode.Uri.file(folder), file).fsPath);
  await deps.indexer.call('index.changed', { paths });
  const { notes, command } = fix;
  const next = command ? vscode.l10n.t('{0} has to run now.', `"${command.line}"`) : '';
  const text = [...notes, next].filter(Boolean).join(' ');
  if (text === '') return;
  const run = vscode.l10n.t('Run in Terminal');
  // Not awaited: the message may stay for long.
  vscode.window.showInformationMessage(text, ...(command ? [run] : [])).then(
    (picked) => {
      if (picked !== run || !command) return;
      const cwd = vscode.Uri.joinPath(vscode.Uri.file(folder), command.folder);
      const terminal = vscode.window.createTerminal({ name: 'Spanlight', cwd });
      terminal.show();
      terminal.sendText(command.line);
    },
    (error) => reportError(deps.log, error),
  );
}

const isManifest = (file: string): boolean =>
  /(?:package\.json|go\.mod|pom\.xml|\.gradle(?:\.kts)?|Cargo\.toml|\.txt|\.toml|Pipfile)$/.test(file);
