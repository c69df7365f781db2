import type { SpanSite } from '../mapping/span-site.ts';
import type { Evidence } from './evidence.ts';

/** Who calls a site: needed to find the call of a span that says nothing of its own code. */
export type Callers = ReadonlyMap<string, { readonly id: string; readonly site: SpanSite }>;

/** A caller must make nearly all of the calls: a line can stand for one place only. */
const SHARE = 0.8;

export function callersOf({ sites, edges }: Evidence): Callers {
  const totals = new Map<number, { calls: number; most: number; caller: number }>();
  for (const { caller, callee, calls } of edges) {
    const sum = totals.get(callee) ?? { calls: 0, most: 0, caller: -1 };
    totals.set(callee, sum);
    sum.calls += calls;
    if (calls > sum.most && caller !== callee) [sum.most, sum.caller] = [calls, caller];
  }
  const callers = new Map<string, { id: string; site: SpanSite }>();
  for (const [callee, { calls, most, caller }] of totals) {
    const [own, other] = [sites[callee], sites[caller]];
    if (own && other && most >= calls * SHARE) callers.set(own.id, other);
  }
  return callers;
}
