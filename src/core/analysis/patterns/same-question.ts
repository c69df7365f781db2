import type { SpanFacts } from '../span-facts.ts';

/** Whether two spans of one operation sent literally the same statement or URL, as far as they tell. */
export function sameQuestion(facts: SpanFacts, a: number, b: number): 'same' | 'different' | 'unknown' {
  const [statementA, statementB] = [facts.statement[a] ?? 0, facts.statement[b] ?? 0];
  const [urlA, urlB] = [facts.url[a] ?? 0, facts.url[b] ?? 0];
  if (statementA !== statementB || urlA !== urlB) return 'different';
  return statementA !== 0 || urlA !== 0 ? 'same' : 'unknown';
}
