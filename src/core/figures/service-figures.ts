import { LatencySketch } from '../analysis/latency-sketch.ts';
import type { SpanSite } from '../mapping/span-site.ts';
import type { FunctionStats } from '../ports.ts';
import { type MergedStats, mergeStats } from './merge-stats.ts';
import { isIncoming, isOutgoing } from './site-label.ts';

/** A service as a whole: what it was asked; where nothing ever comes in, what it did. */
export type ServiceFigures = {
  readonly service: string;
  readonly of: 'requests' | 'work';
  readonly stats: MergedStats;
  /** ns of all of those together. */
  readonly totalNs: number;
};

type SiteStats = { readonly site: SpanSite; readonly stats: FunctionStats };

/** Services with most time first. Sketches stay behind: nobody draws those of a service. */
export function serviceFigures(sites: readonly SiteStats[]): ServiceFigures[] {
  const byService = new Map<string, SiteStats[]>();
  for (const one of sites) {
    const list = byService.get(one.site.service);
    if (list) list.push(one);
    else byService.set(one.site.service, [one]);
  }
  return [...byService]
    .map(([service, all]): ServiceFigures => {
      const incoming = all.filter(({ site }) => isIncoming(site));
      const inside = all.filter(({ site }) => !isOutgoing(site));
      const counted = [incoming, inside, all].find((list) => list.length > 0) ?? all;
      const stats = counted.map((one) => one.stats);
      return {
        service,
        of: incoming.length > 0 ? 'requests' : 'work',
        stats: { ...mergeStats(stats), sketch: undefined },
        totalNs: stats.reduce((sum, one) => sum + totalOf(one), 0),
      };
    })
    .sort((a, b) => b.totalNs - a.totalNs);
}

/** ns of all calls together: exact where there is a sketch, else calls times what they usually take. */
export function totalOf({ sketch, count, p50 }: FunctionStats): number {
  try {
    if (sketch) return LatencySketch.fromBytes(sketch).sum;
  } catch (error) {
    // Bytes of another version.
    if (!(error instanceof RangeError)) throw error;
  }
  return count * p50;
}
