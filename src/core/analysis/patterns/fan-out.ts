import { formatDuration } from '../../trace/units.ts';
import type { Context } from '../context.ts';
import { sentence, strong } from '../sentence.ts';
import { type Busy, peakOf } from './busy.ts';
import type { Pattern } from './pattern.ts';
import { sameQuestion } from './same-question.ts';
import type { SiblingGroup } from './sibling-groups.ts';
import { countedCalls, labelOf, ownerLabel, patternOf } from './wording.ts';

const LEAST = 5;
const LEAST_AT_ONCE = 1.5;

/**
 * Fan-out: one span makes the same call many times in parallel. Where all ask literally the same (same statement or
 * URL), one answer would do for all; else it is many small calls at once.
 */
export function fanOut(context: Context, group: SiblingGroup, busy: Busy): Pattern | undefined {
  const { parent, spans } = group;
  const first = spans[0] ?? 0;
  if (spans.length < LEAST || busy.concurrency < LEAST_AT_ONCE || !context.reaches[first]) return undefined;
  const counted = countedCalls(context, first, spans.length);
  const peak = peakOf(context.times, spans);
  const identical = spans.every((span) => sameQuestion(context.facts, first, span) === 'same');
  const said = sentence(
    strong(ownerLabel(context, parent), parent),
    identical ? ' asks the same thing in ' : ' makes ',
    strong(`${counted} in parallel`, first),
    ` (${formatDuration(busy.union)}, up to ${peak} at once): ${labelOf(context, first)}`,
  );
  return patternOf('fan-out', parent, spans.slice(), busy.union, said);
}
