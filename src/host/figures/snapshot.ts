import type { Evidence } from '../../core/evidence/evidence.ts';
import type { MeasuredSite, SeenThrow, SiteFigures } from '../../core/figures/measured-site.ts';
import type { ServiceFigures } from '../../core/figures/service-figures.ts';
import type { Resolution } from '../../core/mapping/resolution.ts';
import type { Provenance, TimeRange } from '../../core/ports.ts';
import { placeKey } from '../path-key.ts';
import type { Selection } from '../selection.ts';

/** Figures of everything in the window, as they were asked for once. */
export type Snapshot = {
  readonly selection: Selection;
  readonly range: TimeRange;
  /** Unix ms. */
  readonly loadedMs: number;
  readonly provenance: Provenance;
  readonly sites: ReadonlyMap<string, SiteFigures>;
  readonly services: readonly ServiceFigures[];
};

/** What recent traces show beyond that, asked for less often. */
export type EvidenceSnapshot = {
  readonly evidence: Evidence;
  readonly loadedMs: number;
  readonly thrown: readonly SeenThrow[];
  /** When exceptions were led to code. */
  readonly placedMs: number;
  /** By site: share of the time of its requests in which they waited for it. */
  readonly criticalShare: ReadonlyMap<string, number>;
};

/** Sites that stand in the workspace, by file. */
export function sitesByPath(
  sites: Iterable<SiteFigures>,
  resolutionOf: (site: string) => Resolution | undefined,
): Map<string, MeasuredSite[]> {
  const byPath = new Map<string, MeasuredSite[]>();
  for (const site of sites) {
    const resolution = resolutionOf(site.id);
    if (!resolution?.result) continue;
    const key = placeKey(resolution.result);
    const list = byPath.get(key);
    if (list) list.push({ ...site, resolution });
    else byPath.set(key, [{ ...site, resolution }]);
  }
  return byPath;
}

export function throwsByPath(
  thrown: readonly SeenThrow[],
  resolutionOf: (thrown: SeenThrow) => Resolution,
): Map<string, SeenThrow[]> {
  const byPath = new Map<string, SeenThrow[]>();
  for (const one of thrown) {
    const resolution = resolutionOf(one);
    if (!resolution.result) continue;
    const key = placeKey(resolution.result);
    const list = byPath.get(key);
    if (list) list.push({ ...one, resolution });
    else byPath.set(key, [{ ...one, resolution }]);
  }
  return byPath;
}

/** Two answers with the same signature show the same. */
export function signatureOf(sites: Iterable<SiteFigures>): string {
  let count = 0;
  let errors = 0;
  let last = 0;
  let number = 0;
  for (const { stats } of sites) {
    number++;
    count += stats.count;
    errors += stats.errors;
    last = Math.max(last, stats.lastSeenMs ?? 0);
  }
  return `${number} ${count} ${errors} ${last}`;
}

/** Whether two looks saw the same traces, as far as their sums tell. */
export function sameEvidence(a: Evidence, b: Evidence): boolean {
  const newest = (e: Evidence) =>
    Math.max(0, ...e.thrown.map((t) => t.lastMs), ...e.findings.map((f) => f.lastMs));
  const calls = (e: Evidence) => e.edges.reduce((sum, edge) => sum + edge.calls, 0);
  return a.traces === b.traces && calls(a) === calls(b) && newest(a) === newest(b);
}
