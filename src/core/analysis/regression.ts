import type { FunctionStats } from '../ports.ts';
import { proportionTest, quantileTest, withoutChance } from './significance.ts';

export type ChangeKind = 'slower' | 'faster' | 'failing' | 'recovered';

/** What changed of one function between two samples. */
export type StatsChange = {
  readonly kind: ChangeKind;
  readonly pValue: number;
};

export type ChangeRules = {
  /** Fewer calls on either side prove nothing. */
  readonly minimumCalls: number;
  /** p95 must grow or shrink by this factor at least: 1.2 is 20 %. */
  readonly minimumFactor: number;
};

/** Less is noise of the clock. */
const LEAST_NS = 100_000;
/** The share of failed calls must change by so much at least. */
const LEAST_ERRORS = 0.01;
/** Share of what is told that may be chance. */
const FALSE_RATE = 0.05;

type Compared = Pick<FunctionStats, 'count' | 'errors' | 'p95' | 'sketch'>;

export type Pair = { readonly before: Compared; readonly after: Compared };

/**
 * What changed in each of several functions: differences that are large enough to matter and that chance does not
 * explain, taking into account that many were looked at. Latency needs sketches on both sides.
 */
export function findChanges(pairs: readonly Pair[], rules: ChangeRules): StatsChange[][] {
  const candidates = pairs.flatMap((pair, index) =>
    candidatesOf(pair, rules).map((change) => ({ index, change })),
  );
  const stands = withoutChance(
    candidates.map(({ change }) => change.pValue),
    FALSE_RATE,
  );
  const out: StatsChange[][] = pairs.map(() => []);
  for (const [i, { index, change }] of candidates.entries()) if (stands[i]) out[index]?.push(change);
  return out;
}

function candidatesOf({ before, after }: Pair, { minimumCalls, minimumFactor }: ChangeRules): StatsChange[] {
  if (before.count < minimumCalls || after.count < minimumCalls) return [];
  const out: StatsChange[] = [];
  const [failedBefore, failedAfter] = [before.errors / before.count, after.errors / after.count];
  if (Math.abs(failedAfter - failedBefore) >= LEAST_ERRORS)
    out.push({
      kind: failedAfter > failedBefore ? 'failing' : 'recovered',
      pValue: proportionTest(
        { hits: before.errors, of: before.count },
        { hits: after.errors, of: after.count },
      ),
    });
  const factor = after.p95 / Math.max(1, before.p95);
  const matters =
    Math.abs(after.p95 - before.p95) >= LEAST_NS && (factor >= minimumFactor || factor <= 1 / minimumFactor);
  if (matters && before.sketch && after.sketch)
    out.push({
      kind: factor > 1 ? 'slower' : 'faster',
      pValue: quantileTest(before.sketch, after.sketch, 0.95),
    });
  return out;
}
