import { evaluate } from '../../core/query/evaluate.ts';
import { isTraceQl, parseQuery } from '../../core/query/parse-query.ts';
import { QueryError } from '../../core/query/query-error.ts';
import { compileRegex } from '../../core/query/regex/regex.ts';
import type { Trace } from '../../core/trace/columns.ts';
import { searchText } from '../../core/trace/search-text.ts';
import type { SearchInput, SearchOutput } from '../../protocol/engine-view.ts';
import { inSlices } from './in-slices.ts';

const NONE = new Uint32Array(0);

/** Text anywhere in a span, a pattern, or a query of the trace query language. */
export async function searchTrace(
  trace: Trace,
  input: SearchInput,
  signal: AbortSignal,
): Promise<SearchOutput> {
  const { text, matchCase } = input;
  if (!input.regex && isTraceQl(text)) return byQuery(trace, text);
  if (!input.regex)
    return { spans: await inSlices(searchText(trace, { text, matchCase }), signal), problem: undefined };
  // Patterns match whole texts.
  const pattern = compileRegex(`${matchCase ? '' : '(?i)'}.*(?:${text}).*`);
  if ('message' in pattern) return { spans: NONE, problem: `The pattern is not valid: ${pattern.message}` };
  const run = searchText(trace, { text, matchCase, matches: (candidate) => pattern.test(candidate) });
  return { spans: await inSlices(run, signal), problem: undefined };
}

function byQuery(trace: Trace, text: string): SearchOutput {
  try {
    // A copy: what is sent is moved, and the result may be a view of something that is kept.
    return { spans: evaluate(parseQuery(text), trace).slice(), problem: undefined };
  } catch (error) {
    if (error instanceof QueryError) return { spans: NONE, problem: error.message };
    throw error;
  }
}
