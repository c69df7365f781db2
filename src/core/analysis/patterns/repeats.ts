import type { Context } from '../context.ts';
import { busyOf } from './busy.ts';
import { fanOut } from './fan-out.ts';
import { nPlusOne } from './n-plus-one.ts';
import type { Pattern } from './pattern.ts';
import { retryStorms } from './retry-storm.ts';
import { eachSiblingGroup } from './sibling-groups.ts';

/** The patterns of repeated siblings; a span belongs to one of them at most, retries first. O(n). */
export function repeats(context: Context): Pattern[] {
  const found: Pattern[] = [];
  eachSiblingGroup(context, 3, (group) => {
    const retries = retryStorms(context, group);
    found.push(...retries);
    const taken = new Set(retries.flatMap((r) => [...r.spans]));
    const spans = taken.size > 0 ? group.spans.filter((s) => !taken.has(s)) : group.spans;
    if (spans.length === 0) return;
    const rest = { ...group, spans };
    const busy = busyOf(context.times, spans);
    const repeat = nPlusOne(context, rest, busy) ?? fanOut(context, rest, busy);
    if (repeat) found.push(repeat);
  });
  return found;
}
