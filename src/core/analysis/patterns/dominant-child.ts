import { formatDuration, formatPercent } from '../../trace/units.ts';
import type { Context } from '../context.ts';
import { sentence, strong } from '../sentence.ts';
import type { Pattern } from './pattern.ts';
import { labelOf, patternOf } from './wording.ts';

/** A child dominates its parent from this share of it on, and is worth a word from this share of the request. */
const SHARE_OF_PARENT = 0.7;
const SHARE_OF_REQUEST = 0.5;

/**
 * The one span that the request is mostly made of: from the root down as long as one child on the critical path takes
 * most of its parent. Only the last of them is told, the others merely wait for it. The pattern's span is its parent.
 */
export function dominantChild(context: Context): Pattern[] {
  const { trace, times, children, root, requestNs, criticalBelow } = context;
  if (root < 0 || requestNs <= 0) return [];
  let at = root;
  let ns = requestNs;
  for (;;) {
    let [heaviest, most] = [-1, 0];
    const end = (times.start[at] ?? 0) + ns;
    for (let k = children.first[at] ?? 0; k < (children.first[at + 1] ?? 0); k++) {
      const child = children.list[k] ?? 0;
      const held =
        Math.min(times.end[child] ?? 0, end) - Math.max(times.start[child] ?? 0, times.start[at] ?? 0);
      if (held > most && (criticalBelow[child] ?? 0) >= held / 2) [heaviest, most] = [child, held];
    }
    if (heaviest < 0 || most < ns * SHARE_OF_PARENT || most < requestNs * SHARE_OF_REQUEST) break;
    at = heaviest;
    ns = most;
  }
  if (at === root) return [];
  const said = sentence(
    strong(labelOf(context, at), at),
    ` takes ${formatDuration(ns)} of ${formatDuration(requestNs)} (${formatPercent(ns / requestNs)})`,
  );
  return [patternOf('dominant-child', trace.parent[at] ?? root, Uint32Array.of(at), ns, said)];
}
