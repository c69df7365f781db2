import * as vscode from 'vscode';
import { ChangeLog } from '../../core/figures/change-log.ts';
import { codeHash } from '../../core/figures/code-hash.ts';
import type { CodeFunction } from '../../core/figures/measured-site.ts';

const KEY = 'spanlight.codeChanges';
const STORE_AFTER_MS = 2000;

/** Knows when functions that have figures were changed; kept with the workspace. */
export class CodeChanges implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #log: ChangeLog;
  #timer: NodeJS.Timeout | undefined;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
    this.#log = new ChangeLog(memento.get(KEY));
  }

  /** Takes note of the functions as they are now. Functions of one name are told apart by their order. */
  async look(document: vscode.TextDocument, functions: readonly CodeFunction[]): Promise<void> {
    if (document.isDirty || functions.length === 0) return;
    const hashes = keysOf(document, functions).map(
      (key, i) => [key, hashOf(document, functions[i])] as const,
    );
    const savedMs = await writtenMs(document.uri);
    let news = false;
    for (const [key, hash] of hashes) news = this.#log.saved(key, hash, savedMs) || news;
    if (news) this.#storeSoon();
  }

  /** For `joinFile`. */
  reader(
    document: vscode.TextDocument,
    functions: readonly CodeFunction[],
  ): (code: CodeFunction) => number | undefined {
    const keys = keysOf(document, functions);
    const nowMs = Date.now();
    return (code) => {
      const key = keys[functions.indexOf(code)];
      return key === undefined ? undefined : this.#log.changedMs(key, hashOf(document, code), nowMs);
    };
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #storeSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#memento.update(KEY, this.#log.stored()), STORE_AFTER_MS);
  }
}

function keysOf(document: vscode.TextDocument, functions: readonly CodeFunction[]): string[] {
  const file = vscode.workspace.asRelativePath(document.uri, true);
  const times = new Map<string, number>();
  return functions.map(({ symbol }) => {
    const n = times.get(symbol) ?? 0;
    times.set(symbol, n + 1);
    return `${file}#${symbol}#${n}`;
  });
}

function hashOf(document: vscode.TextDocument, code: CodeFunction | undefined): number {
  if (!code) return 0;
  const lines: string[] = [];
  const end = Math.min(code.endLine, document.lineCount);
  for (let line = Math.max(1, code.startLine); line <= end; line++)
    lines.push(document.lineAt(line - 1).text);
  return codeHash(lines);
}

async function writtenMs(uri: vscode.Uri): Promise<number> {
  try {
    return Math.min(Date.now(), (await vscode.workspace.fs.stat(uri)).mtime);
  } catch {
    return Date.now();
  }
}
