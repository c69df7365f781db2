import * as vscode from 'vscode';
import { DisposableStore } from '../disposables.ts';

/** ms after the window was last used, until nobody is taken to look at it any more. */
const AWAY_MS = 5 * 60_000;

/** Whether anybody would see figures: something shows them, a file is on screen, and the window is in use. */
export class Watchers implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #wake: () => void;
  #count = 0;
  /** Of those, the ones that show figures without any file. */
  #always = 0;
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
    const seen = this.#always > 0 || visibleTextEditors.some((e) => e.document.uri.scheme === 'file');
    return this.#count > 0 && used && seen;
  }

  add(when: 'file' | 'always'): vscode.Disposable {
    const always = when === 'always' ? 1 : 0;
    this.#count++;
    this.#always += always;
    this.look();
    let released = false;
    return new vscode.Disposable(() => {
      if (released) return;
      released = true;
      this.#count--;
      this.#always -= always;
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
