import { type Context, contextOf } from '../analysis/context.ts';
import { findPatterns } from '../analysis/patterns/find-patterns.ts';
import { findErrors } from '../analysis/root-cause.ts';
import { fingerprint } from '../mapping/fingerprint.ts';
import { sitesOfTrace } from '../mapping/sites-of-trace.ts';
import type { SpanSite } from '../mapping/span-site.ts';
import type { Trace } from '../trace/columns.ts';
import { digestFindings, type FoundHere } from './digest-findings.ts';
import { digestThrown, type ThrownHere } from './digest-thrown.ts';

/** What evidence needs of one trace. Numbers of sites are indexes into `ids` and `sites`. */
export type TraceDigest = {
  readonly traceId: string;
  readonly startMs: number;
  readonly requestNs: number;
  /** Fingerprints. */
  readonly ids: readonly string[];
  readonly sites: readonly SpanSite[];
  /** ns on the critical path, by site. */
  readonly critical: Float64Array;
  readonly edges: readonly EdgeHere[];
  readonly findings: readonly FoundHere[];
  readonly thrown: readonly ThrownHere[];
};

export type EdgeHere = {
  readonly caller: number;
  readonly callee: number;
  calls: number;
  totalNs: number;
  errors: number;
};

export function digestTrace(trace: Trace): TraceDigest {
  const context = contextOf(trace);
  const { siteOf, ids, sites } = numberSites(trace);
  const startMs = Number(trace.epoch / 1_000_000n);
  const base = { context, siteOf, startMs };
  const findings = digestFindings(base, findPatterns(context), findErrors(context));
  return {
    traceId: trace.traceId,
    startMs,
    requestNs: context.requestNs,
    ids,
    // Stack traces differ from span to span and are large; what needs them has its own.
    sites: sites.map((site) => ({ ...site, stack: '', callStack: '' })),
    critical: criticalBySite(context, siteOf, ids.length),
    edges: edgesOf(context, siteOf),
    findings,
    thrown: digestThrown(base, sites),
  };
}

/** Sites of a trace that have the same fingerprint are one. */
function numberSites(trace: Trace) {
  const found = sitesOfTrace(trace);
  const numbers = new Map<string, number>();
  const sites: SpanSite[] = [];
  const merged = found.sites.map((site) => {
    const id = fingerprint(site);
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, sites.length);
    return sites.push(site) - 1;
  });
  const siteOf = Uint32Array.from(found.siteOf, (index) => merged[index] ?? 0);
  return { siteOf, ids: [...numbers.keys()], sites };
}

/**
 * Time of the critical path by site. What a call out of the process takes, and nobody there accounts for (a database,
 * a service that sends no spans), counts for the call and for the function that makes it.
 */
function criticalBySite({ trace, critical, calls, children }: Context, siteOf: Uint32Array, sites: number) {
  const ns = new Float64Array(sites);
  for (let i = 0; i < trace.count; i++) {
    const own = critical.ns[i] ?? 0;
    if (own === 0) continue;
    const site = siteOf[i] ?? 0;
    ns[site] = (ns[site] ?? 0) + own;
    const p = trace.parent[i] ?? -1;
    const leaf = (children.first[i + 1] ?? 0) === (children.first[i] ?? 0);
    if (p < 0 || !leaf || !calls[i] || siteOf[p] === site) continue;
    const caller = siteOf[p] ?? 0;
    ns[caller] = (ns[caller] ?? 0) + own;
  }
  return ns;
}

function edgesOf({ trace, times, failed }: Context, siteOf: Uint32Array): EdgeHere[] {
  const edges = new Map<number, EdgeHere>();
  const width = trace.count + 1;
  for (let i = 0; i < trace.count; i++) {
    const p = trace.parent[i] ?? -1;
    if (p < 0) continue;
    const [caller, callee] = [siteOf[p] ?? 0, siteOf[i] ?? 0];
    const key = caller * width + callee;
    let edge = edges.get(key);
    if (!edge) {
      edge = { caller, callee, calls: 0, totalNs: 0, errors: 0 };
      edges.set(key, edge);
    }
    edge.calls++;
    edge.totalNs += (times.end[i] ?? 0) - (times.start[i] ?? 0);
    edge.errors += failed[i] ?? 0;
  }
  return [...edges.values()];
}
