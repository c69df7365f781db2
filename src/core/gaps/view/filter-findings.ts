import type { Confidence, Finding } from '../model.ts';

/** Which findings are shown. */
export type GapFilter = {
  /** The lowest confidence. */
  readonly confidence: Confidence;
  /** Only where traces show that the code runs. */
  readonly withTraffic: boolean;
  /** First words of rules (`setup`, `entry`, `outbound`, `context`, `span`, `trace`) that are left out. */
  readonly hidden: readonly string[];
};

export const GAP_GROUPS = ['setup', 'entry', 'outbound', 'context', 'span', 'trace'] as const;
export type GapGroup = (typeof GAP_GROUPS)[number];

export const NO_FILTER: GapFilter = { confidence: 'medium', withTraffic: false, hidden: [] };

const LEVELS: readonly Confidence[] = ['low', 'medium', 'high'];

export const groupOfRule = (rule: string): GapGroup =>
  GAP_GROUPS.find((g) => g === rule.split('.')[0]) ?? 'trace';

export const isShown = (finding: Finding, filter: GapFilter): boolean =>
  LEVELS.indexOf(finding.confidence) >= LEVELS.indexOf(filter.confidence) &&
  !(filter.withTraffic && (finding.observed?.calls ?? 0) === 0) &&
  !filter.hidden.includes(groupOfRule(finding.rule));

/** Whatever was stored, as a filter. */
export function asFilter(stored: unknown): GapFilter {
  const of = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<
    Record<keyof GapFilter, unknown>
  >;
  return {
    confidence: LEVELS.find((l) => l === of.confidence) ?? NO_FILTER.confidence,
    withTraffic: of.withTraffic === true,
    hidden: Array.isArray(of.hidden) ? GAP_GROUPS.filter((g) => (of.hidden as unknown[]).includes(g)) : [],
  };
}
