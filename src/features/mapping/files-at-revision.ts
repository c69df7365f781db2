import * as vscode from 'vscode';
import { codeRefOf } from '../../core/mapping/code-ref.ts';
import type { ResolvedCode } from '../../core/mapping/resolution.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { Indexer } from '../../host/indexer.ts';

const SCHEME = 'spanlight-revision';

/** Files as they were when a span was recorded, read-only; git is asked by the indexer, nothing is fetched. */
export class FilesAtRevision implements vscode.Disposable, vscode.TextDocumentContentProvider {
  readonly #indexer: Indexer;
  readonly #registered: vscode.Disposable;

  constructor(indexer: Indexer) {
    this.#indexer = indexer;
    this.#registered = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { path, revision } = JSON.parse(uri.query) as { path: string; revision: string };
    const was = await this.#indexer.call('index.atRevision', { path, revision });
    if (was) return was.text;
    throw new Error(
      vscode.l10n.t('The file did not exist at {0}, or this clone does not have it.', revision),
    );
  }

  /** At the line that was recorded, which is not the one it has today. */
  readonly open = async (site: SpanSite, { folder, file, line, revision }: ResolvedCode): Promise<void> => {
    if (revision === null) return;
    const recorded = codeRefOf(site).line ?? line;
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      // The tab says which revision it is.
      path: `/${revision.slice(0, 9)}/${file}`,
      query: JSON.stringify({ path: `${folder}/${file}`, revision }),
    });
    const document = await vscode.workspace.openTextDocument(uri);
    const at = Math.min(recorded, document.lineCount) - 1;
    await vscode.window.showTextDocument(document, {
      preview: true,
      selection: new vscode.Range(at, 0, at, 0),
    });
  };

  dispose(): void {
    this.#registered.dispose();
  }
}
