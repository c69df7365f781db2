import { formatDuration, formatInteger } from '../../trace/units.ts';
import type { Context } from '../context.ts';
import { failing, sentence, strong } from '../sentence.ts';
import type { Pattern } from './pattern.ts';
import { sameQuestion } from './same-question.ts';
import type { SiblingGroup } from './sibling-groups.ts';
import { ownerLabel, patternOf, targetOrLabel } from './wording.ts';

/** One retry is prudence. */
const LEAST = 3;

/**
 * Retries: one span makes the same call again each time after it failed, three times or more. The time is that from
 * the first attempt's start to the last one's end, waits between them included.
 */
export function retryStorms(context: Context, group: SiblingGroup): Pattern[] {
  const { failed, times, facts } = context;
  const { parent, spans } = group;
  const found: Pattern[] = [];
  let from = 0;
  const close = (to: number) => {
    if (to - from >= LEAST) found.push(describe(context, parent, spans.slice(from, to)));
    from = to;
  };
  for (let k = 1; k < spans.length; k++) {
    const [before, span] = [spans[k - 1] ?? 0, spans[k] ?? 0];
    const again =
      failed[before] === 1 &&
      (times.start[span] ?? 0) >= (times.end[before] ?? 0) &&
      sameQuestion(facts, before, span) !== 'different';
    if (!again) close(k);
  }
  close(spans.length);
  return found;
}

function describe(context: Context, parent: number, spans: Uint32Array): Pattern {
  const { failed, times } = context;
  const [first, last] = [spans[0] ?? 0, spans.at(-1) ?? 0];
  const elapsed = (times.end[last] ?? 0) - (times.start[first] ?? 0);
  const gaveUp = failed[last] === 1;
  const said = sentence(
    strong(ownerLabel(context, parent), parent),
    ' tried ',
    strong(targetOrLabel(context, first), first),
    ` ${formatInteger(spans.length)} times (${formatDuration(elapsed)}); `,
    gaveUp ? failing('every try failed', last) : strong('only the last succeeded', last),
  );
  return patternOf('retry-storm', parent, spans, elapsed, said);
}
