import * as vscode from 'vscode';

/** ms of quiet before code is asked for again: the indexer tells of every burst of keystrokes. */
const QUIET_MS = 300;
/** ms until sites that led nowhere are tried again while somebody types: a name may have come that they lead to. */
const WIDELY_MS = 10_000;

/** Gathers what the indexer says of changed files into few questions. */
export class IndexNews implements vscode.Disposable {
  readonly #ask: (widely: boolean) => Promise<void>;
  readonly #watcher: vscode.FileSystemWatcher;
  #timer: NodeJS.Timeout | undefined;
  #wideTimer: NodeJS.Timeout | undefined;
  /** Files came or went since: what led elsewhere, or nowhere, may lead there. */
  #moved = false;

  constructor(ask: (widely: boolean) => Promise<void>) {
    this.#ask = ask;
    this.#watcher = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
    const moved = ({ path }: vscode.Uri) => {
      if (!/\/(\.git|node_modules)\//.test(path)) this.#moved = true;
    };
    this.#watcher.onDidCreate(moved);
    this.#watcher.onDidDelete(moved);
  }

  heard(paths: readonly string[]): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const widely = this.#moved;
      this.#moved = false;
      void this.#ask(widely);
    }, QUIET_MS);
    if (paths.length === 0 || this.#wideTimer !== undefined) return;
    this.#wideTimer = setTimeout(() => {
      this.#wideTimer = undefined;
      void this.#ask(true);
    }, WIDELY_MS);
  }

  dispose(): void {
    this.#watcher.dispose();
    clearTimeout(this.#timer);
    clearTimeout(this.#wideTimer);
  }
}
