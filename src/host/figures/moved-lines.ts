import * as vscode from 'vscode';
import { EditLog } from '../../core/figures/edit-log.ts';
import type { LineEdit } from '../../core/figures/shift-lines.ts';
import type { Resolution, ResolvedCode } from '../../core/mapping/resolution.ts';
import { DisposableStore } from '../disposables.ts';
import { pathKey, placeKey } from '../path-key.ts';
import { lineEdits } from './open-files.ts';

const KEY = 'spanlight.savedEdits';
const STORE_AFTER_MS = 2000;
/** ms after a change until it is known whether it made the file dirty. */
const SETTLED_MS = 200;
const MOST_SITES = 50_000;

/**
 * Follows what is edited and saved in the window, for spans that say a line but no revision: the line is that of the
 * code as it ran. Kept with the workspace.
 */
export class MovedLines implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #log: EditLog;
  readonly #store = new DisposableStore();
  /** Of documents that are open: edits that are not saved yet. */
  readonly #unsaved = new WeakMap<vscode.TextDocument, LineEdit[]>();
  /** By site: until when it had been seen when it was first heard of. Code that runs on says the same lines. */
  readonly #heard = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
    this.#log = new EditLog(memento.get(KEY));
    this.#store.add(
      vscode.workspace.onDidChangeTextDocument((e) => {
        if (e.document.uri.scheme !== 'file' || e.contentChanges.length === 0) return;
        const edits = [...(this.#unsaved.get(e.document) ?? []), ...lineEdits(e)];
        this.#unsaved.set(e.document, edits);
        // Read again from disk: another program saved it. The first change of a file is told before it is dirty.
        if (!e.document.isDirty) setTimeout(() => e.document.isDirty || this.#saved(e.document), SETTLED_MS);
      }),
    );
    this.#store.add(vscode.workspace.onDidSaveTextDocument((document) => this.#saved(document)));
    this.#store.add(vscode.workspace.onDidCloseTextDocument((document) => this.#unsaved.delete(document)));
  }

  /**
   * The code of a site where it is now, as far as it was edited here. `resolvedMs`: when the answer was given; edits
   * that were saved later are not in the text it is about.
   */
  moved(id: string, resolution: Resolution, lastSeenMs: number | undefined, resolvedMs: number): Resolution {
    const { result } = resolution;
    if (!result || result.revision !== null || !BY_LINE.has(result.strategy)) return resolution;
    const measuredMs = this.#measuredMs(id, lastSeenMs);
    if (measuredMs === undefined) return resolution;
    const line = this.#log.lineAt(placeKey(result), result.line, measuredMs, resolvedMs);
    if (line === result.line) return resolution;
    if (line === undefined)
      return {
        ...resolution,
        result: null,
        reason: vscode.l10n.t('Its line was removed since it was measured.'),
      };
    const note = vscode.l10n.t('Line {0} is line {1} now, by edits made since.', result.line, line);
    return { ...resolution, result: { ...at(result, line), stale: note } };
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  #measuredMs(id: string, lastSeenMs: number | undefined): number | undefined {
    const known = this.#heard.get(id);
    if (known !== undefined || lastSeenMs === undefined) return known ?? lastSeenMs;
    if (this.#heard.size > MOST_SITES) this.#heard.clear();
    this.#heard.set(id, lastSeenMs);
    return lastSeenMs;
  }

  #saved(document: vscode.TextDocument): void {
    const edits = this.#unsaved.get(document);
    this.#unsaved.delete(document);
    if (!edits || !this.#log.saved(pathKey(document.uri.fsPath), Date.now(), edits)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#memento.update(KEY, this.#log.stored()), STORE_AFTER_MS);
  }
}

/** Ways that take a line as the span says it; the others look at the code as it is. */
const BY_LINE: ReadonlySet<ResolvedCode['strategy']> = new Set(['file-line', 'stack', 'code-origin']);

const at = (code: ResolvedCode, line: number): ResolvedCode => ({
  ...code,
  line,
  endLine: Math.max(line, code.endLine + line - code.line),
});
