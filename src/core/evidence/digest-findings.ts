import type { Context } from '../analysis/context.ts';
import { errorDetail, reasonOf } from '../analysis/error-detail.ts';
import { spanLabel } from '../analysis/labels.ts';
import type { Pattern, PatternKind } from '../analysis/patterns/pattern.ts';
import type { Errors } from '../analysis/root-cause.ts';
import type { Trace } from '../trace/columns.ts';
import { hexOfWords } from '../trace/ids.ts';
import type { FindingKind } from './evidence.ts';

/** A finding in one trace; sites by number. */
export type FoundHere = {
  readonly kind: FindingKind;
  readonly doer: number;
  readonly call: number;
  readonly count: number;
  readonly totalNs: number;
  readonly text: string;
  readonly spanId: string;
};

export type DigestBase = {
  readonly context: Context;
  /** Number of each span's site. */
  readonly siteOf: Uint32Array;
  readonly startMs: number;
};

const KINDS: Partial<Record<PatternKind, FindingKind>> = {
  'n-plus-one': 'n-plus-one',
  'serial-could-be-parallel': 'serial-calls',
  'retry-storm': 'retry-storm',
};

/** More of one trace say nothing new. */
const MOST = 200;

export function digestFindings(
  { context, siteOf }: DigestBase,
  patterns: readonly Pattern[],
  errors: Errors,
): FoundHere[] {
  const { trace } = context;
  const out: FoundHere[] = [];
  const retried = new Set<number>();
  for (const { kind, span, spans, count, totalNs, text } of patterns) {
    const found = KINDS[kind];
    if (!found || out.length >= MOST || takesConnections(trace, spans[0] ?? span)) continue;
    if (found === 'retry-storm') for (const s of spans) retried.add(s);
    const call = siteOf[spans[0] ?? span] ?? 0;
    const spanId = hexOfWords(trace.id, span);
    out.push({ kind: found, doer: siteOf[span] ?? 0, call, count, totalNs, text, spanId });
  }
  for (const span of errors.handled) {
    const doer = trace.parent[span] ?? -1;
    // A call that was made again until it worked was not swallowed, nor one that failed the request after all: routers
    // and handlers between them often keep no status.
    if (doer < 0 || out.length >= MOST || retried.has(span)) continue;
    if (madeGood(context, span) || failedAbove(context, doer)) continue;
    const reason = reasonOf(errorDetail(trace, span));
    const what = spanLabel(trace, span);
    out.push({
      kind: 'swallowed-error',
      doer: siteOf[doer] ?? 0,
      call: siteOf[span] ?? 0,
      count: 1,
      totalNs: (context.times.end[span] ?? 0) - (context.times.start[span] ?? 0),
      text: `${what} failed${reason ? ` (${reason})` : ''} and ${spanLabel(trace, doer)} went on as if it had not`,
      spanId: hexOfWords(trace.id, span),
    });
  }
  return out;
}

/** A connection is taken for each query of a loop: the queries are what the loop is told for. */
const takesConnections = (trace: Trace, span: number) =>
  /(?:^|[^a-z])connect$/.test(trace.strings.get(trace.name[span] ?? 0));

function failedAbove({ trace, failed }: Context, span: number): boolean {
  for (let at = span; at >= 0; at = trace.parent[at] ?? -1) if (failed[at]) return true;
  return false;
}

/** Whether the same operation was called again by the same parent afterwards, and did not fail. */
function madeGood({ trace, children, operations, times, failed }: Context, span: number): boolean {
  const parent = trace.parent[span] ?? -1;
  const [from, to] = [children.first[parent] ?? 0, children.first[parent + 1] ?? 0];
  for (let k = from; k < to; k++) {
    const other = children.list[k] ?? 0;
    const later = (times.start[other] ?? 0) >= (times.end[span] ?? 0);
    if (later && !failed[other] && operations.of[other] === operations.of[span]) return true;
  }
  return false;
}
