import { type Context, contextOf } from '../analysis/context.ts';
import { errorDetail, reasonOf } from '../analysis/error-detail.ts';
import { labelText, operationKeys } from '../analysis/operation-keys.ts';
import { fingerprint } from '../mapping/fingerprint.ts';
import { sitesOfTrace } from '../mapping/sites-of-trace.ts';
import type { Provenance } from '../ports.ts';
import type { Trace } from '../trace/columns.ts';
import { hexOfWords } from '../trace/ids.ts';

export type TraceChoice = 'slowest' | 'failing' | 'latest' | 'typical' | 'different';

/** One call of a function, in the trace it is part of. */
export type FunctionCall = {
  readonly traceId: string;
  readonly spanId: string;
  readonly startMs: number;
  readonly durationNs: number;
  readonly failed: boolean;
  /** What went wrong, '' when nothing did. */
  readonly error: string;
  readonly rootService: string;
  readonly rootName: string;
  /** What it was chosen for; `different` comes with what is different. */
  readonly choices: readonly TraceChoice[];
  readonly difference: string;
};

export type FunctionEvidence = {
  /** By choice, in the order of TraceChoice, then as that choice ranks them. */
  readonly calls: readonly FunctionCall[];
  readonly provenance: Provenance;
};

/** A call with what tells it from others: its time by operation below it. */
export type CallShape = Omit<FunctionCall, 'choices' | 'difference'> & {
  /** Operation -> number of spans and ns of self time in the call. */
  readonly work: ReadonlyMap<string, { readonly label: string; readonly spans: number; readonly ns: number }>;
};

/** Calls looked at in one trace: a loop makes thousands of the same. */
const MOST_CALLS = 20;

/** The calls of a function in a trace, the longest first. */
export function callsOfFunction(trace: Trace, ids: ReadonlySet<string>): CallShape[] {
  const { sites, siteOf } = sitesOfTrace(trace);
  const wanted = sites.map((site) => ids.has(fingerprint(site)));
  const spans: number[] = [];
  for (let i = 0; i < trace.count; i++) if (wanted[siteOf[i] ?? 0]) spans.push(i);
  if (spans.length === 0) return [];
  const context = contextOf(trace);
  const ns = (i: number) => (context.times.end[i] ?? 0) - (context.times.start[i] ?? 0);
  const keys = operationKeys(context);
  return spans
    .sort((a, b) => ns(b) - ns(a))
    .slice(0, MOST_CALLS)
    .map((span) => callShape(context, keys, span, ns(span)));
}

function callShape(context: Context, keys: readonly string[], span: number, durationNs: number): CallShape {
  const { trace, times, failed, self, operations } = context;
  const work = new Map<string, { label: string; spans: number; ns: number }>();
  for (let i = span; i < span + (trace.size[span] ?? 1); i++) {
    const operation = operations.of[i] ?? 0;
    const key = keys[operation] ?? '';
    let sum = work.get(key);
    if (!sum) {
      sum = { label: labelText(context, operation), spans: 0, ns: 0 };
      work.set(key, sum);
    }
    sum.spans++;
    sum.ns += self[i] ?? 0;
  }
  const root = Math.max(0, context.root);
  const hasFailed = failed[span] === 1;
  return {
    traceId: trace.traceId,
    spanId: hexOfWords(trace.id, span),
    startMs: Number(trace.epoch / 1_000_000n) + (times.start[span] ?? 0) / 1e6,
    durationNs,
    failed: hasFailed,
    error: hasFailed ? reasonOf(errorDetail(trace, span)) : '',
    rootService: trace.strings.get(trace.service[root] ?? 0),
    rootName: trace.strings.get(trace.name[root] ?? 0),
    work,
  };
}
