import * as vscode from 'vscode';
import { describeProject, type FoundProject, MANIFESTS } from '../../core/emitters/describe-project.ts';

export type WorkspaceProject = FoundProject & {
  /** The project's folder. */
  readonly uri: vscode.Uri;
  /** As the user knows it: below the workspace folder, '' for that folder itself. */
  readonly folder: string;
};

const EXCLUDED =
  '**/{node_modules,bower_components,.venv,venv,site-packages,vendor,target,build,dist,out,bin,obj,.git,.tox}/**';
const SOURCES = '**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,py,java}';
const MAX_PROJECTS = 100;
/** Enough to see how a project is laid out. */
const MAX_SOURCES = 300;
const MAX_MANIFEST = 1_000_000;

/** Projects whose spans could say where they were started, those that name OpenTelemetry first. */
export async function findProjects(
  folders: readonly vscode.Uri[],
  cancel?: vscode.CancellationToken,
): Promise<WorkspaceProject[]> {
  const found = new Map<string, WorkspaceProject>();
  for (const root of folders) {
    const pattern = new vscode.RelativePattern(root, `**/{${MANIFESTS.join(',')}}`);
    for (const file of await vscode.workspace.findFiles(pattern, EXCLUDED, MAX_PROJECTS, cancel)) {
      const project = await readProject(root, file, cancel);
      if (!project) continue;
      // pyproject.toml and requirements.txt of one folder are one project.
      const key = `${project.language} ${project.uri}`;
      const known = found.get(key);
      if (!known || (project.hasSdk && !known.hasSdk)) found.set(key, project);
    }
  }
  return [...found.values()].sort(
    (a, b) => Number(b.hasSdk) - Number(a.hasSdk) || a.folder.localeCompare(b.folder),
  );
}

async function readProject(
  root: vscode.Uri,
  file: vscode.Uri,
  cancel?: vscode.CancellationToken,
): Promise<WorkspaceProject | undefined> {
  const uri = vscode.Uri.joinPath(file, '..');
  const bytes = await vscode.workspace.fs.readFile(file);
  const text = new TextDecoder().decode(bytes.subarray(0, MAX_MANIFEST));
  const sources = await vscode.workspace.findFiles(
    new vscode.RelativePattern(uri, SOURCES),
    EXCLUDED,
    MAX_SOURCES,
    cancel,
  );
  const below = sources.map((source) => source.path.slice(uri.path.length + 1));
  const folder = uri.path.slice(root.path.length + 1);
  const name = file.path.split('/').at(-1) ?? '';
  const described = describeProject({ name, text }, uri.path.split('/').at(-1) ?? '', below);
  return described && { ...described, uri, folder };
}
