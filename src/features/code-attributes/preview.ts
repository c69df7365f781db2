import * as vscode from 'vscode';
import { DisposableStore } from '../../host/disposables.ts';

const SCHEME = 'spanlight-proposed';

/** Shows what would be written, against what is there, and asks. */
export class Preview {
  readonly #store = new DisposableStore();
  readonly #texts = new Map<string, string>();

  constructor() {
    const provideTextDocumentContent = (uri: vscode.Uri) => this.#texts.get(uri.toString()) ?? '';
    this.#store.add(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, { provideTextDocumentContent }),
    );
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** True when the user wants it written. */
  async confirm(target: vscode.Uri, text: string, isNew: boolean): Promise<boolean> {
    const { t } = vscode.l10n;
    const proposed = target.with({ scheme: SCHEME, authority: '', query: String(this.#texts.size) });
    this.#texts.set(proposed.toString(), text);
    const file = vscode.workspace.asRelativePath(target);
    const name = target.path.split('/').at(-1) ?? '';
    try {
      if (isNew) await vscode.window.showTextDocument(proposed, { preview: true });
      else
        await vscode.commands.executeCommand(
          'vscode.diff',
          target,
          proposed,
          t('{0}: what would change', name),
        );
      const write = { label: t('Write {0}', file), iconPath: new vscode.ThemeIcon('check') };
      const leave = { label: t('Write nothing'), iconPath: new vscode.ThemeIcon('discard') };
      const picked = await vscode.window.showQuickPick([write, leave], {
        title: isNew ? t('This file would be written') : t('This file would be changed'),
        ignoreFocusOut: true,
      });
      return picked === write;
    } finally {
      await closeTabs(proposed);
      this.#texts.delete(proposed.toString());
    }
  }
}

async function closeTabs(uri: vscode.Uri): Promise<void> {
  const shows = ({ input }: vscode.Tab) => {
    const shown =
      input instanceof vscode.TabInputText
        ? input.uri
        : input instanceof vscode.TabInputTextDiff
          ? input.modified
          : undefined;
    return shown?.toString() === uri.toString();
  };
  await vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(shows)));
}
