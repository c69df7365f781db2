import { parseQuery } from './parse-query.ts';
import { toTraceQl } from './print.ts';
import { QueryError } from './query-error.ts';

/** What a typed text is understood as: a query in TraceQL, or a sentence that says why it is none. */
export type ReadQuery = { readonly traceQl: string } | { readonly problem: string };

export function readQuery(text: string): ReadQuery {
  try {
    return { traceQl: toTraceQl(parseQuery(text)) };
  } catch (error) {
    if (error instanceof QueryError) return { problem: error.message };
    throw error;
  }
}
