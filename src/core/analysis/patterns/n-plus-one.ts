import { formatDuration } from '../../trace/units.ts';
import type { Context } from '../context.ts';
import { sentence, strong } from '../sentence.ts';
import type { Busy } from './busy.ts';
import type { Pattern } from './pattern.ts';
import type { SiblingGroup } from './sibling-groups.ts';
import { countedCalls, labelOf, matters, ownerLabel, patternOf } from './wording.ts';

/** Fewer are a handful of calls somebody wrote down one by one. */
const LEAST = 5;
/** Above it the calls overlap: a fan-out. */
const MOST_AT_ONCE = 1.5;
/** So many are worth a word however fast they are; fewer must take this share of the request. */
const MANY = 20;
const SHARE = 0.01;
/** A loop that stays in its process must take this share. */
const SHARE_INSIDE = 0.1;

/**
 * N+1: one span makes the same call (same operation, same SQL fingerprint) again and again, one after the other, where
 * one call for all would do. Steps that each make such a call count as well, others only where they take long.
 */
export function nPlusOne(context: Context, group: SiblingGroup, busy: Busy): Pattern | undefined {
  const { parent, spans } = group;
  const first = spans[0] ?? 0;
  if (spans.length < LEAST || busy.concurrency >= MOST_AT_ONCE) return undefined;
  if (!context.reaches[first] && !matters(context, busy.union, SHARE_INSIDE)) return undefined;
  if (spans.length < MANY && !matters(context, busy.union, SHARE)) return undefined;
  const said = sentence(
    strong(ownerLabel(context, parent), parent),
    ' runs ',
    strong(`${countedCalls(context, first, spans.length)} one by one`, first),
    ` (${formatDuration(busy.union)}): ${labelOf(context, first)}`,
  );
  return patternOf('n-plus-one', parent, spans.slice(), busy.union, said);
}
