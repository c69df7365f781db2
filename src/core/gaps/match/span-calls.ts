import type { Annotation, Call } from '../../facts/facts.ts';
import type { RuleFamily } from '../rule.ts';

/** Calls that start a span, by language: their name and what they are called on. */
const STARTS: Readonly<Record<RuleFamily, Readonly<Record<string, RegExp>>>> = {
  js: {
    startSpan: /trac|otel|sentry|span/i,
    startActiveSpan: /./,
    startInactiveSpan: /sentry/i,
    startSpanManual: /sentry/i,
    trace: /^tracer$|ddtrace/,
    captureAsyncFunc: /./,
  },
  python: {
    start_as_current_span: /./,
    start_span: /trac|sentry|otel/i,
    start_transaction: /sentry/i,
    span: /^logfire$/,
    trace: /^(?:dd)?tracer$/,
  },
  go: {
    Start: /[tT]rac|Tracer\(\)$|^otel/,
    StartSpan: /./,
    StartSpanFromContext: /./,
    StartTransaction: /./,
    StartSegment: /./,
  },
  jvm: { startSpan: /./, observe: /[oO]bservation/, observeChecked: /[oO]bservation/, nextSpan: /[tT]racer/ },
  dotnet: {
    StartActivity: /./,
    StartActiveSpan: /./,
    StartSpan: /./,
    StartRootSpan: /./,
    StartActive: /[tT]racer/,
  },
  ruby: { in_span: /./, start_span: /trac/i, start_root_span: /./, trace: /Datadog::Tracing/ },
  php: { startSpan: /./, trace_method: /./ },
  rust: {
    span: /./,
    info_span: /./,
    debug_span: /./,
    trace_span: /./,
    warn_span: /./,
    error_span: /./,
    in_span: /./,
    start_with_context: /./,
    start: /tracer/i,
  },
};

/** Macros and functions that need no receiver. */
const BARE = new Set([
  'startSpanFromContext',
  'StartSpanFromContext',
  'startActiveSpan',
  'startSpan',
  'span',
  'info_span',
  'debug_span',
  'trace_span',
  'warn_span',
  'error_span',
]);

export function startsSpan(family: RuleFamily, call: Call, receiver: string): boolean {
  if (call.isNew) return false;
  const needs = Object.hasOwn(STARTS[family], call.name) ? STARTS[family][call.name] : undefined;
  if (!needs) return false;
  if (receiver === '') return BARE.has(call.name) && family !== 'python';
  return needs.test(receiver);
}

const TRACING_ANNOTATION =
  /(?:^|[.:\\])(?:WithSpan|Observed|NewSpan|ContinueSpan|Traced|traced|Span|TraceSpan|OtelSpan|with_span|start_as_current_span|observe|instrument|tracer\.wrap|tracer\.trace|function_trace|background_task|Trace)$/;

export const annotationTraces = (annotation: Annotation): boolean => TRACING_ANNOTATION.test(annotation.name);
