import type { Finding, FindingKind } from '../evidence/evidence.ts';
import { levelOf } from '../mapping/candidate.ts';
import type { CodeLocation, Confidence, ResolvedCode } from '../mapping/resolution.ts';
import type { CodeFunction, LineRange } from './measured-site.ts';
import { functionAround } from './place-sites.ts';

/** Where a finding is told, and the line that shows it where that is another. */
export type PlacedFinding = {
  readonly finding: Finding;
  readonly at: CodeLocation;
  readonly call: CodeLocation | undefined;
  readonly confidence: Confidence;
};

/** What a file must be known of to place findings in it. */
export type FunctionsOf = (place: CodeLocation) => readonly CodeFunction[];

/**
 * The line that causes a finding: the loop around a repeated call, else the call, else the loop of the function whose
 * doing it is (where it has just one), else the function. Undefined where code is not known well enough.
 */
export function placeFinding(
  finding: Finding,
  doer: ResolvedCode | null,
  call: ResolvedCode | null,
  functionsOf: FunctionsOf,
): PlacedFinding | undefined {
  const own = usable(doer);
  const line = usable(call);
  const nearby =
    line && (!own || isInside(line, own, functionsOf)) && line.role !== 'called from' ? line : undefined;
  const base = nearby ?? own;
  if (!base) return undefined;
  const around = functionAround(functionsOf(base), base.line);
  const repeats = REPEATS.has(finding.kind);
  const loop = around && repeats ? (nearby ? loopAround(around, nearby.line) : onlyLoop(around)) : undefined;
  const at = loop
    ? { ...base, line: loop.line, endLine: loop.line }
    : nearby
      ? { ...base, endLine: base.line }
      : { ...base, line: around?.line ?? base.line, endLine: around?.line ?? base.line };
  const confidence = own && nearby ? weaker(own.confidence, nearby.confidence) : base.confidence;
  return { finding, at, call: nearby && nearby.line !== at.line ? nearby : undefined, confidence };
}

const REPEATS: ReadonlySet<FindingKind> = new Set(['n-plus-one', 'retry-storm']);

/** Of several places that fit equally well none is blamed. */
const usable = (code: ResolvedCode | null) => (code?.jump ? code : undefined);

function isInside(call: ResolvedCode, doer: ResolvedCode, functionsOf: FunctionsOf): boolean {
  if (call.folder !== doer.folder || call.file !== doer.file) return false;
  const functions = functionsOf(doer);
  const [a, b] = [functionAround(functions, call.line), functionAround(functions, doer.line)];
  // A closure in the function is still the function's doing.
  return (
    a === b || (a !== undefined && b !== undefined && a.startLine >= b.startLine && a.endLine <= b.endLine)
  );
}

/** The innermost loop around a line. */
function loopAround({ loops }: CodeFunction, line: number): LineRange | undefined {
  return loops.findLast((loop) => loop.line <= line && loop.endLine >= line);
}

function onlyLoop({ loops }: CodeFunction): LineRange | undefined {
  return loops.length === 1 ? loops[0] : undefined;
}

const weaker = (a: Confidence, b: Confidence) => (levelOf(a) < levelOf(b) ? a : b);
