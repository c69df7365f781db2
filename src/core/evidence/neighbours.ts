import type { Evidence, SiteEdge } from './evidence.ts';

/** A site that calls, or is called by, a function. */
export type Neighbour = {
  /** Number in the evidence's sites. */
  readonly site: number;
  readonly calls: number;
  /** Callers: share of the function's calls. Callees: share of the function's time, undefined where that is unknown. */
  readonly share: number | undefined;
  /** Calls for each call of the function; of callees only. */
  readonly perCall: number | undefined;
  readonly meanNs: number;
};

export type Neighbours = { readonly callers: readonly Neighbour[]; readonly callees: readonly Neighbour[] };

/** Who calls a function and whom it calls, most first, as recent traces show it. */
export function neighboursOf({ sites, edges }: Evidence, ids: readonly string[]): Neighbours {
  const own = new Set<number>();
  for (const [number, { id }] of sites.entries()) if (ids.includes(id)) own.add(number);
  const inward = edges.filter((e) => own.has(e.callee) && !own.has(e.caller));
  const outward = edges.filter((e) => own.has(e.caller) && !own.has(e.callee));
  const calls = sum(inward, (e) => e.calls);
  const time = sum(inward, (e) => e.totalNs);
  const callers = inward.map((e) => ({
    site: e.caller,
    calls: e.calls,
    share: calls > 0 ? e.calls / calls : undefined,
    perCall: undefined,
    meanNs: e.totalNs / Math.max(1, e.calls),
  }));
  const callees = outward.map((e) => ({
    site: e.callee,
    calls: e.calls,
    // Calls in parallel add up to more than the time they were waited for.
    share: time > 0 ? Math.min(1, e.totalNs / time) : undefined,
    perCall: calls > 0 ? e.calls / calls : undefined,
    meanNs: e.totalNs / Math.max(1, e.calls),
  }));
  return {
    callers: callers.sort((a, b) => b.calls - a.calls),
    callees: callees.sort((a, b) => b.calls * b.meanNs - a.calls * a.meanNs),
  };
}

const sum = (edges: readonly SiteEdge[], pick: (edge: SiteEdge) => number) =>
  edges.reduce((total, edge) => total + pick(edge), 0);
