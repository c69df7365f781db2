/** A changed run of lines: `oldCount` lines from `oldStart` became `newCount` lines from `newStart` (1-based). */
export type Hunk = {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
};

export type Shifted = { readonly line: number; readonly gone: boolean };

const HEADER = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm;

/** Hunks of `git diff -U0`. */
export function parseHunks(diff: string): Hunk[] {
  return [...diff.matchAll(HEADER)].map((m) => ({
    oldStart: Number(m[1]),
    oldCount: m[2] === undefined ? 1 : Number(m[2]),
    newStart: Number(m[3]),
    newCount: m[4] === undefined ? 1 : Number(m[4]),
  }));
}

/**
 * Where a line went. A line that was rewritten in place (as many lines in as out) is taken to be the line at the same
 * position of the new text; one that vanished is `gone`, with the line where it would be.
 */
export function shiftLine(hunks: readonly Hunk[], line: number): Shifted {
  let offset = 0;
  for (const { oldStart, oldCount, newStart, newCount } of hunks) {
    // With a count of 0 git names the line before the change.
    const first = oldCount === 0 ? oldStart + 1 : oldStart;
    if (line < first) break;
    if (line < first + oldCount) {
      const into = line - first;
      if (oldCount === newCount) return { line: newStart + into, gone: false };
      return {
        line: Math.max(1, newCount === 0 ? newStart : Math.min(newStart + into, newStart + newCount - 1)),
        gone: true,
      };
    }
    offset += newCount - oldCount;
  }
  return { line: line + offset, gone: false };
}

const MAX_EDIT = 800;

/**
 * Hunks between two texts, for unsaved edits: common head and tail off, then Myers' greedy search for the shortest
 * edit. Texts that differ by more than MAX_EDIT lines count as one replaced block.
 */
export function diffLines(before: string, after: string): Hunk[] {
  const a = before.split('\n');
  const b = after.split('\n');
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail++;
  const n = a.length - head - tail;
  const m = b.length - head - tail;
  if (n === 0 && m === 0) return [];
  const keep = n === 0 || m === 0 ? [] : commonLines(a.slice(head, head + n), b.slice(head, head + m));
  return gaps(keep, n, m, head);
}

/** Pairs of equal lines in order: the backtrack of Myers' algorithm. */
function commonLines(a: readonly string[], b: readonly string[]): [number, number][] {
  const max = Math.min(a.length + b.length, MAX_EDIT);
  const width = 2 * max + 2;
  const v = new Int32Array(width);
  const trace: Int32Array[] = [];
  for (let d = 0; d <= max; d++) {
    trace.push(v.slice());
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (v[max + k - 1] ?? 0) < (v[max + k + 1] ?? 0));
      let x = down ? (v[max + k + 1] ?? 0) : (v[max + k - 1] ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      v[max + k] = x;
      if (x >= a.length && x - k >= b.length) return backtrack(trace, max, a.length, b.length);
    }
  }
  return [];
}

function backtrack(trace: readonly Int32Array[], max: number, n: number, m: number): [number, number][] {
  const pairs: [number, number][] = [];
  let x = n;
  let y = m;
  for (let d = trace.length - 1; d >= 0; d--) {
    const v = trace[d] ?? new Int32Array(0);
    const k = x - y;
    const down = k === -d || (k !== d && (v[max + k - 1] ?? 0) < (v[max + k + 1] ?? 0));
    const fromK = down ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : (v[max + fromK] ?? 0);
    const fromY = d === 0 ? 0 : fromX - fromK;
    while (x > fromX && y > fromY && x > 0 && y > 0) pairs.push([--x, --y]);
    x = fromX;
    y = fromY;
  }
  return pairs.reverse();
}

function gaps(pairs: readonly (readonly [number, number])[], n: number, m: number, head: number): Hunk[] {
  const hunks: Hunk[] = [];
  let x = 0;
  let y = 0;
  for (const [px, py] of [...pairs, [n, m] as const]) {
    if (px > x || py > y) {
      const oldCount = px - x;
      const newCount = py - y;
      hunks.push({
        oldStart: head + x + (oldCount === 0 ? 0 : 1),
        oldCount,
        newStart: head + y + (newCount === 0 ? 0 : 1),
        newCount,
      });
    }
    x = px + 1;
    y = py + 1;
  }
  return hunks;
}
