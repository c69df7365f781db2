import { parseQuery } from './parse-query.ts';
import { printExpression, printStage } from './print.ts';

/**
 * A query narrowed by conditions (TraceQL, one a piece): on the spans it looks for where it looks for one kind of span,
 * else on some span of the trace. Throws QueryError where the query cannot be read.
 */
export function scopedQuery(text: string, conditions: readonly string[]): string {
  if (conditions.length === 0) return text;
  const scope = conditions.join(' && ');
  const [first, ...rest] = parseQuery(text).stages;
  if (!first) return `{ ${scope} }`;
  const stages = rest.map((stage) => ` | ${printStage(stage)}`).join('');
  if (first.node === 'filter') {
    const where = first.where ? `${printExpression(first.where, 2)} && ` : '';
    return `{ ${where}${scope} }${stages}`;
  }
  // A stage that is no spanset counts or groups what came before it: everything in scope.
  const spanset = first.node === 'combination' || first.node === 'pipeline';
  return spanset
    ? `(${printStage(first)}) && { ${scope} }${stages}`
    : `{ ${scope} } | ${printStage(first)}${stages}`;
}
