import { KIND, STATUS } from '../trace/columns.ts';
import type { Context } from './context.ts';
import { type ErrorDetail, errorDetail, sameFailure } from './error-detail.ts';
import { isTrueRoot, rootsOf } from './roots.ts';

export type RootCause = {
  /** The deepest span of the chain: where it went wrong first. */
  readonly span: number;
  /** From the failed root down to `span`. */
  readonly chain: readonly number[];
  /** The deepest span of the chain that says what it was. */
  readonly detail: ErrorDetail;
};

export type Errors = {
  /** Spans that failed. */
  readonly count: number;
  readonly rootCause: RootCause | undefined;
  /** Topmost failed spans whose caller went on without failing. */
  readonly handled: Uint32Array;
};

/**
 * The root cause of a failed request: from the failed root down, in each span the child error that failed it, to the
 * deepest. Of several child errors in one span
 *   - those that a later call of the same operation made good are left out (a retry that worked),
 *   - those count that tell the same failure as the span itself (type, or message), where any does,
 *   - and of the rest the first that ended: what came after it may be its consequence.
 * A span may also have passed on an error through inner spans that kept no status: where it says nothing of its own,
 * and where that error was the last thing that happened in it (routers and middleware report what they were thrown).
 * An error whose parent has none was handled: it failed nothing.
 */
export function findErrors(context: Context): Errors {
  const { failed } = context;
  let count = 0;
  for (const f of failed) count += f;
  if (count === 0) return { count, rootCause: undefined, handled: new Uint32Array(0) };
  const chain: number[] = [];
  for (let at = failedRoot(context); at >= 0; ) {
    chain.push(at);
    const step = culprit(context, at);
    for (const between of step.slice(0, -1)) chain.push(between);
    at = step.at(-1) ?? -1;
  }
  const deepest = chain.at(-1);
  const rootCause =
    deepest === undefined
      ? undefined
      : { span: deepest, chain, detail: detailOfChain(context, chain, deepest) };
  return { count, rootCause, handled: handledErrors(context, new Set(chain)) };
}

/** The primary root, else the first failed root, one that is not an orphan first. */
function failedRoot({ trace, failed, root }: Context): number {
  if (root >= 0 && failed[root]) return root;
  const roots = rootsOf(trace).filter((i) => failed[i]);
  return roots.find((i) => isTrueRoot(trace, i)) ?? roots[0] ?? -1;
}

/** The way from a failed span to the error that failed it: spans in between, then the error; empty when it is its own. */
function culprit(context: Context, span: number): readonly number[] {
  const { trace, times } = context;
  const direct = standing(context, span);
  if (direct.length > 0) {
    const inTime = direct.filter((c) => endedWithin(context, c, span));
    return [earliest(context, span, inTime.length > 0 ? inTime : direct)];
  }
  const found = earliest(context, span, beneathSilentSpans(context, span));
  if (found < 0) return [];
  const own = errorDetail(trace, span);
  if ((own.type !== '' || own.message !== '') && !endedWith(context, found, span)) return [];
  const way: number[] = [];
  for (let at = found; at !== span && at >= 0; at = trace.parent[at] ?? -1) way.unshift(at);
  return (times.end[found] ?? 0) <= (times.end[span] ?? 0) ? way : [];
}

/** Failed children that nothing made good and that the span can have waited for. */
function standing(context: Context, span: number): number[] {
  const { trace, times, children, operations, failed } = context;
  const [from, to] = [children.first[span] ?? 0, children.first[span + 1] ?? 0];
  const found: number[] = [];
  // Latest start of a success, by operation.
  const good = new Map<number, number>();
  for (let k = from; k < to; k++) {
    const child = children.list[k] ?? 0;
    if (failed[child]) found.push(child);
    else good.set(operations.of[child] ?? 0, times.start[child] ?? 0);
  }
  return found.filter((c) => {
    const detached = trace.kind[span] === KIND.producer && trace.kind[c] === KIND.consumer;
    const late = (times.start[c] ?? 0) > (times.end[span] ?? 0);
    const madeGood = (good.get(operations.of[c] ?? 0) ?? -1) >= (times.end[c] ?? 0);
    return !detached && !late && !madeGood;
  });
}

/** A child may end a little after its parent: 1 ms, or 5 % of the parent. */
function endedWithin({ times }: Context, child: number, parent: number): boolean {
  const [start, end] = [times.start[parent] ?? 0, times.end[parent] ?? 0];
  return (times.end[child] ?? 0) <= end + Math.max(1e6, (end - start) * 0.05);
}

/**
 * The span ended soon after the error (within 5 ms, or 5 % of the span) and called nobody in between; what it does by
 * itself then is reporting, such as an error handler.
 */
function endedWith({ trace, times }: Context, error: number, span: number): boolean {
  const over = times.end[error] ?? 0;
  const [start, end] = [times.start[span] ?? 0, times.end[span] ?? 0];
  if (end - over > Math.max(5e6, (end - start) * 0.05)) return false;
  const after = span + (trace.size[span] ?? 1);
  for (let i = span + 1; i < after; i++) {
    const calls = trace.kind[i] === KIND.client || trace.kind[i] === KIND.producer;
    if (calls && (times.start[i] ?? 0) >= over) return false;
  }
  return true;
}

/** The first that ended, of those that tell what `parent` tells if there are such; -1 for none. */
function earliest({ trace, times }: Context, parent: number, spans: readonly number[]): number {
  if (spans.length <= 1) return spans[0] ?? -1;
  const own = errorDetail(trace, parent);
  // Reading attributes takes time: this many settle it.
  const alike = spans.slice(0, 1_000).filter((c) => sameFailure(own, errorDetail(trace, c)));
  let best = -1;
  for (const c of alike.length > 0 ? alike : spans)
    if (best < 0 || (times.end[c] ?? 0) < (times.end[best] ?? 0)) best = c;
  return best;
}

/** Errors below inner spans without a status (not direct children): those passed on what they did not note. */
function beneathSilentSpans({ trace, failed }: Context, span: number): number[] {
  const found: number[] = [];
  const after = span + (trace.size[span] ?? 1);
  for (let i = span + 1; i < after; ) {
    const inner = trace.kind[i] === KIND.internal || trace.kind[i] === KIND.unspecified;
    if (failed[i]) {
      if (trace.parent[i] !== span) found.push(i);
    } else if (inner && trace.status[i] === STATUS.unset) {
      i++;
      continue;
    }
    i += Math.max(1, trace.size[i] ?? 1);
  }
  return found;
}

function detailOfChain({ trace, failed }: Context, chain: readonly number[], deepest: number): ErrorDetail {
  for (const span of chain.toReversed()) {
    if (!failed[span]) continue;
    const detail = errorDetail(trace, span);
    if (detail.type !== '' || detail.message !== '') return detail;
  }
  return { span: deepest, type: '', message: '' };
}

function handledErrors({ trace, failed }: Context, chain: ReadonlySet<number>): Uint32Array {
  const handled: number[] = [];
  for (let i = 0; i < trace.count; i++) {
    const p = trace.parent[i] ?? -1;
    if (p < 0 || !failed[i] || failed[p]) continue;
    if (!chain.has(i)) handled.push(i);
  }
  return Uint32Array.from(handled);
}
