import { attributeText, resourceAttribute, spanAttribute } from '../trace/attributes.ts';
import type { Trace } from '../trace/columns.ts';
import { formatCount, formatPercent } from '../trace/units.ts';

/** What the marks on a trace's spans say about how it came to be kept. */
export type Sampling = {
  /** Share of requests like this one that are kept; undefined where no mark says. */
  readonly probability: number | undefined;
  /** Whether marks of different spans differ: then spans may be missing from the middle. */
  readonly uneven: boolean;
  /** Kept because of what it is (slow, failed), as a tail sampler says. */
  readonly policy: string | undefined;
  /** Where the probability was read. */
  readonly source: string;
};

/** Spans looked at: the marks are the same on all spans of a service. */
const MOST_SPANS = 10_000;

/** Reads the sampling marks of a trace: the first that says a probability counts. undefined where there is none. */
export function samplingOf(trace: Trace): Sampling | undefined {
  const { details, strings } = trace;
  if (!details) return undefined;
  const marked = [...MARKS.map(([key]) => key), 'sampler.type'].some(
    (key) => strings.idOf(key) !== undefined,
  );
  const byState = new Map<number, Found | undefined>();
  const fromState = (id: number): Found | undefined => {
    if (!byState.has(id)) {
      const probability = id === 0 ? undefined : thresholdProbability(strings.get(id));
      byState.set(id, probability === undefined ? undefined : { probability, source: 'tracestate' });
    }
    return byState.get(id);
  };
  let first: Found | undefined;
  let uneven = false;
  for (let i = 0; i < Math.min(trace.count, MOST_SPANS); i++) {
    const found =
      fromState(details.traceState[i] ?? 0) ?? (marked ? attributeProbability(trace, i) : undefined);
    if (!found) continue;
    first ??= found;
    if (Math.abs(found.probability - first.probability) > 1e-9) uneven = true;
  }
  const policy = policyOf(trace);
  if (!first && policy === undefined) return undefined;
  return { probability: first?.probability, uneven, policy, source: first?.source ?? '' };
}

/**
 * `ot=th:<hex>`: the rejection threshold, up to 14 hex digits with trailing zeros left out; the share kept is
 * 1 - threshold / 2^56 (OpenTelemetry, TraceState: Probability Sampling). undefined where there is none.
 */
export function thresholdProbability(traceState: string): number | undefined {
  const ot = /(?:^|,)\s*ot=([^,]*)/.exec(traceState)?.[1];
  const th = ot && /(?:^|;)th:([0-9a-f]{1,14})(?:;|$|\s)/.exec(ot)?.[1];
  if (!th) return undefined;
  // Two halves: 56 bits do not fit a double exactly, and thresholds near 1 are the small probabilities.
  const padded = th.padEnd(14, '0');
  const [high, low] = [Number.parseInt(padded.slice(0, 7), 16), Number.parseInt(padded.slice(7), 16)];
  return (2 ** 28 - high - low / 2 ** 28) / 2 ** 28;
}

/** Attributes that say it, and how to read them as a probability. */
const MARKS: readonly (readonly [key: string, read: (value: number) => number])[] = [
  ['sampling.probability', (p) => p],
  ['SampleRate', (n) => 1 / n],
  ['sampleRate', (n) => 1 / n],
  ['ItemCount', (n) => 1 / n],
  ['itemCount', (n) => 1 / n],
];

type Found = { readonly probability: number; readonly source: string };

function attributeProbability(trace: Trace, span: number): Found | undefined {
  for (const [key, read] of MARKS) {
    const value = spanAttribute(trace, span, key) ?? resourceAttribute(trace, span, key);
    if (value === undefined) continue;
    const probability = read(Number(attributeText(value)));
    if (probability > 0 && probability <= 1) return { probability, source: key };
  }
  // Jaeger's clients mark the root.
  if (spanAttribute(trace, span, 'sampler.type') === 'probabilistic') {
    const probability = Number(attributeText(spanAttribute(trace, span, 'sampler.param') ?? null));
    if (probability > 0 && probability <= 1) return { probability, source: 'sampler.param' };
  }
  return undefined;
}

function policyOf(trace: Trace): string | undefined {
  for (const key of ['tailsampling.policy', 'sampling.policy', 'meta.refinery.reason']) {
    if (trace.strings.idOf(key) === undefined) continue;
    for (let i = 0; i < Math.min(trace.count, MOST_SPANS); i++) {
      const value = spanAttribute(trace, i, key) ?? resourceAttribute(trace, i, key);
      if (value !== undefined && value !== '') return attributeText(value);
    }
  }
  return undefined;
}

/** What the marks mean for the figures, in sentences; none for a trace that every request like it leaves. */
export function samplingSentences(sampling: Sampling): string[] {
  const { probability, uneven, policy } = sampling;
  const said: string[] = [];
  if (probability !== undefined && probability < 1)
    said.push(
      `Sampled at ${formatPercent(probability)}: this trace stands for about ${formatCount(1 / probability)} ` +
        'requests like it. Durations are as measured; counts must be multiplied, and rare errors may be missing.',
    );
  if (uneven)
    said.push(
      'Its spans were sampled at different rates: spans may be missing in between, and sums do not add up.',
    );
  if (policy !== undefined)
    said.push(
      `Kept by a tail sampler (${policy.slice(0, 80)}): such traces are slower and fail more often than the rest, ` +
        'so percentiles over them are too high.',
    );
  return said;
}
