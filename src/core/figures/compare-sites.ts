import { type ChangeRules, findChanges, type StatsChange } from '../analysis/regression.ts';
import { fingerprint } from '../mapping/fingerprint.ts';
import type { SpanSite } from '../mapping/span-site.ts';
import type { FunctionStats } from '../ports.ts';
import { type MergedStats, mergeStats } from './merge-stats.ts';

export type SiteStats = { readonly site: SpanSite; readonly stats: FunctionStats };

/** A place in code whose figures differ between two samples. */
export type ChangedSite = {
  /** Of the later sample: where the code is now. */
  readonly site: SpanSite;
  readonly id: string;
  readonly before: MergedStats;
  readonly after: MergedStats;
  /** Most certain first. */
  readonly changes: readonly StatsChange[];
};

export type SiteComparison = {
  readonly changed: readonly ChangedSite[];
  /** Places with enough calls on both sides to say anything. */
  readonly compared: number;
  /** Places seen on both sides, whatever the number of calls. */
  readonly common: number;
};

/** Figures of the same code in two samples, held against one another. */
export function compareSites(
  before: readonly SiteStats[],
  after: readonly SiteStats[],
  rules: ChangeRules,
): SiteComparison {
  const earlier = grouped(before);
  const pairs = [...grouped(after)].flatMap(([key, now]) => {
    const then = earlier.get(key);
    if (!then) return [];
    const busiest = now.reduce((a, b) => (b.stats.count > a.stats.count ? b : a));
    return {
      site: busiest.site,
      before: mergeStats(then.map((s) => s.stats)),
      after: mergeStats(now.map((s) => s.stats)),
    };
  });
  const found = findChanges(pairs, rules);
  const changed = pairs.flatMap((pair, i) => {
    const changes = [...(found[i] ?? [])].sort((a, b) => a.pValue - b.pValue);
    return changes.length > 0 ? { ...pair, id: fingerprint(pair.site), changes } : [];
  });
  const enough = ({ count }: FunctionStats) => count >= rules.minimumCalls;
  return {
    changed,
    compared: pairs.filter((p) => enough(p.before) && enough(p.after)).length,
    common: pairs.length,
  };
}

function grouped(sites: readonly SiteStats[]): Map<string, SiteStats[]> {
  const groups = new Map<string, SiteStats[]>();
  for (const one of sites) {
    const key = stableKey(one.site);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

/** What moves when code above it is edited: two versions of one function differ in it. */
const MOVES: ReadonlySet<string> = new Set([
  'code.line.number',
  'code.lineno',
  'code.column.number',
  'code.column',
]);

/** The same for one function in two versions; several calls of one statement in one file are one. */
function stableKey(site: SpanSite): string {
  const kept = Object.entries(site.attributes).filter(([key]) => !MOVES.has(key));
  return fingerprint({ ...site, attributes: Object.fromEntries(kept) });
}
