import type { Trace } from '../trace/columns.ts';
import type { Operations } from './operations.ts';
import type { SpanFacts } from './span-facts.ts';

const MAX = 60;

/** Text of spans is untrusted: one line, no control or direction-changing characters, at most `max` of the rest. */
export function cleanLabel(text: string, max = MAX): string {
  const line = text.replace(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
  const characters = [...line.slice(0, max * 2)];
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : line;
}

export function spanLabel(trace: Trace, span: number): string {
  return cleanLabel(trace.strings.get(trace.name[span] ?? 0)) || '(unnamed)';
}

export function serviceLabel(trace: Trace, span: number): string {
  return cleanLabel(trace.strings.get(trace.service[span] ?? 0)) || '(no service)';
}

/** "SELECT order_items", "GET stripe.api/v1/charges": the name, with what is asked for where the name says too little. */
export function operationLabel(facts: SpanFacts, operations: Operations, operation: number): string {
  const span = operations.example[operation] ?? 0;
  const name = operations.texts.get(operations.name[operation] ?? 0);
  const detail = withoutAddress(operations.texts.get(operations.detail[operation] ?? 0));
  if (detail === '') return cleanLabel(name) || '(unnamed)';
  if (facts.statement[span]) {
    const shape = statementLabel(detail);
    if (!shape) return cleanLabel(name) || '(unnamed)';
    return cleanLabel(mentions(name, shape.table) ? name : `${shape.verb} ${shape.table}`);
  }
  // A bare method or a generic name says nothing about the target.
  return cleanLabel(/[\s/.]/.test(name) || mentions(name, detail) ? name : `${name} ${detail}`);
}

/** A numeric address tells a reader nothing, the path behind it does. */
const withoutAddress = (target: string) => target.replace(/^\{n\}(?:\.\{n\}){3}(?::\{n\})?(?=\/)/, '');

const mentions = (name: string, word: string) => name.toLowerCase().includes(word.toLowerCase());

/** Verb and table of a fingerprint, where it is SQL of a common form. */
export function statementLabel(fingerprint: string): { verb: string; table: string } | undefined {
  const match = /^(?:with .*?\) )?(select|insert|update|delete|merge|replace|upsert)\b/s.exec(fingerprint);
  if (!match?.[1]) return undefined;
  const table = /\b(?:from|into|update|merge into)\s+([\w.$]+)/.exec(fingerprint)?.[1];
  return table ? { verb: match[1].toUpperCase(), table } : undefined;
}

/** What the span talks to: "stripe.api", "orders-db", "postgresql"; '' when it does not say. */
export function targetLabel(trace: Trace, facts: SpanFacts, span: number): string {
  return cleanLabel(trace.strings.get(targetId(facts, span)));
}

/** String id of what the span talks to, 0 when it does not say. */
export function targetId(facts: SpanFacts, span: number): number {
  return (
    facts.peer[span] ||
    facts.host[span] ||
    facts.destination[span] ||
    facts.rpcService[span] ||
    facts.database[span] ||
    facts.broker[span] ||
    0
  );
}
