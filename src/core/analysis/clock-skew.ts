import { FLAG, KIND, STATUS, type Trace } from '../trace/columns.ts';
import { type ClockDomains, clockDomains } from './clock-domains.ts';

/** How far a clock is off, as far as the trace shows it. */
export type Skew = {
  /** Service whose clock is believed: that of the tree's root. */
  readonly reference: string;
  readonly service: string;
  /** ns added to the starts of `service`; positive: its clock is behind. */
  readonly adjustment: number;
  /** Spans moved. */
  readonly count: number;
  /** The call that shows it best. */
  readonly caller: number;
  readonly callee: number;
};

export type SkewResult = {
  /** Starts with the skew taken out, undefined where there is none. Durations never change. */
  readonly start: Float64Array | undefined;
  readonly skews: readonly Skew[];
};

/** Less than this is rounding (Zipkin and Jaeger count microseconds) or jitter. ns. */
const EARLY_TOLERANCE = 100_000;
/** A server span may end a little after its client: it is ended after the response was sent. ns and share of the call. */
const LATE_TOLERANCE = 1_000_000;
const LATE_SHARE = 0.01;

/**
 * Clock skew between hosts (services where no host is known). A callee cannot start before its caller, and a server
 * that answered cannot end after the client had the answer; each call across clocks so bounds the callee clock's
 * offset to an interval, and the calls between two clocks must agree.
 *
 *     client   |--------------|            offset between the shift that aligns the starts
 *     server |--------|                    and the one that aligns the ends
 *     shifted     |--------|               the middle: both ways of the network take as long
 *
 * Where the interval contains 0 there is no evidence of skew and nothing is moved. Only a synchronous call bounds the
 * end: client to server, no error (a client may give up early), the server no longer than the client. Where calls
 * contradict each other the starts decide. O(n).
 */
export function clockSkew(trace: Trace): SkewResult {
  const domains = clockDomains(trace);
  if (domains.count < 2) return { start: undefined, skews: [] };
  const pairs = collectPairs(trace, domains);
  const offset = new Float64Array(domains.count);
  const reference = new Int32Array(domains.count).fill(-1);
  const evidence = new Map<number, Pair>();
  for (let i = 0; i < trace.count; i++) {
    const p = trace.parent[i] ?? -1;
    const domain = domains.of[i] ?? 0;
    if ((reference[domain] ?? -1) >= 0) continue;
    if (p < 0) {
      reference[domain] = domain;
      continue;
    }
    // Parents come first in display order, so the caller's clock is settled already.
    const from = domains.of[p] ?? 0;
    const pair = pairs.get(from * domains.count + domain);
    const reverse = pairs.get(domain * domains.count + from);
    const shift = pair ? shiftOf(pair, reverse) : 0;
    offset[domain] = (offset[from] ?? 0) + shift;
    reference[domain] = reference[from] ?? from;
    const shown = shift === 0 ? evidence.get(from) : pair;
    if (shown && offset[domain] !== 0) evidence.set(domain, shown);
  }
  return apply(trace, domains, offset, reference, evidence);
}

/** Bounds of what must be added to the callee's clock, and the call that violates them most. */
type Pair = { low: number; high: number; worst: number; caller: number; callee: number };

function collectPairs(trace: Trace, domains: ClockDomains): Map<number, Pair> {
  const pairs = new Map<number, Pair>();
  for (let i = 0; i < trace.count; i++) {
    const p = trace.parent[i] ?? -1;
    if (p < 0) continue;
    const [from, to] = [domains.of[p] ?? 0, domains.of[i] ?? 0];
    if (from === to) continue;
    const key = from * domains.count + to;
    let pair = pairs.get(key);
    if (!pair) {
      pair = {
        low: Number.NEGATIVE_INFINITY,
        high: Number.POSITIVE_INFINITY,
        worst: Number.NEGATIVE_INFINITY,
        caller: p,
        callee: i,
      };
      pairs.set(key, pair);
    }
    const [callerStart, calleeStart] = [trace.start[p] ?? 0, trace.start[i] ?? 0];
    const early = callerStart - calleeStart;
    pair.low = Math.max(pair.low, early);
    let violation = early;
    if (boundsEnd(trace, p, i)) {
      const callerTime = trace.duration[p] ?? 0;
      const slack = callerStart + callerTime - calleeStart - (trace.duration[i] ?? 0);
      const tolerated = slack < 0 && -slack <= Math.max(LATE_TOLERANCE, callerTime * LATE_SHARE) ? 0 : slack;
      pair.high = Math.min(pair.high, tolerated);
      violation = Math.max(violation, -tolerated);
    }
    if (violation > pair.worst) {
      pair.worst = violation;
      pair.caller = p;
      pair.callee = i;
    }
  }
  return pairs;
}

/** Whether the callee must have ended when the caller did. */
function boundsEnd(trace: Trace, caller: number, callee: number): boolean {
  const unfinished = FLAG.missingEnd | FLAG.negativeDuration | FLAG.missingStart;
  return (
    trace.kind[caller] === KIND.client &&
    trace.kind[callee] === KIND.server &&
    trace.status[caller] !== STATUS.error &&
    (((trace.flags[caller] ?? 0) | (trace.flags[callee] ?? 0)) & unfinished) === 0 &&
    (trace.duration[callee] ?? 0) <= (trace.duration[caller] ?? 0)
  );
}

function shiftOf(pair: Pair, reverse: Pair | undefined): number {
  if (pair.low <= EARLY_TOLERANCE && pair.high >= 0) return 0;
  const low = Math.max(pair.low, reverse ? -reverse.high : Number.NEGATIVE_INFINITY);
  const high = Math.min(pair.high, reverse ? -reverse.low : Number.POSITIVE_INFINITY);
  if (low > high || high === Number.POSITIVE_INFINITY) return pair.low;
  return low + (high - low) / 2;
}

function apply(
  trace: Trace,
  domains: ClockDomains,
  offset: Float64Array,
  reference: Int32Array,
  evidence: ReadonlyMap<number, Pair>,
): SkewResult {
  if (evidence.size === 0) return { start: undefined, skews: [] };
  const start = new Float64Array(trace.count);
  const moved = new Uint32Array(domains.count);
  for (let i = 0; i < trace.count; i++) {
    const domain = domains.of[i] ?? 0;
    start[i] = (trace.start[i] ?? 0) + (offset[domain] ?? 0);
    moved[domain] = (moved[domain] ?? 0) + 1;
  }
  const serviceOf = (domain: number) => trace.strings.get(domains.service[domain] ?? 0);
  const skews = [...evidence].map(([domain, pair]) => ({
    reference: serviceOf(reference[domain] ?? domain),
    service: serviceOf(domain),
    adjustment: offset[domain] ?? 0,
    count: moved[domain] ?? 0,
    caller: pair.caller,
    callee: pair.callee,
  }));
  return { start, skews };
}
