import type { Callers } from '../../core/evidence/callers.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { SpansToResolve } from '../../protocol/indexer.ts';

/** Callers above a site that may know its code. */
const DEEPEST = 8;

export type SpanGroup = SpansToResolve & { readonly nodeOf: ReadonlyMap<string, number> };

/** Sites with those that call them, as if each had been one span below its caller: callers come first. */
export function spanGroup(
  asked: readonly { readonly id: string; readonly site: SpanSite }[],
  callers: Callers,
): SpanGroup {
  const sites: SpanSite[] = [];
  const parents: number[] = [];
  const nodeOf = new Map<string, number>();
  const under = new Set<string>();
  const add = (id: string, site: SpanSite, depth: number): number => {
    const known = nodeOf.get(id);
    if (known !== undefined) return known;
    // Code that calls itself through others has no first caller.
    if (under.has(id)) return -1;
    under.add(id);
    const caller = depth < DEEPEST ? callers.get(id) : undefined;
    const parent = caller ? add(caller.id, caller.site, depth + 1) : -1;
    under.delete(id);
    const node = sites.push(site) - 1;
    parents.push(parent);
    nodeOf.set(id, node);
    return node;
  };
  for (const { id, site } of asked) add(id, site, 0);
  return {
    sites,
    siteOf: Uint32Array.from(sites, (_, i) => i),
    parents: Int32Array.from(parents),
    nodeOf,
  };
}
