import * as vscode from 'vscode';
import type { CodeLocation } from '../../core/mapping/resolution.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { runtimePathOf, suggestRoots } from '../../core/mapping/suggest-roots.ts';
import { pickOf, type RootSetting } from '../../core/mapping/user-mapping.ts';
import type { Indexer } from '../../host/indexer.ts';
import type { Taught, UserMappings } from '../../host/user-mappings.ts';
import { taughtText } from './mapping-nodes.ts';

export type TeachDeps = { readonly indexer: Indexer; readonly mappings: UserMappings };

/** Teaches, and offers to take it back: one click each. */
async function teach({ mappings }: TeachDeps, taught: Taught): Promise<void> {
  const { t } = vscode.l10n;
  await mappings.teach(taught);
  const undo = t('Undo');
  const { label } = taughtText(taught);
  // Not waited for: the message may stay for long.
  void vscode.window.showInformationMessage(t('Remembered: {0}', label), undo).then(async (picked) => {
    if (picked === undo) await mappings.forget(taught);
  });
}

export const teachPick = (deps: TeachDeps, site: SpanSite, place: CodeLocation): Promise<void> =>
  teach(deps, { kind: 'pick', pick: pickOf(site, place) });

export const teachRoot = (deps: TeachDeps, root: RootSetting): Promise<void> =>
  teach(deps, { kind: 'root', root });

/** Which folder of the workspace the folder of a running program is; suggested where places fit the span's path. */
export async function askForRoot(
  deps: TeachDeps,
  service: string | undefined,
  site?: SpanSite,
  places: readonly CodeLocation[] = [],
): Promise<void> {
  const { t } = vscode.l10n;
  const suggested = site ? suggestRoots(site, places) : [];
  if (suggested.length > 0) {
    const other = { label: t('Another folder...'), root: undefined };
    const items = [
      ...suggested.map((root) => ({ label: `${root.runtime} → ${root.workspace}`, root })),
      other,
    ];
    const picked = await vscode.window.showQuickPick(items, {
      title: t('Which folder of the workspace is it?'),
    });
    if (!picked) return;
    if (picked.root) return teachRoot(deps, picked.root);
  }
  const known = site && runtimePathOf(site);
  const runtime = await vscode.window.showInputBox({
    title: t('Folder in the running program'),
    prompt: t('The start of the paths that spans carry, up to where the folder of the workspace begins.'),
    value: known ? `/${known.slice(0, -1).join('/')}` : '/app',
    validateInput: (text) => (text.trim() === '' ? t('Write a folder, such as /app.') : undefined),
  });
  if (runtime === undefined) return;
  const workspace = await askForFolder(deps, t('What is {0} in this workspace?', runtime));
  if (workspace === undefined) return;
  await teachRoot(deps, { runtime: runtime.trim(), workspace, ...(service ? { service } : {}) });
}

export async function askForServiceFolder(deps: TeachDeps, service: string): Promise<void> {
  const folder = await askForFolder(deps, vscode.l10n.t('Which folder is {0} in?', service));
  if (folder !== undefined) await teach(deps, { kind: 'folder', folder: { service, folder } });
}

async function askForFolder({ indexer }: TeachDeps, title: string): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const { folders } = await indexer.call('index.roots', undefined);
  const items = folders.map((folder) => ({
    label: folder.slice(folder.lastIndexOf('/') + 1),
    description: vscode.workspace.asRelativePath(folder, true),
    folder,
  }));
  const browse = { label: t('Browse...'), description: '', folder: '' };
  const picked = await vscode.window.showQuickPick([...items, browse], { title, matchOnDescription: true });
  if (!picked) return undefined;
  if (picked.folder !== '') return picked.folder;
  const [chosen] =
    (await vscode.window.showOpenDialog({ title, canSelectFolders: true, canSelectFiles: false })) ?? [];
  return chosen?.fsPath;
}

/** What was taught as a list; what is taken is forgotten. */
export async function askWhatToForget({ mappings }: TeachDeps): Promise<void> {
  const { t } = vscode.l10n;
  const items = mappings.taught.map((taught) => ({ ...taughtText(taught), taught }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(t('Nothing was taught in this workspace yet.'));
    return;
  }
  const picked = await vscode.window.showQuickPick(items, { title: t('Take back what was taught') });
  if (picked) await mappings.forget(picked.taught);
}
