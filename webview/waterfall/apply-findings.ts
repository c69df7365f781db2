import type { Pattern } from '../../src/core/analysis/patterns/pattern.ts';
import { KIND, type Timeline } from '../../src/core/trace/columns.ts';
import { formatDuration } from '../../src/core/trace/units.ts';
import type { Findings } from '../../src/protocol/engine-analysis.ts';
import type { Doc } from './doc.ts';
import type { Fold } from './lay-rows.ts';
import { MARK } from './marks.ts';
import { foldCode } from './state.ts';

/** Runs of fewer alike calls side by side say more spread out. */
const LEAST_FANNED = 10;

/** Lets the document know what the analyses found: what is drawn, folded and said beside rows. */
export function applyFindings(
  doc: Doc,
  findings: Findings,
  adjusted: boolean,
  openFolds: readonly number[],
): void {
  // What is on the critical path is among the marks from here on.
  doc.findings = { ...findings, onPath: new Uint8Array(0) };
  doc.selfTime = findings.selfTime;
  markPath(doc.model.marks, findings.onPath);
  doc.model.setFolds(foldsOf(doc.trace, findings.patterns), openFolds);
  setAdjusted(doc, adjusted);
  doc.notes = notesOf(doc, findings);
  doc.warned = new Set(findings.patterns.filter((p) => p.kind === 'wrong-host').flatMap((p) => [...p.spans]));
  doc.version++;
}

function markPath(marks: Uint8Array, bits: Uint8Array): void {
  for (let i = 0; i < marks.length; i++) {
    const on = ((bits[i >> 3] ?? 0) >> (i & 7)) & 1;
    const mark = (marks[i] ?? 0) & ~MARK.critical;
    marks[i] = on === 1 ? mark | MARK.critical : mark;
  }
}

/** Draws times with clock skew taken out, or as they were sent. */
export function setAdjusted(doc: Doc, adjusted: boolean): void {
  const { findings, trace } = doc;
  if (!findings) return;
  doc.setStarts((adjusted ? findings.adjusted : undefined) ?? trace.start);
  doc.holes = holesOf(doc, findings.patterns);
  doc.version++;
}

/** In display order; most runs start one after the other in that order already, and need no copy. */
function inOrder(spans: Uint32Array): Uint32Array {
  return spans.every((span, i) => i === 0 || span > (spans[i - 1] ?? 0)) ? spans : spans.toSorted();
}

/** Calls made one by one or side by side, where they are children of one span; no span is in two runs. */
export function foldsOf(timeline: Timeline, patterns: readonly Pattern[]): Fold[] {
  const taken = new Set<number>();
  const folds: Fold[] = [];
  for (const { kind, spans } of patterns) {
    const least = kind === 'n-plus-one' ? 2 : kind === 'fan-out' ? LEAST_FANNED : Number.POSITIVE_INFINITY;
    if (spans.length < least) continue;
    const members = inOrder(spans);
    const parent = timeline.parent[members[0] ?? 0];
    if (members.some((m) => m >= timeline.count || taken.has(m) || timeline.parent[m] !== parent)) continue;
    for (const member of members) taken.add(member);
    folds.push({ head: members[0] ?? 0, members });
  }
  return folds;
}

function notesOf(doc: Doc, { patterns, rootCause }: Findings): Map<number, readonly string[]> {
  const notes = new Map<number, readonly string[]>();
  const add = (row: number, text: string) => notes.set(row, [...(notes.get(row) ?? []), text]);
  // Where it is the only one that failed, the row says so already.
  if (rootCause && rootCause.chain.length > 1) add(rootCause.span, 'failed first');
  for (const { kind, spans, totalNs, span } of patterns) {
    // Members of a pattern are by start, those of a run in display order.
    const head = spans.find((s) => doc.model.folds.has(s)) ?? -1;
    const folded = head >= 0;
    if (kind === 'n-plus-one' && folded) add(foldCode(head), 'one by one');
    else if (kind === 'fan-out' && folded) add(foldCode(head), 'in parallel');
    else if (kind === 'retry-storm')
      for (const [i, s] of spans.entries()) {
        if (i > 0) add(s, `try ${i + 1} of ${spans.length}`);
      }
    else if (kind === 'queue-wait') for (const s of spans) add(s, `waited ${formatDuration(totalNs)}`);
    else if (kind === 'wrong-host') add(span, 'unexpected host');
  }
  for (const span of asyncSpans(doc.trace)) add(span, 'async');
  return notes;
}

/** More would be noise; a trace with so many says it by itself. */
const MOST_ASYNC = 10_000;

/** Spans their parent did not wait for: they end after it, or were handed over a queue. */
function asyncSpans(timeline: Timeline): number[] {
  const { count, parent, start, duration, kind } = timeline;
  const found: number[] = [];
  for (let i = 0; i < count && found.length < MOST_ASYNC; i++) {
    const p = parent[i] ?? -1;
    if (p < 0) continue;
    const parentEnd = (start[p] ?? 0) + (duration[p] ?? 0);
    const outlives = (start[i] ?? 0) + (duration[i] ?? 0) > parentEnd + OUTLIVES_NS && (duration[p] ?? 0) > 0;
    if (outlives || kind[i] === KIND.consumer) found.push(i);
  }
  return found;
}

/** Less is the time it takes to note an end. */
const OUTLIVES_NS = 1_000_000;

export type Hole = { readonly from: number; readonly to: number };

/** Where in a span nothing that was measured went on, by span. */
function holesOf({ starts, trace }: Doc, patterns: readonly Pattern[]): Map<number, Hole> {
  const end = (span: number) => (starts[span] ?? 0) + (trace.duration[span] ?? 0);
  const holes = new Map<number, Hole>();
  for (const { kind, span, spans, totalNs } of patterns) {
    if (kind !== 'gap') continue;
    const [first, second] = [spans[0], spans[1]];
    if (first !== undefined && second !== undefined)
      holes.set(span, { from: end(first), to: starts[second] ?? 0 });
    else if (first !== undefined) {
      // The hole lies before or after its only neighbour: its length tells which.
      const before = (starts[first] ?? 0) - (starts[span] ?? 0);
      const isBefore = Math.abs(before - totalNs) <= Math.abs(end(span) - end(first) - totalNs);
      holes.set(
        span,
        isBefore ? { from: starts[span] ?? 0, to: starts[first] ?? 0 } : { from: end(first), to: end(span) },
      );
    }
  }
  return holes;
}
