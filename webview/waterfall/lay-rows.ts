import type { Timeline } from '../../src/core/trace/columns.ts';
import { isFolded, MARK } from './marks.ts';

/** A row is a span's index; with this bit set it is the row that stands for the run of alike siblings it heads. */
export const FOLD_ROW = 0x80000000;

export const spanOfRow = (row: number): number => (row & ~FOLD_ROW) >>> 0;
export const isFoldRow = (row: number): boolean => row >= FOLD_ROW;

/** Alike siblings that are drawn as one row until opened; at least two, in display order. */
export type Fold = { readonly head: number; readonly members: Uint32Array };

export type RowInput = {
  readonly timeline: Pick<Timeline, 'count' | 'depth' | 'size'>;
  readonly marks: Uint8Array;
  /** The span shown as root, or -1. */
  readonly focus: number;
  /** By head. */
  readonly folds: ReadonlyMap<number, Fold>;
  readonly openFolds: ReadonlySet<number>;
};

/** A byte is enough for all but very deep traces. */
export type Indents = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** A run is one step deeper than its members are in the trace, so a tree has at most twice as many steps as levels. */
export const indentsFor = (rows: number, deepest: number): Indents =>
  2 * (deepest + 1) <= 0xff ? new Uint8Array(rows) : new Uint16Array(rows);

/** Reused between runs: rows and the indent of each. `base` needs one slot more than the deepest span is deep. */
export type RowOutput = {
  readonly rows: Uint32Array;
  readonly indents: Indents;
  readonly base: Uint16Array;
};

type Frame = {
  readonly members: Uint32Array;
  next: number;
  readonly depth: number;
  readonly indent: number;
  readonly resumeAt: number;
  readonly end: number;
};

/**
 * The visible rows, top to bottom: one pass over the preorder, jumping over what is collapsed. Returns their number.
 *
 * `base[d]` is the indent of the next span of depth d: one more than its parent's if that is shown, else the same. The
 * members of an open run are laid out where its row is, one step further in, so the pass leaves its place and resumes.
 */
export function layRows(input: RowInput, out: RowOutput): number {
  const { timeline, marks, focus, folds, openFolds } = input;
  const { count, depth, size } = timeline;
  const { rows, indents, base } = out;
  const frames: Frame[] = [];
  let n = 0;
  let i = Math.max(0, focus);
  let end = focus < 0 ? count : Math.min(count, focus + (size[focus] ?? 1));
  // A member of a run that is laid out itself now, not represented by the run's row.
  let bare = focus;
  base[depth[i] ?? 0] = 0;
  for (;;) {
    while (i < end) {
      const mark = marks[i] ?? 0;
      const d = depth[i] ?? 0;
      const indent = base[d] ?? 0;
      if (isFolded(mark) && i !== bare) {
        const fold = (mark & MARK.foldHead) !== 0 ? folds.get(i) : undefined;
        const resumeAt = i + (size[i] ?? 1);
        if (!fold || !anyShown(fold, marks)) {
          i = resumeAt;
          continue;
        }
        rows[n] = (i | FOLD_ROW) >>> 0;
        indents[n++] = indent;
        if (!openFolds.has(i)) {
          i = resumeAt;
          continue;
        }
        base[d] = deeper(indent);
        frames.push({ members: fold.members, next: 0, depth: d, indent, resumeAt, end });
        break;
      }
      if ((mark & MARK.hidden) !== 0) {
        base[d + 1] = indent;
        i++;
        continue;
      }
      rows[n] = i;
      indents[n++] = indent;
      base[d + 1] = deeper(indent);
      i += (mark & MARK.collapsed) !== 0 ? (size[i] ?? 1) : 1;
    }
    const frame = frames.at(-1);
    if (!frame) return n;
    const member = frame.members[frame.next];
    if (member === undefined) {
      base[frame.depth] = frame.indent;
      frames.pop();
      bare = -1;
      i = frame.resumeAt;
      end = frame.end;
    } else {
      frame.next++;
      bare = member;
      i = member;
      end = Math.min(count, member + (size[member] ?? 1));
    }
  }
}

/** Indents are 16 bits wide; what is deeper than that is drawn at the same place. */
const deeper = (indent: number) => (indent < 0xffff ? indent + 1 : indent);

function anyShown(fold: Fold, marks: Uint8Array): boolean {
  for (const member of fold.members) if (((marks[member] ?? 0) & MARK.hidden) === 0) return true;
  return false;
}
