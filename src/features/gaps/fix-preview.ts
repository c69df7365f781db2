import * as vscode from 'vscode';
import { DisposableStore } from '../../host/disposables.ts';
import type { FixedFile } from '../../protocol/indexer-gaps.ts';

const SCHEME = 'spanlight-fix';
const PREVIEWING = 'spanlight.gaps.previewing';

/** Shows what a fix would change as a diff, and asks; one at a time. */
export class FixPreview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #texts = new Map<string, string>();
  #number = 0;
  #answer: ((apply: boolean) => void) | undefined;

  constructor() {
    this.#store.add(vscode.workspace.registerTextDocumentContentProvider(SCHEME, this));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** From the buttons in the title of the diff. */
  answer(apply: boolean): void {
    this.#answer?.(apply);
  }

  /** Whether to go ahead: by a button of the message or of the title; closing the diff is a no. */
  async ask(title: string, folder: string, files: readonly FixedFile[]): Promise<boolean> {
    this.#answer?.(false);
    const round = ++this.#number;
    const pairs = files.map((file) => this.#pair(round, folder, file));
    const [first] = pairs;
    if (!first) return true;
    const apply = vscode.l10n.t('Apply');
    const listening = new DisposableStore();
    // Whoever is quick answers while the diff is still being opened.
    const answered = new Promise<boolean>((resolve) => {
      this.#answer = resolve;
      listening.add(
        vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
          if (closed.some((tab) => isPreview(tab, title))) resolve(false);
        }),
      );
    });
    try {
      await vscode.commands.executeCommand('setContext', PREVIEWING, true);
      if (pairs.length === 1)
        await vscode.commands.executeCommand('vscode.diff', first[1], first[2], title, { preview: true });
      else await vscode.commands.executeCommand('vscode.changes', title, pairs);
      vscode.window.showInformationMessage(title, apply, vscode.l10n.t('Discard')).then(
        // Closed without an answer: the buttons in the title are still there.
        (picked) => picked !== undefined && this.#number === round && this.answer(picked === apply),
        () => this.answer(false),
      );
      return await answered;
    } finally {
      listening.dispose();
      if (this.#number === round) this.#answer = undefined;
      for (const [, , now] of pairs) this.#texts.delete(now.toString());
      await vscode.commands.executeCommand('setContext', PREVIEWING, false);
      await close(title);
    }
  }

  dispose(): void {
    this.#answer?.(false);
    this.#store.dispose();
  }

  #pair(
    round: number,
    folder: string,
    { file, created, after }: FixedFile,
  ): [vscode.Uri, vscode.Uri, vscode.Uri] {
    const real = vscode.Uri.joinPath(vscode.Uri.file(folder), file);
    // The same path, or the diff would call it a rename.
    const now = real.with({ scheme: SCHEME, query: String(round) });
    this.#texts.set(now.toString(), after);
    return [real, created ? real.with({ scheme: SCHEME, query: 'none' }) : real, now];
  }
}

async function close(title: string): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((g) => g.tabs).filter((tab) => isPreview(tab, title));
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
}

/** Of several files the title is followed by their number. */
const isPreview = ({ label, input }: vscode.Tab, title: string): boolean =>
  label === title || (label.startsWith(`${title} (`) && !(input instanceof vscode.TabInputText));
