import { compareSites } from '../../core/figures/compare-sites.ts';
import type { SiteFigures } from '../../core/figures/measured-site.ts';
import { type MergedStats, mergeStats } from '../../core/figures/merge-stats.ts';
import { serviceFigures, totalOf } from '../../core/figures/service-figures.ts';
import { fingerprint } from '../../core/mapping/fingerprint.ts';
import type { FunctionStats, Provenance } from '../../core/ports.ts';
import type { ComparedSide, FiguresRequests } from '../../protocol/engine-figures.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { BackendRegistry } from '../backends/registry.ts';
import { EvidenceReader } from './evidence-reader.ts';
import { readGapFacts } from './gap-facts.ts';
import { readFunction } from './read-function.ts';

type FiguresApi = { requests: FiguresRequests; events: Record<never, never> };

const MOST_SITES = 5000;

/** Who shows a change shows its figures, not how calls spread. */
const light = (stats: MergedStats): MergedStats => ({ ...stats, sketch: undefined });

/** About 200 KB a message: a millisecond or two of the host's time. */
const SITES_A_PART = 200;

export function figuresHandlers(registry: Pick<BackendRegistry, 'get'>): Handlers<FiguresApi> {
  const evidence = new EvidenceReader();
  return {
    'figures.sites': async ({ connection, request }, { signal, part }) => {
      const { sites, provenance } = await registry.get(connection).siteStats(request, signal);
      for (let from = 0; from < sites.length; from += SITES_A_PART)
        part(
          sites.slice(from, from + SITES_A_PART).map(
            ({ site, stats }): SiteFigures => ({
              id: fingerprint(site),
              site,
              stats,
              totalNs: totalOf(stats),
            }),
          ),
        );
      return { services: serviceFigures(sites), provenance };
    },
    'figures.series': async ({ connection, sites, ranges, environment, version }, { signal }) => {
      const backend = registry.get(connection);
      const stats: (FunctionStats | undefined)[] = [];
      const notes = new Set<string>();
      let exact = true;
      for (const range of ranges) {
        const answer = await backend.functionStats({ sites, range, environment, version }, signal);
        const known = answer.stats.filter((s) => s !== undefined);
        stats.push(known.length > 0 ? mergeStats(known) : undefined);
        exact &&= answer.provenance.exact;
        for (const note of answer.provenance.notes) notes.add(note);
      }
      const provenance: Provenance = { exact, notes: [...notes] };
      return { stats, provenance };
    },
    'figures.compare': async ({ connection, request }, { signal }) => {
      const { before, after, environment, rules } = request;
      const backend = registry.get(connection);
      const ask = ({ range, version }: ComparedSide) =>
        backend.siteStats({ service: undefined, range, environment, version, limit: MOST_SITES }, signal);
      const [then, now] = [await ask(before), await ask(after)];
      const { changed, compared, common } = compareSites(then.sites, now.sites, rules);
      const notes = [...new Set([...then.provenance.notes, ...now.provenance.notes])];
      return {
        changed: changed.map((c) => ({ ...c, before: light(c.before), after: light(c.after) })),
        compared,
        common,
        provenance: { exact: then.provenance.exact && now.provenance.exact, notes },
      };
    },
    'figures.evidence': ({ connection, request }, { signal }) =>
      evidence.read(connection, registry.get(connection), request, signal),
    'figures.gapFacts': ({ connection, request }, { signal }) =>
      readGapFacts(registry.get(connection), request, signal),
    'figures.function': ({ connection, request }, { signal }) =>
      readFunction(registry.get(connection), request, signal),
  };
}
