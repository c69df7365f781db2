import * as vscode from 'vscode';
import { type FileFigures, NO_FIGURES } from '../../core/figures/file-figures.ts';
import { joinFile } from '../../core/figures/join-file.ts';
import type { LineRange, MeasuredSite, SeenThrow } from '../../core/figures/measured-site.ts';
import { type LineEdit, shiftFigures } from '../../core/figures/shift-lines.ts';
import type { Indexer } from '../indexer.ts';
import { pathKey } from '../path-key.ts';
import type { CodeChanges } from './code-changes.ts';

/** What is measured in one file, as far as it is known at the moment. */
export type MeasuredFile = {
  readonly sites: readonly MeasuredSite[];
  readonly throws: readonly SeenThrow[];
  readonly criticalShare: (site: string) => number | undefined;
  readonly fromMs: number;
};

type Entry = {
  figures: FileFigures;
  /** Edits made while the figures are being worked out anew: the answer is of the text before them. */
  pending: LineEdit[] | undefined;
  /** Another round is wanted when the one under way ends. */
  again: boolean;
  editedMs: number;
};

/** Files kept that are not on screen. */
const MOST = 50;
/** Revisions of one file's figures that are looked at: each costs a diff, once. */
const MOST_REVISIONS = 8;
/** ms after an edit until the indexer has surely read it: what is worked out before would be of the text before. */
const UNREAD_MS = 350;

/** Figures of the files on screen, at the lines where their code is now. */
export class OpenFiles implements vscode.Disposable {
  readonly #indexer: Indexer;
  readonly #changes: CodeChanges;
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  constructor(indexer: Indexer, changes: CodeChanges) {
    this.#indexer = indexer;
    this.#changes = changes;
  }

  get onDidChange(): vscode.Event<vscode.Uri> {
    return this.#changed.event;
  }

  get(document: vscode.TextDocument): FileFigures | undefined {
    return this.#entries.get(keyOf(document))?.figures;
  }

  clear(): void {
    this.#entries.clear();
  }

  /** Code moved: so do its figures, at once. Returns whether there were any. */
  edited(document: vscode.TextDocument, edits: readonly LineEdit[]): boolean {
    const entry = this.#entries.get(keyOf(document));
    if (!entry) return false;
    entry.pending?.push(...edits);
    entry.editedMs = performance.now();
    if (!edits.some(movesLines)) return true;
    entry.figures = shiftFigures(entry.figures, edits);
    this.#changed.fire(document.uri);
    return true;
  }

  /** Works the figures out anew. One round at a time for each file; a failure keeps what was shown. */
  async update(
    document: vscode.TextDocument,
    measured: () => MeasuredFile,
    signal: AbortSignal,
  ): Promise<void> {
    const key = keyOf(document);
    const entry = this.#entries.get(key) ?? {
      figures: NO_FIGURES,
      pending: undefined,
      again: false,
      editedMs: -UNREAD_MS,
    };
    if (entry.pending) {
      entry.again = true;
      return;
    }
    const before = this.#entries.has(key) ? entry.figures : undefined;
    entry.pending = [];
    this.#entries.set(key, entry);
    try {
      do {
        entry.again = false;
        await untilRead(entry);
        entry.pending = [];
        const figures = await this.#figuresOf(document, measured(), signal);
        if (document.isClosed || this.#entries.get(key) !== entry) return;
        entry.figures = shiftFigures(figures, entry.pending);
      } while (entry.again);
    } finally {
      entry.pending = undefined;
      if (document.isClosed && this.#entries.get(key) === entry) this.#entries.delete(key);
    }
    this.#trim(key);
    const nothing = before === undefined && entry.figures === NO_FIGURES;
    if (!nothing) this.#changed.fire(document.uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #figuresOf(
    document: vscode.TextDocument,
    { sites, throws, criticalShare, fromMs }: MeasuredFile,
    signal: AbortSignal,
  ): Promise<FileFigures> {
    const place = sites[0]?.resolution.result ?? throws[0]?.resolution.result;
    if (!place) return NO_FIGURES;
    const path = document.uri.fsPath;
    const functions = await this.#indexer.call('index.functions', { path }, { signal });
    await this.#changes.look(document, functions);
    const changedMs = this.#changes.reader(document, functions);
    const { folder, file } = place;
    const changedSince = await this.#changedSince(path, sites, signal);
    const stale = { changedMs, changedSince };
    return joinFile({ folder, file, functions, sites, throws, criticalShare, ...stale, fromMs });
  }

  /** Lines that differ from the revisions that spans were recorded at. */
  async #changedSince(
    path: string,
    sites: readonly MeasuredSite[],
    signal: AbortSignal,
  ): Promise<(revision: string) => readonly LineRange[] | undefined> {
    const revisions = new Set(sites.flatMap(({ resolution }) => resolution.result?.revision ?? []));
    const known = new Map<string, readonly LineRange[] | undefined>();
    for (const revision of [...revisions].slice(0, MOST_REVISIONS))
      known.set(revision, await this.#indexer.call('index.changedLines', { path, revision }, { signal }));
    return (revision) => known.get(revision);
  }

  #trim(newest: string): void {
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= MOST) return;
      if (key !== newest && this.#entries.get(key)?.pending === undefined) this.#entries.delete(key);
    }
  }
}

async function untilRead(entry: Entry): Promise<void> {
  for (;;) {
    const left = entry.editedMs + UNREAD_MS - performance.now();
    if (left <= 0) return;
    await new Promise((resolve) => setTimeout(resolve, left));
  }
}

const keyOf = (document: vscode.TextDocument) => pathKey(document.uri.fsPath);

const movesLines = ({ startLine, endLine, inserted }: LineEdit) =>
  inserted !== endLine - startLine || inserted > 0;

/** The edits of an event, in the order in which they are to be applied: from the end of the text to its start. */
export function lineEdits(event: vscode.TextDocumentChangeEvent): LineEdit[] {
  return [...event.contentChanges]
    .sort((a, b) => b.rangeOffset - a.rangeOffset)
    .map(({ range, text }) => ({
      startLine: range.start.line + 1,
      atLineStart: isBlankBefore(event.document, range.start),
      endLine: range.end.line + 1,
      inserted: text.split('\n').length - 1,
    }));
}

/** What stands before an edit's start is the same after it, unless an edit further up moved the line. */
function isBlankBefore(document: vscode.TextDocument, { line, character }: vscode.Position): boolean {
  if (character === 0) return true;
  if (line >= document.lineCount) return false;
  return document.lineAt(line).text.slice(0, character).trim() === '';
}
