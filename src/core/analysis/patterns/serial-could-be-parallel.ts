import { KIND } from '../../trace/columns.ts';
import { formatDuration } from '../../trace/units.ts';
import type { Context } from '../context.ts';
import { listOf, sentence, strong } from '../sentence.ts';
import type { Pattern } from './pattern.ts';
import { labelOf, matters, ownerLabel, patternOf } from './wording.ts';
import { writesOf } from './writes.ts';

/** What would be saved must be this share of the request and of the parent, and more than jitter. */
const SHARE = 0.1;
const LEAST_NS = 500_000;
/** A pause this long (ns, share of the call before) means that something was computed from the answer. */
const PAUSE_NS = 5_000_000;
const PAUSE_SHARE = 0.25;
/** Calls shorter than this share of their parent neither join a run nor end it. */
const TINY = 0.01;

/**
 * Serial calls that could be parallel: siblings that leave the process, each starting soon after the one before has
 * ended, none of which changes anything (writes, log-ins and transactions end a run) and none of which failed or is
 * linked to the one before. The trace cannot show whether one needs another's answer, so the sentence asks.
 */
export function serialCouldBeParallel(context: Context, taken: Uint8Array): Pattern[] {
  const { trace, times, children, reaches, failed } = context;
  const writes = writesOf(context);
  const found: Pattern[] = [];
  for (let parent = 0; parent < trace.count; parent++) {
    const [from, to] = [children.first[parent] ?? 0, children.first[parent + 1] ?? 0];
    if (to - from < 2) continue;
    const parentNs = (times.end[parent] ?? 0) - (times.start[parent] ?? 0);
    let run: number[] = [];
    let until = Number.NEGATIVE_INFINITY;
    const flush = () => {
      const pattern = run.length > 1 ? judge(context, parent, parentNs, run) : undefined;
      if (pattern) found.push(pattern);
      run = [];
    };
    for (let k = from; k < to; k++) {
      const child = children.list[k] ?? 0;
      const [start, end] = [times.start[child] ?? 0, times.end[child] ?? 0];
      const last = run.at(-1);
      if (end - start < parentNs * TINY && !writes[child]) continue;
      const lastNs = last === undefined ? 0 : (times.end[last] ?? 0) - (times.start[last] ?? 0);
      const follows = start >= until && start - until <= Math.max(PAUSE_NS, lastNs * PAUSE_SHARE);
      if (!follows || taken[child] || (last !== undefined && isLinked(context, child, last))) flush();
      const movable =
        reaches[child] === 1 &&
        !writes[child] &&
        !taken[child] &&
        !failed[child] &&
        trace.kind[child] !== KIND.consumer &&
        end <= (times.end[parent] ?? 0);
      if (movable && start >= until) run.push(child);
      else flush();
      until = Math.max(until, end);
    }
    flush();
  }
  return found;
}

function judge(
  context: Context,
  parent: number,
  parentNs: number,
  run: readonly number[],
): Pattern | undefined {
  const { times, operations, criticalBelow } = context;
  let [sum, longest, held] = [0, 0, 0];
  for (const span of run) {
    const ns = (times.end[span] ?? 0) - (times.start[span] ?? 0);
    sum += ns;
    longest = Math.max(longest, ns);
    held += criticalBelow[span] ?? 0;
  }
  const saved = sum - longest;
  const alike = new Set(run.map((s) => operations.of[s])).size === 1;
  if ((alike && run.length < 3) || held < sum / 2 || saved < LEAST_NS) return undefined;
  if (saved < parentNs * SHARE || !matters(context, saved, SHARE)) return undefined;
  const names = alike ? [labelOf(context, run[0] ?? 0)] : run.map((s) => labelOf(context, s));
  const said = sentence(
    strong(ownerLabel(context, parent), parent),
    ' waits for ',
    strong(`${run.length} calls one after the other`, run[0] ?? 0),
    ` (${formatDuration(sum)}): ${listOf([...new Set(names)])}. `,
    `If none needs another's answer, in parallel they would take ${formatDuration(longest)}`,
  );
  return patternOf('serial-could-be-parallel', parent, Uint32Array.from(run), sum, said);
}

/** Whether the trace says that `span` follows from `other`. */
function isLinked({ trace }: Context, span: number, other: number): boolean {
  const d = trace.details;
  if (!d) return false;
  for (let l = d.linkFrom[span] ?? 0; l < (d.linkTo[span] ?? 0); l++)
    if (
      d.links.spanId[l * 2] === trace.id[other * 2] &&
      d.links.spanId[l * 2 + 1] === trace.id[other * 2 + 1]
    )
      return true;
  return false;
}
