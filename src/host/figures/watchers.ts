import * as vscode from 'vscode';
import { DisposableStore } from '../disposables.ts';

/** ms after the window was last used, until nobody is taken to look at it any more. */
const AWAY_MS = 5 * 60_000;

/** Whether anybody would see figures: something shows them, a file is on screen, and the window is in use. */
export class Watchers implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #wake: () => void;
  #count = 0;
  #usedMs = Date.now();

  constructor(wake: () => void) {
    this.#wake = wake;
    this.#store.add(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        this.#usedMs = Date.now();
        if (focused) this.look();
      }),
    );
  }

  get active(): boolean {
    const { state, visibleTextEditors } = vscode.window;
    const used = state.focused || Date.now() - this.#usedMs < AWAY_MS;
    return this.#count > 0 && used && visibleTextEditors.some((e) => e.document.uri.scheme === 'file');
  }

  add(): vscode.Disposable {
    this.#count++;
    this.look();
    let released = false;
    return new vscode.Disposable(() => {
      if (!released) this.#count--;
      released = true;
    });
  }

  /** What is on screen changed. */
  look(): void {
    if (this.active) this.#wake();
  }

  dispose(): void {
    this.#store.dispose();
  }
}

/** Files on screen, each once. */
export function visibleDocuments(): vscode.TextDocument[] {
  const documents = vscode.window.visibleTextEditors.map((editor) => editor.document);
  return [...new Set(documents)].filter((document) => document.uri.scheme === 'file');
}
