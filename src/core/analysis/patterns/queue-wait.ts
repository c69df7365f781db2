import { KIND, type Trace } from '../../trace/columns.ts';
import { IdMap } from '../../trace/id-map.ts';
import { formatDuration, plural } from '../../trace/units.ts';
import type { Context } from '../context.ts';
import { sentence, strong } from '../sentence.ts';
import type { Pattern } from './pattern.ts';
import { labelOf, patternOf } from './wording.ts';

const LEAST_NS = 10_000_000;
const SHARE_OF_TRACE = 0.1;

type Waits = { producer: number; longest: number; spans: number[]; from: number[]; to: number[] };

/**
 * Long waits in queues: from the end of a producer span to the start of the consumer span that is its child or links
 * to it. Messages of one kind are told together, with the longest wait.
 */
export function queueWaits(context: Context): Pattern[] {
  const { trace, times, operations } = context;
  const byLink = linkedProducers(trace);
  const groups = new Map<number, Waits>();
  for (let i = 0; i < trace.count; i++) {
    if (trace.kind[i] !== KIND.consumer) continue;
    const p = trace.parent[i] ?? -1;
    const producer = p >= 0 && trace.kind[p] === KIND.producer ? p : byLink(i);
    if (producer < 0) continue;
    const [from, to] = [times.end[producer] ?? 0, times.start[i] ?? 0];
    if (to - from < LEAST_NS || to - from < trace.length * SHARE_OF_TRACE) continue;
    const key = (operations.of[producer] ?? 0) * operations.count + (operations.of[i] ?? 0);
    const group = groups.get(key) ?? { producer, longest: 0, spans: [], from: [], to: [] };
    groups.set(key, group);
    if (to - from > group.longest) {
      group.longest = to - from;
      group.producer = producer;
    }
    group.spans.push(i);
    group.from.push(from);
    group.to.push(to);
  }
  return [...groups.values()].map((group) => describe(context, group));
}

function describe(context: Context, group: Waits): Pattern {
  const { trace, facts, times } = context;
  const { producer, longest, spans } = group;
  const queue = trace.strings.get(facts.destination[producer] ?? 0);
  const first = spans[0] ?? 0;
  const said = sentence(
    strong(plural(spans.length, 'message'), producer),
    ` waited ${spans.length > 1 ? 'up to ' : ''}${formatDuration(longest)} ${queue ? `in ${queue} ` : ''}before `,
    strong(labelOf(context, first), first),
    spans.length > 1 ? ' took them' : ' took it',
  );
  const byStart = Uint32Array.from(spans).sort(
    (a, b) => (times.start[a] ?? 0) - (times.start[b] ?? 0) || a - b,
  );
  return patternOf('queue-wait', producer, byStart, unionLength(group.from, group.to), said);
}

/** The producer of this trace that a span links to; -1 for none. Built when first asked. */
function linkedProducers(trace: Trace): (span: number) => number {
  let rows: IdMap | undefined;
  const build = () => {
    const [hi, lo] = [new Uint32Array(trace.count), new Uint32Array(trace.count)];
    for (let i = 0; i < trace.count; i++) {
      hi[i] = trace.id[i * 2] ?? 0;
      lo[i] = trace.id[i * 2 + 1] ?? 0;
    }
    const map = new IdMap(trace.count, hi, lo);
    for (let i = 0; i < trace.count; i++) map.add(i);
    return map;
  };
  return (span) => {
    const d = trace.details;
    if (!d) return -1;
    for (let l = d.linkFrom[span] ?? 0; l < (d.linkTo[span] ?? 0); l++) {
      rows ??= build();
      const found = rows.get(d.links.spanId[l * 2] ?? 0, d.links.spanId[l * 2 + 1] ?? 0);
      if (found >= 0 && trace.kind[found] === KIND.producer) return found;
    }
    return -1;
  };
}

function unionLength(from: readonly number[], to: readonly number[]): number {
  const order = from.map((_, k) => k).sort((a, b) => (from[a] ?? 0) - (from[b] ?? 0));
  let [sum, until] = [0, Number.NEGATIVE_INFINITY];
  for (const k of order) {
    const end = to[k] ?? 0;
    if (end <= until) continue;
    sum += end - Math.max(from[k] ?? 0, until);
    until = end;
  }
  return sum;
}
