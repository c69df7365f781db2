import { type LineEdit, shiftLine } from './shift-lines.ts';

/** Edits that a file was saved with, oldest first. */
type Saved = { readonly ms: number; readonly edits: readonly LineEdit[] };

/** Of a file, the oldest go first: who edits that much has measured anew. */
const MOST_SAVES = 100;
const MOST_EDITS = 500;
const MOST_FILES = 200;

/**
 * Remembers how lines moved in the files that were saved, so that a line which was measured before is found where it
 * is now, also where spans name no revision.
 */
export class EditLog {
  readonly #files = new Map<string, readonly Saved[]>();

  constructor(stored?: unknown) {
    if (!Array.isArray(stored)) return;
    for (const entry of stored.slice(-MOST_FILES)) {
      const [file, saves] = Array.isArray(entry) ? entry : [];
      if (typeof file === 'string' && Array.isArray(saves)) this.#files.set(file, saves.flatMap(readSaved));
    }
  }

  /** Only edits that move lines are worth a place. */
  saved(file: string, ms: number, edits: readonly LineEdit[]): boolean {
    const moving = edits.filter(({ startLine, endLine, inserted }) => inserted !== endLine - startLine);
    if (moving.length === 0) return false;
    const before = this.#files.get(file) ?? [];
    this.#files.delete(file);
    this.#files.set(file, [...before, { ms, edits: moving.slice(-MOST_EDITS) }].slice(-MOST_SAVES));
    for (const oldest of this.#files.keys()) {
      if (this.#files.size <= MOST_FILES) break;
      this.#files.delete(oldest);
    }
    return true;
  }

  /** Where a line of the text at `fromMs` was in that at `toMs`; undefined when it was deleted between. */
  lineAt(file: string, line: number, fromMs: number, toMs: number): number | undefined {
    let at: number | undefined = line;
    for (const { ms, edits } of this.#files.get(file) ?? [])
      if (ms > fromMs && ms <= toMs)
        for (const edit of edits) if (at !== undefined) at = shiftLine(at, [edit]) ?? replaced(at, edit);
    return at;
  }

  /** As JSON, for the constructor. */
  stored(): readonly unknown[] {
    return [...this.#files].map(([file, saves]) => [
      file,
      saves.map(({ ms, edits }) => [
        ms,
        edits.map((e) => [e.startLine, e.atLineStart ? 1 : 0, e.endLine, e.inserted]),
      ]),
    ]);
  }
}

/** A block put in place of another (a branch switched, a file laid out anew): the line of it that stands there now. */
function replaced(line: number, { startLine, inserted }: LineEdit): number | undefined {
  return inserted === 0 ? undefined : Math.min(line, startLine + inserted);
}

function readSaved(stored: unknown): Saved[] {
  const [ms, edits] = Array.isArray(stored) ? stored : [];
  if (typeof ms !== 'number' || !Array.isArray(edits)) return [];
  return [{ ms, edits: edits.flatMap(readEdit) }];
}

function readEdit(stored: unknown): LineEdit[] {
  if (!Array.isArray(stored) || stored.length !== 4 || !stored.every((n) => Number.isInteger(n))) return [];
  const [startLine, atLineStart, endLine, inserted] = stored as [number, number, number, number];
  return [{ startLine, atLineStart: atLineStart === 1, endLine, inserted }];
}
