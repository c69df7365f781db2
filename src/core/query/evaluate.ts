import type { Trace } from '../trace/columns.ts';
import type { Field, Query } from './ast.ts';
import { compileTest } from './run/compile.ts';
import { Context } from './run/context.ts';
import { allSpans, type Sets, unionOf } from './run/sets.ts';
import { compileStages } from './run/stages.ts';

/**
 * Indexes of the spans of the trace that the query selects, ascending; none when the trace does not match. Throws
 * QueryError where the trace lacks the details the query looks at.
 */
export function evaluate(query: Query, trace: Trace): Uint32Array {
  return unionOf(evaluateSets(query, trace));
}

/** The spansets that are left at the end of the pipeline: several after `by()`. */
export function evaluateSets(query: Query, trace: Trace): Sets {
  return compileStages(query.stages, new Context(trace))(allSpans(trace.count));
}

/** Whether any span is selected; stops at the first where it can. */
export function matches(query: Query, trace: Trace): boolean {
  const [only] = query.stages;
  if (query.stages.length !== 1 || only?.node !== 'filter') return evaluateSets(query, trace).ends.length > 0;
  if (!only.where) return trace.count > 0;
  const test = compileTest(only.where, new Context(trace));
  for (let span = 0; span < trace.count; span++) if (test(span)) return true;
  return false;
}

/** The fields of `select()`, which are to be shown beside each span found. */
export function selectedFields(query: Query): readonly Field[] {
  return query.stages.flatMap((stage) => (stage.node === 'select' ? stage.fields : []));
}
