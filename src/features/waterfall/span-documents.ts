import * as vscode from 'vscode';
import type { SpanDetails } from '../../core/trace/span-details.ts';

const SCHEME = 'spanlight-span';

/** Spans as JSON in editors that nobody is asked to save. */
export class SpanDocuments {
  /** By path; forgotten with the document. */
  readonly #texts = new Map<string, string>();

  register(): vscode.Disposable {
    const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: ({ path }) => this.#texts.get(path) ?? '',
    });
    const closed = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === SCHEME) this.#texts.delete(uri.path);
    });
    return vscode.Disposable.from(provider, closed);
  }

  async show(span: SpanDetails, text: string, column: vscode.ViewColumn): Promise<void> {
    const name = span.name.replace(/[^\w.-]+/g, '-').slice(0, 60) || 'span';
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${span.spanId}/${name}.json` });
    this.#texts.set(uri.path, text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: column, preview: true });
  }
}
