import { FLAG, type Trace } from '../trace/columns.ts';
import { formatDuration, plural } from '../trace/units.ts';
import type { HealthNote } from './health.ts';

/** After so long an open span was forgotten, and a closed one waited for nothing. ns. */
const ZOMBIE_NS = 30 * 60 * 1e9;
const EXAMPLES = 100;

class Tally {
  count = 0;
  readonly spans: number[] = [];
  add(span: number): void {
    if (this.count++ < EXAMPLES) this.spans.push(span);
  }
}

/**
 * Spans without an end, told apart by their age where the time of day is known: still in flight, or zombies whose end
 * was never recorded. Finished spans of half an hour and more are zombies as well.
 */
export function unfinished(trace: Trace, now: bigint | undefined): HealthNote[] {
  const age = now === undefined ? undefined : Number(now - trace.epoch);
  const flying = new Tally();
  const dead = new Tally();
  const long = new Tally();
  for (let i = 0; i < trace.count; i++) {
    if ((trace.flags[i] ?? 0) & FLAG.missingEnd) {
      const old = age !== undefined && age - (trace.start[i] ?? 0) >= ZOMBIE_NS;
      (old ? dead : flying).add(i);
    } else if ((trace.duration[i] ?? 0) >= ZOMBIE_NS) long.add(i);
  }
  const notes: HealthNote[] = [];
  if (flying.count > 0)
    notes.push({
      kind: 'in-flight',
      text:
        `${plural(flying.count, 'span')} ${flying.count === 1 ? 'has' : 'have'} no end yet: still running, or not ` +
        'arrived. Backends take 10 to 30 s to take spans in; refresh to see more.',
      count: flying.count,
      spans: flying.spans,
      incomplete: true,
    });
  if (dead.count > 0)
    notes.push({
      kind: 'zombie',
      text:
        `${plural(dead.count, 'span')} started over ${formatDuration(ZOMBIE_NS)} ago and ` +
        `${dead.count === 1 ? 'has' : 'have'} no end: the end was never recorded. ` +
        'Make sure that the span is ended on every path, also when an exception is thrown.',
      count: dead.count,
      spans: dead.spans,
      incomplete: true,
    });
  if (long.count > 0)
    notes.push({
      kind: 'zombie',
      text:
        `${plural(long.count, 'span')} lasted ${formatDuration(ZOMBIE_NS)} or more: ` +
        'a span around a whole process or connection, or one that was ended too late.',
      count: long.count,
      spans: long.spans,
      incomplete: false,
    });
  return notes;
}
