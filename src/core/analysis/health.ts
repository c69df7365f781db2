import type { Trace, TraceWarning, WarningKind } from '../trace/columns.ts';
import { formatDuration, plural } from '../trace/units.ts';
import type { Skew } from './clock-skew.ts';
import { serviceLabel } from './labels.ts';
import { lostContext } from './lost-context.ts';
import { samplingOf, samplingSentences } from './sampling.ts';
import { unfinished } from './unfinished.ts';

export type HealthKind =
  | 'missing-root'
  | 'orphan'
  | 'disconnected'
  | 'in-flight'
  | 'zombie'
  | 'clock-skew'
  | 'truncated'
  | 'sampling'
  /** What building the trace had to repair. */
  | Exclude<WarningKind, 'missing-parent' | 'several-roots' | 'missing-end'>;

/** What a reader must know before believing the picture. */
export type HealthNote = {
  readonly kind: HealthKind;
  readonly text: string;
  readonly count: number;
  /** At most 100 examples. */
  readonly spans: readonly number[];
  /** Whether spans are or may be missing because of it. */
  readonly incomplete: boolean;
};

export type HealthInput = {
  /** Unix ns; tells spans in flight from spans that will never end. */
  readonly now?: bigint | undefined;
  /** The backend cut the trace at a limit of its own. */
  readonly truncatedByBackend?: boolean | undefined;
};

export type Health = {
  readonly notes: readonly HealthNote[];
  /** False while spans are or may be missing. */
  readonly complete: boolean;
};

/** Everything that is wrong or odd with a trace as such, worst first, each in a sentence with the next step. */
export function healthOf(trace: Trace, skews: readonly Skew[], input: HealthInput = {}): Health {
  const notes = [
    ...lostContext(trace),
    ...unfinished(trace, input.now),
    ...truncation(input),
    ...skews.map((skew) => skewNote(trace, skew)),
    ...sampling(trace),
    ...repairs(trace),
  ];
  return { notes, complete: !notes.some((note) => note.incomplete) };
}

/** What building noticed and is not told in more detail above. */
function repairs({ warnings }: Trace): HealthNote[] {
  return warnings.flatMap(({ kind, text, count, spans }: TraceWarning) => {
    if (kind === 'missing-root' || kind === 'missing-parent' || kind === 'several-roots') return [];
    return kind === 'missing-end' ? [] : [{ kind, text, count, spans, incomplete: false }];
  });
}

function truncation({ truncatedByBackend }: HealthInput): HealthNote[] {
  if (!truncatedByBackend) return [];
  const text =
    'The backend returned only a part of this trace because it is larger than its limit. Raise the limit there to see all of it.';
  return [{ kind: 'truncated', text, count: 1, spans: [], incomplete: true }];
}

function skewNote(trace: Trace, skew: Skew): HealthNote {
  const direction = skew.adjustment > 0 ? 'behind' : 'ahead of';
  const service = skew.service || serviceLabel(trace, skew.callee);
  const reference = skew.reference || serviceLabel(trace, skew.caller);
  return {
    kind: 'clock-skew',
    text:
      `The clock of ${service} is about ${formatDuration(Math.abs(skew.adjustment))} ${direction} that of ${reference}: ` +
      `${plural(skew.count, 'span')} moved by that much. Durations are as measured; raw times can be shown.`,
    count: skew.count,
    spans: [skew.caller, skew.callee],
    incomplete: false,
  };
}

function sampling(trace: Trace): HealthNote[] {
  const marks = samplingOf(trace);
  if (!marks) return [];
  return samplingSentences(marks).map((text) => ({
    kind: 'sampling' as const,
    text,
    count: 1,
    spans: [],
    incomplete: false,
  }));
}
