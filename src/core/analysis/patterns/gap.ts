import { KIND } from '../../trace/columns.ts';
import { formatDuration } from '../../trace/units.ts';
import type { Context } from '../context.ts';
import { serviceLabel } from '../labels.ts';
import { type Sentence, sentence, strong } from '../sentence.ts';
import type { Pattern } from './pattern.ts';
import { labelOf, matters, ownerLabel, patternOf } from './wording.ts';

/** A hole is worth a word from these shares of its span and of the request on. */
const SHARE_OF_SPAN = 0.2;
const SHARE_OF_REQUEST = 0.1;
const LEAST_NS = 1_000_000;
/** A child that ends so much later than its parent (ns, share) was only started there: it bounds no hole. */
const OUTLIVES_NS = 1_000_000;
const OUTLIVES_SHARE = 0.05;

/**
 * Gaps: the longest stretch inside a span with children during which none of them runs, where it is a large part of
 * the span and the request had to wait for it. Before, between or after children; one a span.
 */
export function gaps(context: Context): Pattern[] {
  const { trace, times, children, critical } = context;
  const found: Pattern[] = [];
  for (let i = 0; i < trace.count; i++) {
    const [from, to] = [children.first[i] ?? 0, children.first[i + 1] ?? 0];
    if (from === to) continue;
    const [start, end] = [times.start[i] ?? 0, times.end[i] ?? 0];
    const least = Math.max(LEAST_NS, (end - start) * SHARE_OF_SPAN);
    if (end - start < least || !matters(context, end - start, SHARE_OF_REQUEST)) continue;
    const hole = longestHole(context, i);
    if (!hole || hole.ns < least || !matters(context, hole.ns, SHARE_OF_REQUEST)) continue;
    if ((critical.ns[i] ?? 0) < hole.ns / 2) continue;
    const spans = [hole.before, hole.after].filter((s) => s >= 0);
    found.push(patternOf('gap', i, Uint32Array.from(spans), hole.ns, describe(context, i, hole), 1));
  }
  return found;
}

type Hole = { readonly ns: number; readonly before: number; readonly after: number };

function longestHole({ times, children }: Context, span: number): Hole | undefined {
  const [start, end] = [times.start[span] ?? 0, times.end[span] ?? 0];
  const latest = end + Math.max(OUTLIVES_NS, (end - start) * OUTLIVES_SHARE);
  let longest: Hole | undefined;
  let [until, before] = [start, -1];
  const consider = (to: number, after: number) => {
    if (to - until > (longest?.ns ?? 0)) longest = { ns: to - until, before, after };
  };
  for (let k = children.first[span] ?? 0; k < (children.first[span + 1] ?? 0); k++) {
    const child = children.list[k] ?? 0;
    const [childStart, childEnd] = [times.start[child] ?? 0, times.end[child] ?? 0];
    if (childEnd > latest || childEnd < start || childStart > end) continue;
    consider(childStart, child);
    if (childEnd > until) [until, before] = [childEnd, child];
  }
  // Children that only outlive it leave a span that might as well have none.
  if (before < 0 && longest === undefined) return undefined;
  consider(end, -1);
  return longest;
}

function describe(context: Context, span: number, hole: Hole): Sentence {
  const { trace } = context;
  const { before, after } = hole;
  const ns = strong(formatDuration(hole.ns), span);
  const other = after >= 0 ? after : before;
  const network =
    trace.kind[span] === KIND.client &&
    trace.kind[other] === KIND.server &&
    trace.service[span] !== trace.service[other];
  if (network) {
    const [caller, callee] = [serviceLabel(trace, span), serviceLabel(trace, other)];
    return after >= 0
      ? sentence(ns, ` pass between ${caller}'s call and ${callee}'s start: connecting, network or a queue`)
      : sentence(
          ns,
          ` pass between ${callee}'s end and ${caller}'s having the answer: network or a slow reader`,
        );
  }
  const owner = strong(ownerLabel(context, span), span);
  const part = (s: number) => strong(labelOf(context, s), s);
  if (before >= 0 && after >= 0)
    return sentence(
      owner,
      ' spends ',
      ns,
      ' between ',
      part(before),
      ' and ',
      part(after),
      ' that no span explains',
    );
  if (after >= 0) return sentence(owner, ' spends ', ns, ' before ', part(after), ' that no span explains');
  return sentence(owner, ' spends ', ns, ' after ', part(before), ' that no span explains');
}
