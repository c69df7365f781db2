import type { Analysis } from '../core/analysis/analyse.ts';
import { isTrueRoot } from '../core/analysis/roots.ts';
import { plainText } from '../core/analysis/sentence.ts';
import type { NodeKind, ServiceCall } from '../core/analysis/service-graph.ts';
import { hexOfWords } from '../core/trace/ids.ts';

type SpanNs = { readonly spanId: string; readonly ns: number };
type Call = Pick<ServiceCall, 'caller' | 'callee' | 'calls' | 'errors' | 'p50Ns' | 'p95Ns'>;

/** What `spanlight trace --json` prints for one trace; the contract of the command line. */
export type TraceReport = {
  readonly traceId: string;
  readonly spanCount: number;
  readonly services: readonly string[];
  readonly rootName: string;
  /** Unix ns of the earliest start, as decimal text. */
  readonly startUnixNano: string;
  /** From the earliest start to the latest end, as recorded. */
  readonly durationNs: number;
  /** False while spans are or may be missing. */
  readonly complete: boolean;
  /** The answer in a line. */
  readonly summary: string;
  readonly warnings: readonly {
    readonly kind: string;
    readonly text: string;
    readonly spanIds: readonly string[];
  }[];
  /** Spans on the critical path with their time on it, in order of time; of several trees one after the other. */
  readonly criticalPath: readonly SpanNs[];
  /** Every span, in display order. */
  readonly selfTime: readonly SpanNs[];
  readonly rootCause: {
    readonly spanId: string;
    readonly chain: readonly string[];
    readonly type: string;
    readonly message: string;
  } | null;
  /** Failed spans whose caller went on without failing. */
  readonly handledErrors: readonly string[];
  readonly patterns: readonly {
    readonly kind: string;
    readonly spanId: string;
    readonly count: number;
    readonly totalNs: number;
    readonly text: string;
    readonly spanIds: readonly string[];
  }[];
  /** Between services that have spans. */
  readonly serviceGraph: readonly Call[];
  /** Databases, queues and others that only calls to them tell of. */
  readonly dependencies: readonly (Call & { readonly kind: NodeKind })[];
};

export type ReportWarning = { readonly kind: string; readonly text: string };

/** `warnings`: what reading the data had to say, before what the trace itself shows. */
export function traceReport(analysis: Analysis, warnings: readonly ReportWarning[] = []): TraceReport {
  const { context, errors, patterns, health, services, summary } = analysis;
  const { trace, root, self } = context;
  const id = (span: number) => hexOfWords(trace.id, span);
  const ids = (spans: Iterable<number>) => Array.from(spans, id);
  const named = new Set<string>();
  for (let i = 0; i < trace.count; i++) named.add(trace.strings.get(trace.service[i] ?? 0));
  return {
    traceId: trace.traceId,
    spanCount: trace.count,
    services: [...named].filter((name) => name !== '').sort(),
    rootName: root >= 0 && isTrueRoot(trace, root) ? trace.strings.get(trace.name[root] ?? 0) : '',
    startUnixNano: String(trace.epoch),
    durationNs: trace.length,
    complete: health.complete,
    summary: plainText(summary),
    warnings: [
      ...warnings.map(({ kind, text }) => ({ kind, text, spanIds: [] })),
      ...health.notes.map(({ kind, text, spans }) => ({ kind, text, spanIds: ids(spans) })),
    ],
    criticalPath: criticalSpans(analysis).map((span) => ({
      spanId: id(span),
      ns: context.critical.ns[span] ?? 0,
    })),
    selfTime: Array.from(self, (ns, span) => ({ spanId: id(span), ns })),
    rootCause: errors.rootCause
      ? {
          spanId: id(errors.rootCause.span),
          chain: ids(errors.rootCause.chain),
          type: errors.rootCause.detail.type,
          message: errors.rootCause.detail.message,
        }
      : null,
    handledErrors: ids(errors.handled),
    patterns: patterns.map(({ kind, span, count, totalNs, text, spans }) => ({
      kind,
      spanId: id(span),
      count,
      totalNs,
      text,
      spanIds: ids(spans),
    })),
    serviceGraph: services.edges.filter((e) => e.calleeKind === 'service').map(call),
    dependencies: services.edges
      .filter((e) => e.calleeKind !== 'service')
      .map((e) => ({ ...call(e), kind: e.calleeKind })),
  };
}

const call = ({ caller, callee, calls, errors, p50Ns, p95Ns }: ServiceCall): Call => ({
  caller,
  callee,
  calls,
  errors,
  p50Ns,
  p95Ns,
});

/** In the order in which the path first comes to them. */
function criticalSpans({ context }: Analysis): number[] {
  return [...new Set(context.critical.segments.span)];
}
