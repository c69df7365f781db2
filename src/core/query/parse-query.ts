import type { Expression, Query } from './ast.ts';
import { parseCondition } from './parse-expression.ts';
import { parseHints } from './parse-hints.ts';
import { parseStages } from './parse-pipeline.ts';
import { QueryError } from './query-error.ts';
import { parseShorthand } from './shorthand.ts';
import { TokenReader } from './token-reader.ts';

const MAX_LENGTH = 32_768;

/**
 * Reads TraceQL (`{ status = error } | count() > 2`), a bare condition (`status = error && duration > 500ms`) or
 * shorthand (`service:checkout error slow>500ms`); `toTraceQl` shows what was understood. Throws only QueryError.
 */
export function parseQuery(text: string): Query {
  if (text.length > MAX_LENGTH)
    throw new QueryError(`The query is longer than ${MAX_LENGTH} characters.`, {
      start: MAX_LENGTH,
      end: text.length,
    });
  if (text.trim() === '') return { text, stages: [everything(text)], hints: [] };
  if (isTraceQl(text)) return parseFrom(text, 0);
  return parseBare(text) ?? parseShorthand(text, (at) => parseFrom(text, at));
}

const everything = (text: string) =>
  ({ node: 'filter', where: undefined, range: { start: 0, end: text.length } }) as const;

/** Spansets stand between braces; a word that opens a parenthesis is an aggregate. Anything else is shorthand. */
export const isTraceQl = (text: string): boolean =>
  /^[\s(]*(?:\{|(?:count|avg|min|max|sum|by|coalesce|select|rate|\w+_over_time)\s*\()/.test(text) ||
  // `2 < count()`
  /^[\s(]*(?:-?[\d.]|minInt|maxInt)[^{]*\b(?:count|avg|min|max|sum)\s*\(/.test(text);

function parseFrom(text: string, at: number): Query {
  const r = new TokenReader(text, at);
  const stages = parseStages(r);
  const hints = parseHints(r);
  if (r.peek().kind !== 'end') r.fail(['|', '&&', '||', '>', '>>', '~']);
  return { text, stages, hints };
}

/** `span.http.method:GET` would be an attribute of that name, held against true: nobody means that. */
const isShorthandPair = (e: Expression): boolean =>
  e.node === 'logic' ? e.terms.some(isShorthandPair) : e.node === 'attribute' && e.key.includes(':');

/** A condition without its braces, if it is one. */
function parseBare(text: string): Query | undefined {
  try {
    const r = new TokenReader(text);
    const where = parseCondition(r);
    if (isShorthandPair(where)) return undefined;
    const filter = { node: 'filter', where, range: where.range } as const;
    if (r.peek().kind === 'end') return { text, stages: [filter], hints: [] };
    if (!r.takeSymbol('|')) return undefined;
    const rest = parseFrom(text, r.lastEnd);
    return { text, stages: [filter, ...rest.stages], hints: rest.hints };
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}
