import { KIND } from '../../trace/columns.ts';
import { formatInteger } from '../../trace/units.ts';
import type { Context } from '../context.ts';
import { operationLabel, spanLabel, targetLabel } from '../labels.ts';
import { plainText, type Sentence } from '../sentence.ts';
import type { Pattern, PatternKind } from './pattern.ts';

export function patternOf(
  kind: PatternKind,
  span: number,
  spans: Uint32Array,
  totalNs: number,
  said: Sentence,
  count = spans.length,
): Pattern {
  return { kind, span, count, totalNs, spans, sentence: said, text: plainText(said) };
}

/** Systems whose statements nobody calls queries. */
const COMMAND_SYSTEMS = new Set(['redis', 'memcached', 'valkey', 'dynamodb', 'aws.dynamodb']);

/** "200 queries", "3 messages", "12 calls": what the spans of one operation are to a person. */
export function countedCalls(context: Context, span: number, count: number): string {
  const noun = nounOf(context, span);
  const word = count === 1 ? noun : noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${formatInteger(count)} ${word}`;
}

function nounOf({ trace, facts, calls }: Context, span: number): string {
  if (trace.kind[span] === KIND.producer) return 'message';
  const system = trace.strings.get(facts.database[span] ?? 0).toLowerCase();
  if (system !== '' || facts.statement[span]) return COMMAND_SYSTEMS.has(system) ? 'command' : 'query';
  return calls[span] ? 'call' : 'step';
}

export function labelOf({ facts, operations }: Context, span: number): string {
  return operationLabel(facts, operations, operations.of[span] ?? 0);
}

/** The other end of a call where it is named, else the operation. */
export function targetOrLabel(context: Context, span: number): string {
  return targetLabel(context.trace, context.facts, span) || labelOf(context, span);
}

export function ownerLabel(context: Context, span: number): string {
  return spanLabel(context.trace, span);
}

/** Whether `ns` is at least `share` of the request; anything is where the request's length is unknown. */
export function matters(context: Context, ns: number, share: number): boolean {
  return ns >= context.requestNs * share;
}
