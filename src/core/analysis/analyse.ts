import type { Trace } from '../trace/columns.ts';
import { type Context, contextOf } from './context.ts';
import { type Health, type HealthInput, healthOf } from './health.ts';
import { findPatterns } from './patterns/find-patterns.ts';
import type { Pattern } from './patterns/pattern.ts';
import { type Errors, findErrors } from './root-cause.ts';
import type { Sentence } from './sentence.ts';
import { type ServiceGraph, ServiceGraphBuilder } from './service-graph.ts';
import { summarise } from './summary.ts';

/** Everything Spanlight finds out about one trace. Per-span results are columns in display order. */
export type Analysis = {
  readonly context: Context;
  readonly errors: Errors;
  /** Those that took longest first. */
  readonly patterns: readonly Pattern[];
  readonly health: Health;
  readonly services: ServiceGraph;
  /** The first line. */
  readonly summary: Sentence;
};

export function analyse(trace: Trace, input: HealthInput = {}): Analysis {
  const context = contextOf(trace);
  const errors = findErrors(context);
  const patterns = findPatterns(context);
  const health = healthOf(trace, context.skew.skews, input);
  const builder = new ServiceGraphBuilder();
  builder.add(trace, context.facts, context.calls);
  const summary = summarise({ context, errors, patterns, health });
  return { context, errors, patterns, health, services: builder.graph(), summary };
}
