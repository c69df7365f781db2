import type { Grammar } from './grammar.ts';

/**
 * The part of a language's query that tells what a file declares, imports and names by a constant. Annotations
 * are kept: a declaration begins with them. Calls, arguments
 * and unnamed functions are left out: of most files nothing else is ever asked.
 */
export function outlineQuery(grammar: Grammar): string {
  const kept = patterns(grammar.query).filter(
    (pattern) =>
      /@(?:decl|import|package|extends|annotation)\b/.test(pattern) && !/#set! kind lambda\b/.test(pattern),
  );
  return [...kept, grammar.constants].join('\n');
}

/** Top-level patterns of a query, with the captures that follow them. */
function patterns(query: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < query.length; i++) {
    const c = query[i];
    if (c === '(' || c === '[') {
      if (depth === 0 && query.slice(from, i).includes('\n') && query.slice(from, i).trim() !== '') {
        found.push(query.slice(from, i));
        from = i;
      }
      depth++;
    } else if (c === ')' || c === ']') depth--;
  }
  found.push(query.slice(from));
  return found;
}
