import { formatDuration, formatFactor, formatInteger } from '../trace/units.ts';
import type { CallShape, FunctionCall, TraceChoice } from './function-evidence.ts';

export type ChooseOptions = { readonly p50: number; readonly limit: number };

const ORDER: readonly TraceChoice[] = ['slowest', 'failing', 'latest', 'typical', 'different'];

/** Typical: within this factor of the median. */
const NEAR = 1.25;
/** Below it a call differs in nothing worth a word. */
const LEAST_DISTANCE = 0.25;

/** Of the calls that were found, those worth opening; one call may be chosen for several reasons. */
export function chooseCalls(calls: readonly CallShape[], { p50, limit }: ChooseOptions): FunctionCall[] {
  const unique = [...new Map(calls.map((call) => [`${call.traceId} ${call.spanId}`, call])).values()];
  const best = (pick: readonly CallShape[], score: (call: CallShape) => number) =>
    [...pick].sort((a, b) => score(b) - score(a)).slice(0, limit);
  const far = (call: CallShape) => Math.abs(Math.log(Math.max(1, call.durationNs) / Math.max(1, p50)));
  const usual = usualWork(unique);
  const differences = new Map(unique.map((call) => [call, differenceOf(call, usual)]));
  const distance = (call: CallShape) => differences.get(call)?.distance ?? 0;
  const chosen: Record<TraceChoice, readonly CallShape[]> = {
    slowest: best(unique, (call) => call.durationNs),
    failing: best(
      unique.filter((call) => call.failed),
      (call) => call.startMs,
    ),
    latest: best(unique, (call) => call.startMs),
    typical: best(
      unique.filter((call) => !call.failed && far(call) <= Math.log(NEAR)),
      (call) => -far(call),
    ),
    different: best(
      unique.filter((call) => distance(call) >= LEAST_DISTANCE),
      distance,
    ),
  };
  const out = new Map<CallShape, TraceChoice[]>();
  for (const choice of ORDER)
    for (const call of chosen[choice]) {
      const list = out.get(call);
      if (list) list.push(choice);
      else out.set(call, [choice]);
    }
  return [...out].map(([call, choices]) => {
    const { work: _, ...shown } = call;
    return {
      ...shown,
      choices,
      difference: choices.includes('different') ? (differences.get(call)?.text ?? '') : '',
    };
  });
}

type Usual = ReadonlyMap<string, { readonly label: string; readonly spans: number; readonly ns: number }>;

/** Medians over the calls, of every operation that occurs in any. */
function usualWork(calls: readonly CallShape[]): Usual {
  const keys = new Map(
    calls.flatMap(({ work }) => [...work].map(([key, { label }]) => [key, label] as const)),
  );
  return new Map(
    [...keys].map(([key, label]) => [
      key,
      {
        label,
        spans: median(calls.map(({ work }) => work.get(key)?.spans ?? 0)),
        ns: median(calls.map(({ work }) => work.get(key)?.ns ?? 0)),
      },
    ]),
  );
}

/**
 * How far a call's work is from the usual, and the one thing that makes most of it. Time counts by its share of the
 * usual call, so that what hardly takes time makes no difference.
 */
function differenceOf(call: CallShape, usual: Usual): { readonly distance: number; readonly text: string } {
  let total = 0;
  for (const { ns } of usual.values()) total += ns;
  let distance = 0;
  let most = 0;
  let text = '';
  for (const [key, { label, spans, ns }] of usual) {
    const own = call.work.get(key) ?? { spans: 0, ns: 0 };
    const time = Math.abs(own.ns - ns) / Math.max(1, total, call.durationNs);
    const count = Math.abs(Math.log2((own.spans + 1) / (spans + 1))) / 8;
    distance += time + count;
    if (time + count <= most) continue;
    most = time + count;
    text = describe(label, own, { spans, ns });
  }
  return { distance, text };
}

type Work = { readonly spans: number; readonly ns: number };

function describe(label: string, own: Work, usual: Work): string {
  if (own.spans === 0) return `no ${label}`;
  if (usual.spans === 0) return `${label}, ${formatDuration(own.ns)}: usually absent`;
  if (own.spans >= usual.spans * 2 || own.spans * 2 <= usual.spans)
    return `${formatInteger(own.spans)} x ${label}, usually ${formatInteger(usual.spans)}`;
  const factor = usual.ns > 0 && own.ns > usual.ns ? ` (${formatFactor(own.ns / usual.ns)})` : '';
  return `${label} ${formatDuration(own.ns)}${factor}, usually ${formatDuration(usual.ns)}`;
}

/** The lower of the two in the middle: nothing is made up. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
