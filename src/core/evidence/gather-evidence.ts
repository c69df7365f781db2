import type { SpanSite } from '../mapping/span-site.ts';
import type { Provenance } from '../ports.ts';
import type { TraceDigest } from './digest-trace.ts';
import type { Evidence, Finding, SiteEdge, Thrown } from './evidence.ts';

/** A trace that was looked for because it failed says nothing of how often things happen. */
export type DigestedTrace = { readonly digest: TraceDigest; readonly because: 'recent' | 'failed' };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Puts together what several traces show, by code and not by trace. */
export function gatherEvidence(traces: readonly DigestedTrace[], provenance: Provenance): Evidence {
  const sites = new Sites();
  const critical = new Map<number, { site: number; ns: number; requestNs: number }>();
  const edges = new Map<string, Mutable<SiteEdge>>();
  const findings = new Map<string, Mutable<Finding>>();
  const thrown = new Map<string, Mutable<Thrown>>();
  /** In how many traces a site occurs. */
  const seen = new Map<number, number>();
  for (const { digest, because } of traces) {
    const numbers = digest.ids.map((id, i) => sites.number(id, digest.sites[i]));
    const at = (local: number) => numbers[local] ?? 0;
    for (const number of numbers) seen.set(number, (seen.get(number) ?? 0) + 1);
    addFindings(findings, digest, at);
    addThrown(thrown, digest, at);
    if (because === 'failed') continue;
    for (const [local, number] of numbers.entries()) {
      const sum = critical.get(number) ?? { site: number, ns: 0, requestNs: 0 };
      critical.set(number, sum);
      sum.ns += digest.critical[local] ?? 0;
      sum.requestNs += digest.requestNs;
    }
    for (const edge of digest.edges) {
      const [caller, callee] = [at(edge.caller), at(edge.callee)];
      const key = `${caller} ${callee}`;
      const sum = edges.get(key) ?? { caller, callee, calls: 0, totalNs: 0, errors: 0 };
      edges.set(key, sum);
      sum.calls += edge.calls;
      sum.totalNs += edge.totalNs;
      sum.errors += edge.errors;
    }
  }
  return {
    sites: sites.all,
    traces: traces.length,
    provenance,
    critical: [...critical.values()],
    edges: [...edges.values()],
    findings: [...findings.values()]
      .map((f) => ({ ...f, of: Math.max(f.traces, seen.get(f.doer) ?? 0) }))
      .sort((a, b) => b.totalNs - a.totalNs),
    thrown: [...thrown.values()].sort((a, b) => b.lastMs - a.lastMs),
  };
}

class Sites {
  readonly all: { id: string; site: SpanSite }[] = [];
  readonly #numbers = new Map<string, number>();

  number(id: string, site: SpanSite | undefined): number {
    const known = this.#numbers.get(id);
    if (known !== undefined || !site) return known ?? 0;
    this.#numbers.set(id, this.all.length);
    return this.all.push({ id, site }) - 1;
  }
}

function addFindings(
  findings: Map<string, Mutable<Finding>>,
  { traceId, startMs, findings: found }: TraceDigest,
  at: (local: number) => number,
): void {
  const counted = new Set<string>();
  for (const { kind, doer, call, count, totalNs, text, spanId } of found) {
    const [d, c] = [at(doer), at(call)];
    const key = `${kind} ${d} ${c}`;
    const known = findings.get(key);
    const worst = { count, totalNs, text, traceId, spanId };
    if (!known) findings.set(key, { kind, doer: d, call: c, ...worst, traces: 1, of: 0, lastMs: startMs });
    else {
      if (!counted.has(key)) known.traces++;
      known.lastMs = Math.max(known.lastMs, startMs);
      if (totalNs > known.totalNs) Object.assign(known, worst);
    }
    counted.add(key);
  }
}

function addThrown(
  thrown: Map<string, Mutable<Thrown>>,
  { traceId, thrown: found }: TraceDigest,
  at: (local: number) => number,
): void {
  for (const { site, type, message, stack, way, atMs, spanId } of found) {
    const number = at(site);
    const key = `${number} ${type} ${way}`;
    const known = thrown.get(key);
    const newest = { message, stack, lastMs: atMs, traceId, spanId };
    if (!known) thrown.set(key, { site: number, type, count: 1, ...newest });
    else {
      known.count++;
      if (atMs > known.lastMs) Object.assign(known, newest);
    }
  }
}
