import type { Context } from '../context.ts';
import { chattyPairs } from './chatty-pair.ts';
import { dominantChild } from './dominant-child.ts';
import { gaps } from './gap.ts';
import type { Pattern } from './pattern.ts';
import { queueWaits } from './queue-wait.ts';
import { repeats } from './repeats.ts';
import { serialCouldBeParallel } from './serial-could-be-parallel.ts';
import { wrongHosts } from './wrong-host.ts';

/** Every pattern of a trace, those that took longest first. */
export function findPatterns(context: Context): Pattern[] {
  const repeated = repeats(context);
  const taken = new Uint8Array(context.trace.count);
  for (const pattern of repeated) for (const span of pattern.spans) taken[span] = 1;
  const found = [
    ...repeated,
    ...serialCouldBeParallel(context, taken),
    ...gaps(context),
    ...queueWaits(context),
    ...dominantChild(context),
    ...chattyPairs(context, taken),
    ...wrongHosts(context),
  ];
  return found.sort((a, b) => b.totalNs - a.totalNs || a.span - b.span);
}
