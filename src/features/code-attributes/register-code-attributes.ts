import * as vscode from 'vscode';
import { emit } from '../../core/emitters/emit.ts';
import { below, type Emission, type EmitterLanguage } from '../../core/emitters/emitter.ts';
import { COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { reportError } from '../../host/errors.ts';
import { findProjects, type WorkspaceProject } from './find-projects.ts';
import { Preview } from './preview.ts';
import { readText, writeText } from './write-text.ts';

const TITLES: Readonly<Record<EmitterLanguage, string>> = {
  node: 'Node.js',
  python: 'Python',
  go: 'Go',
  java: 'Java',
  dotnet: '.NET',
};

/** Writes a span processor into a project of the user's, so that its spans say which line started them. */
export function registerCodeAttributes({ log }: { readonly log: Logger }): vscode.Disposable {
  const store = new DisposableStore();
  const preview = store.add(new Preview());
  store.add(
    vscode.commands.registerCommand(COMMANDS.addCodeAttributes, () =>
      addCodeAttributes(preview).catch((error) => reportError(log, error)),
    ),
  );
  return store;
}

async function addCodeAttributes(preview: Preview): Promise<void> {
  const { t } = vscode.l10n;
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const projects = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Looking for projects') },
    () => findProjects(folders),
  );
  if (projects.length === 0) {
    void vscode.window.showInformationMessage(
      t(
        'No project was found whose spans could say where they were started. Open a folder with a package.json, pyproject.toml, requirements.txt, go.mod, pom.xml, build.gradle or .csproj.',
      ),
    );
    return;
  }
  const picked = await vscode.window.showQuickPick(projects.map(item), {
    title: t('Add code attributes to the spans of which project?'),
    placeHolder: t('The file is shown before it is written'),
    matchOnDescription: true,
  });
  if (!picked) return;
  const { project, emission } = picked;
  const target = vscode.Uri.joinPath(project.uri, emission.path);
  const there = await readText(target);
  const isSame = there === emission.text;
  if (!isSame) {
    if (!(await preview.confirm(target, emission.text, there === undefined))) return;
    await writeText(target, emission.text);
  }
  await vscode.window.showTextDocument(target, { preview: false });
  await offerRegistration(emission, isSame);
}

type Item = vscode.QuickPickItem & { readonly project: WorkspaceProject; readonly emission: Emission };

function item(project: WorkspaceProject): Item {
  const { t } = vscode.l10n;
  const emission = emit(project);
  const file = below(project.folder, emission.path);
  return {
    label: project.name,
    description: `${TITLES[project.language]}${project.folder ? ` · ${project.folder}` : ''}`,
    detail: project.hasSdk
      ? `${file} · ${emission.cost}`
      : `${file} · ${t('OpenTelemetry is not in its manifest')}`,
    project,
    emission,
  };
}

/** Nothing happens before it is registered, and where that is done only the user knows. */
async function offerRegistration(emission: Emission, wasThere: boolean): Promise<void> {
  const { t } = vscode.l10n;
  const show = t('Show How');
  const copy = t('Copy Code');
  const said = wasThere
    ? t('The span processor is there already. It does its work once it is registered with the SDK.')
    : t('The span processor is written. It does its work once it is registered with the SDK.');
  const picked = await vscode.window.showInformationMessage(said, show, copy);
  if (picked === copy) await vscode.env.clipboard.writeText(emission.register);
  if (picked !== show) return;
  const document = await vscode.workspace.openTextDocument({
    language: emission.languageId,
    content: emission.register,
  });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}
