import type {
  Provenance,
  SiteStatsRequest,
  SiteStatsResult,
  StatsRequest,
  StatsResult,
} from '../../core/ports.ts';
import { resourceAttribute } from '../../core/trace/attributes.ts';
import type { Trace } from '../../core/trace/columns.ts';
import { formatInteger, plural } from '../../core/trace/units.ts';
import { siteMatcher } from './match-site.ts';
import { addTrace, mergeTotals, type SiteTotals, toFunctionStats } from './site-totals.ts';

/** Whole traces of a window, newest first; `all`: the window holds no others. */
export type Sample = {
  readonly traces: readonly Trace[];
  readonly all: boolean;
  readonly notes: readonly string[];
};

/** What was computed here from whole traces, and how much it rests on. */
export function sampleProvenance({ traces, all, notes }: Sample): Provenance {
  const counted = plural(traces.length, 'trace');
  return {
    exact: all,
    notes: [
      traces.length === 0
        ? 'no trace in the window'
        : all
          ? `computed here from every trace of the window (${formatInteger(traces.length)})`
          : `${counted} sampled`,
      ...notes,
    ],
  };
}

type Window = { readonly environment: string | undefined; readonly version: string | undefined };

export function sampledStats(request: StatsRequest, sample: Sample): StatsResult {
  const known = [...totalsOf(sample.traces, request, undefined).values()];
  return {
    stats: request.sites.map((site) => {
      const matches = siteMatcher(site);
      const sum = mergeTotals(known.filter((totals) => matches(totals.site)));
      return sum && toFunctionStats(sum);
    }),
    provenance: sampleProvenance(sample),
  };
}

export function sampledSites(request: SiteStatsRequest, sample: Sample): SiteStatsResult {
  const known = [...totalsOf(sample.traces, request, request.service).values()];
  return {
    sites: known
      .sort((a, b) => b.count - a.count)
      .slice(0, request.limit)
      .map((totals) => ({ site: totals.site, stats: toFunctionStats(totals) })),
    provenance: sampleProvenance(sample),
  };
}

function totalsOf(traces: readonly Trace[], window: Window, service: string | undefined) {
  const totals = new Map<string, SiteTotals>();
  for (const trace of traces)
    addTrace(
      totals,
      trace,
      (t, span) =>
        (service === undefined || t.strings.get(t.service[span] ?? 0) === service) &&
        inWindow(t, span, window),
    );
  return totals;
}

/** The stable key and the one before it. */
const ENVIRONMENT = ['deployment.environment.name', 'deployment.environment'];

function inWindow(trace: Trace, span: number, { environment, version }: Window): boolean {
  if (
    environment !== undefined &&
    !ENVIRONMENT.some((key) => resourceAttribute(trace, span, key) === environment)
  )
    return false;
  return version === undefined || resourceAttribute(trace, span, 'service.version') === version;
}
