import type { Confidence, Severity } from './model.ts';

/**
 * Every rule there is, with how loud it may be: `entry` warns when it is sure and hints otherwise, `warning` says so
 * in any case, `info` and `hint` never more than that (spec/gaps.md 2). The weight is what a span there tells (4.5).
 */
type Kind = {
  readonly loud: 'entry' | 'warning' | 'info' | 'hint';
  readonly weight: number;
  /** Found only when asked for. */
  readonly optIn?: boolean;
  readonly says: string;
};

export const TAXONOMY = {
  'setup.no-otel': { loud: 'warning', weight: 6, says: 'A service with entry points has no tracing at all' },
  'setup.not-enabled': {
    loud: 'warning',
    weight: 6,
    says: 'Instrumentation is installed but nothing switches it on',
  },
  'setup.init-order': {
    loud: 'warning',
    weight: 5,
    says: 'Tracing starts after the modules it has to patch',
  },
  'setup.version-out-of-range': {
    loud: 'warning',
    weight: 4,
    says: 'A library has a version its instrumentation does not support',
  },
  'setup.disabled': { loud: 'info', weight: 3, says: 'Tracing or an instrumentation is switched off' },
  'setup.source-not-registered': {
    loud: 'warning',
    weight: 5,
    says: 'Spans of an ActivitySource go nowhere: no provider listens to it',
  },
  'setup.no-resource': { loud: 'info', weight: 2, says: 'Spans do not say which service made them' },
  'setup.no-code-attrs': { loud: 'hint', weight: 1, says: 'Spans do not say which code made them' },
  'entry.http': { loud: 'entry', weight: 5, says: 'Requests that make no span' },
  'entry.http.no-route': {
    loud: 'info',
    weight: 2,
    says: 'Requests make spans that do not know their route',
  },
  'entry.grpc': { loud: 'entry', weight: 5, says: 'RPCs that make no span' },
  'entry.queue': { loud: 'entry', weight: 5, says: 'Messages that are processed without a span' },
  'entry.scheduled': { loud: 'entry', weight: 5, says: 'Scheduled jobs that run without a span' },
  'entry.cli': { loud: 'hint', weight: 2, says: 'Commands that run without a span' },
  'entry.graphql': { loud: 'entry', weight: 5, says: 'GraphQL operations that make no span' },
  'entry.faas': { loud: 'entry', weight: 5, says: 'Functions that are invoked without a span' },
  'entry.websocket': { loud: 'entry', weight: 4, says: 'Socket messages that make no span' },
  'outbound.http': { loud: 'entry', weight: 3, says: 'HTTP calls that make no span' },
  'outbound.db': { loud: 'entry', weight: 3, says: 'Database calls that make no span' },
  'outbound.cache': { loud: 'entry', weight: 3, says: 'Cache calls that make no span' },
  'outbound.queue': { loud: 'entry', weight: 3, says: 'Messages that are sent without a span' },
  'outbound.rpc': { loud: 'entry', weight: 3, says: 'RPCs to others that make no span' },
  'outbound.llm': { loud: 'entry', weight: 3, says: 'Calls of language models that make no span' },
  'context.detached': { loud: 'warning', weight: 4, says: 'A new context is passed on where one is at hand' },
  'context.request-without-ctx': {
    loud: 'warning',
    weight: 4,
    says: 'A request is made without the context',
  },
  'context.call-without-ctx': { loud: 'warning', weight: 4, says: 'A call is made without the context' },
  'context.goroutine': { loud: 'info', weight: 4, says: 'A goroutine is started without the context' },
  'context.thread': { loud: 'info', weight: 4, says: 'Work is handed to another thread without the context' },
  'context.async': { loud: 'info', weight: 4, says: 'The SDK has no context manager: no span has a parent' },
  'context.queue-inject': { loud: 'warning', weight: 4, says: 'Messages are sent without the trace context' },
  'context.queue-extract': {
    loud: 'warning',
    weight: 4,
    says: 'The trace context of messages is not taken up',
  },
  'context.span-not-active': {
    loud: 'info',
    weight: 3,
    says: 'A span is not active while it should have children',
  },
  'context.propagator': { loud: 'warning', weight: 4, says: 'Services speak different context formats' },
  'span.not-ended': { loud: 'warning', weight: 2, says: 'A span is never ended' },
  'span.not-ended-on-path': { loud: 'warning', weight: 2, says: 'A span is not ended on every path' },
  'span.not-ended-on-exception': {
    loud: 'info',
    weight: 2,
    says: 'A span is not ended when an exception is thrown',
  },
  'span.discarded': { loud: 'warning', weight: 2, says: 'A span is started and thrown away' },
  'span.error-status-unset': {
    loud: 'warning',
    weight: 2,
    says: 'An error leaves a span whose status is unset',
  },
  'span.error-swallowed': {
    loud: 'info',
    weight: 1,
    optIn: true,
    says: 'An error is swallowed inside a span',
  },
  'span.in-loop': { loud: 'hint', weight: 1, says: 'A span is started for each item of a loop' },
  'trace.never-observed': {
    loud: 'info',
    weight: 3,
    says: 'Code whose neighbours are traced is never seen in traces',
  },
  'trace.self-time-gap': { loud: 'info', weight: 3, says: 'Much time of an operation has no span' },
  'trace.client-without-server': {
    loud: 'info',
    weight: 4,
    says: 'Calls arrive at a service that makes no span',
  },
  'trace.client-root': { loud: 'warning', weight: 4, says: 'Traces begin with an outgoing call' },
  'trace.orphan': { loud: 'warning', weight: 3, says: 'Spans whose parent never arrives' },
  'trace.broken-consume': { loud: 'warning', weight: 4, says: 'Consumers start traces of their own' },
  'trace.negative-or-outliving': { loud: 'hint', weight: 1, says: 'Children lie outside of their parent' },
  'trace.scope-missing': {
    loud: 'warning',
    weight: 4,
    says: 'An instrumentation that is switched on makes no spans',
  },
} as const satisfies Record<string, Kind>;

export type RuleId = keyof typeof TAXONOMY;

const RULES: Readonly<Record<string, Kind>> = TAXONOMY;

export const isRule = (rule: string): rule is RuleId => Object.hasOwn(TAXONOMY, rule);
export const isOptIn = (rule: string): boolean => isRule(rule) && RULES[rule]?.optIn === true;
export const weightOf = (rule: string): number => (isRule(rule) ? (RULES[rule]?.weight ?? 1) : 1);
export const saysOf = (rule: string): string => (isRule(rule) ? (RULES[rule]?.says ?? rule) : rule);

export function severityOf(rule: string, confidence: Confidence): Severity {
  const loud = isRule(rule) ? (RULES[rule]?.loud ?? 'hint') : 'hint';
  if (loud === 'entry') return confidence === 'high' ? 'warning' : 'hint';
  if (loud === 'warning') return confidence === 'low' ? 'hint' : 'warning';
  return loud;
}
