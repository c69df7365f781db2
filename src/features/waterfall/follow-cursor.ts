import * as vscode from 'vscode';
import { DisposableStore } from '../../host/disposables.ts';
import type { AttachedPanel } from './attach-panel.ts';

/** The cursor must rest so long (ms): walking through a file marks nothing on the way. */
const REST_MS = 150;

/** Marks in every panel the spans of the function at the cursor. */
export function followCursor(panels: () => readonly AttachedPanel[]): vscode.Disposable {
  const store = new DisposableStore();
  let timer: NodeJS.Timeout | undefined;
  let marked = new WeakSet<AttachedPanel>();
  const mark = (editor: vscode.TextEditor) => {
    for (const attached of panels()) {
      if (!attached.panel.visible) continue;
      const spans = spansAt(attached, editor);
      if (spans.length === 0 && !marked.has(attached)) continue;
      if (spans.length > 0) marked.add(attached);
      else marked = new WeakSet();
      attached.rpc.emit('cursor', { spans });
    }
  };
  const follow = (editor: vscode.TextEditor) => {
    clearTimeout(timer);
    if (panels().length > 0) timer = setTimeout(() => mark(editor), REST_MS);
  };
  store.add(vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => follow(textEditor)));
  // A panel that takes the focus is no text editor: what was marked stays.
  store.add(vscode.window.onDidChangeActiveTextEditor((editor) => editor && follow(editor)));
  store.add({ dispose: () => clearTimeout(timer) });
  return store;
}

/** Spans of the panel's trace whose code is at the editor's cursor. */
export function spansAt({ places }: AttachedPanel, editor: vscode.TextEditor): Uint32Array {
  const { document, selection } = editor;
  return places()?.spansAt(document.uri.fsPath, selection.active.line + 1) ?? new Uint32Array(0);
}
