import type { TraceWarning, WarningKind } from './columns.ts';

const MAX_SPANS = 100;

/** Counts what building a trace had to repair, keeping the first 100 spans of each kind as examples. */
export class WarningLog {
  readonly #seen = new Map<WarningKind, { count: number; spans: number[] }>();

  note(kind: WarningKind, count: number, spans: readonly number[]): void {
    const entry = this.#seen.get(kind) ?? { count: 0, spans: [] };
    entry.count += count;
    for (const s of spans) if (entry.spans.length < MAX_SPANS) entry.spans.push(s);
    this.#seen.set(kind, entry);
  }

  one(kind: WarningKind, span: number): void {
    const entry = this.#seen.get(kind);
    if (entry) {
      entry.count++;
      if (entry.spans.length < MAX_SPANS) entry.spans.push(span);
    } else this.#seen.set(kind, { count: 1, spans: [span] });
  }

  /** A span to show for a warning that was counted before. */
  example(kind: WarningKind, span: number): void {
    const entry = this.#seen.get(kind);
    if (entry && entry.spans.length < MAX_SPANS) entry.spans.push(span);
  }

  warnings(): TraceWarning[] {
    return [...this.#seen].map(([kind, { count, spans }]) => ({
      kind,
      count,
      spans,
      text: SENTENCE[kind](count),
    }));
  }
}

const spans = (n: number) => (n === 1 ? '1 span' : `${n} spans`);

/** What happened, in words a user can act on. */
const SENTENCE: Record<WarningKind, (count: number) => string> = {
  'missing-root': () =>
    'The root span is missing: it was not sampled, not exported, or has not arrived yet. Refreshing may bring it.',
  'missing-parent': (n) =>
    `${spans(n)} ${n === 1 ? 'names a parent' : 'name parents'} that the trace does not contain; shown as ${n === 1 ? 'a root' : 'roots'}.`,
  cycle: (n) => `${spans(n)} closed a cycle of parents; the link was cut there.`,
  'missing-start': (n) => `${spans(n)} ${n === 1 ? 'has' : 'have'} no start time.`,
  'missing-end': (n) => `${spans(n)} ${n === 1 ? 'has' : 'have'} no end: still running, or never ended.`,
  'negative-duration': (n) =>
    `${spans(n)} ${n === 1 ? 'ends' : 'end'} before ${n === 1 ? 'it starts' : 'they start'}.`,
  duplicate: (n) => `${spans(n)} arrived more than once and ${n === 1 ? 'was' : 'were'} merged.`,
  'several-roots': (n) => `The trace has ${n} roots: context was lost between its parts.`,
  'shared-id': (n) =>
    `${n === 1 ? '1 span id is' : `${n} span ids are`} shared by a client and its server; shown as two spans.`,
  'reused-id': (n) =>
    `${n === 1 ? '1 span id was' : `${n} span ids were`} given to more than one span. All spans of the same id are shown; children are placed under the likelier one.`,
  limit: (n) => `${spans(n)} exceeded a size limit and ${n === 1 ? 'was' : 'were'} shortened.`,
  'invalid-id': (n) => `${spans(n)} had an invalid id and ${n === 1 ? 'was' : 'were'} left out.`,
};
