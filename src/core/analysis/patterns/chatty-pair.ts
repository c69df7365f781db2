import { formatDuration, formatInteger } from '../../trace/units.ts';
import type { Context } from '../context.ts';
import { serviceLabel } from '../labels.ts';
import { sentence, strong } from '../sentence.ts';
import { busyOf } from './busy.ts';
import type { Pattern } from './pattern.ts';
import { matters, patternOf } from './wording.ts';

const LEAST = 20;
const SHARE = 0.05;
/** Where one loop makes nearly all of the calls, that loop is the finding. */
const TOLD_SHARE = 0.9;

/** Chatty pairs: one service calls another twenty times or more in one request, from several places. */
export function chattyPairs(context: Context, told: Uint8Array): Pattern[] {
  const { trace, times } = context;
  const pairs = new Map<number, number[]>();
  const services = trace.strings.size;
  for (let i = 0; i < trace.count; i++) {
    const p = trace.parent[i] ?? -1;
    if (p < 0 || trace.service[p] === trace.service[i]) continue;
    const key = (trace.service[p] ?? 0) * services + (trace.service[i] ?? 0);
    const calls = pairs.get(key);
    if (calls) calls.push(i);
    else pairs.set(key, [i]);
  }
  const found: Pattern[] = [];
  for (const calls of pairs.values()) {
    if (calls.length < LEAST) continue;
    const alreadyTold = calls.filter((i) => told[i] || told[trace.parent[i] ?? 0]).length;
    if (alreadyTold >= calls.length * TOLD_SHARE) continue;
    const spans = Uint32Array.from(calls).sort(
      (a, b) => (times.start[a] ?? 0) - (times.start[b] ?? 0) || a - b,
    );
    const { union } = busyOf(times, spans);
    if (!matters(context, union, SHARE)) continue;
    const caller = trace.parent[calls[0] ?? 0] ?? 0;
    const said = sentence(
      strong(serviceLabel(trace, caller), caller),
      ' calls ',
      strong(`${serviceLabel(trace, calls[0] ?? 0)} ${formatInteger(calls.length)} times`, calls[0] ?? 0),
      ` in this trace (${formatDuration(union)})`,
    );
    found.push(patternOf('chatty-pair', caller, spans, union, said));
  }
  return found;
}
