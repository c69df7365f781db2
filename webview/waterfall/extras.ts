import type { PlacedRows, UsualTimes } from '../../src/protocol/waterfall.ts';
import type { Context } from './context.ts';
import type { Doc } from './doc.ts';

export type SpanExtras = {
  readonly events: Float64Array;
  readonly links: number;
  readonly place: number | undefined;
  /** Where the span is on the critical path: pairs of from and to, ns. */
  readonly path: Float64Array;
};

/** Longest list that is asked about at once. */
const USUAL_AT_ONCE = 400;

/** Rows fetched at once, beyond those in view on both sides: scrolling seldom waits. */
const AHEAD = 60;
const MOST_KEPT = 20_000;
/** A run of more alike spans is drawn from these. */
const MOST_OF_A_RUN = 10_000;

/**
 * What is drawn with rows that came into view, fetched in pieces and kept for a while: held for every span it would
 * cost more memory than the timeline.
 */
export class Extras {
  readonly #context: Context;
  readonly #arrived: (spans: Uint32Array) => void;
  readonly #known = new Map<number, SpanExtras>();
  readonly #asked = new Set<number>();
  readonly #wanted = new Set<number>();
  readonly #usual = new Map<number, UsualTimes | undefined>();
  #doc: Doc | undefined;

  /** `arrived`: rows may read differently now. */
  constructor(context: Context, arrived: (spans: Uint32Array) => void) {
    this.#context = context;
    this.#arrived = arrived;
  }

  of(span: number): SpanExtras | undefined {
    return this.#known.get(span);
  }

  /** Everything is fetched again when it is next wanted; what is known is shown until then. */
  forget(): void {
    this.#asked.clear();
  }

  /** Fetches what is missing for the rows in view. */
  want(first: number, last: number): void {
    const { doc } = this.#context;
    if (!doc) return;
    this.#startWith(doc);
    if (this.#missing(doc, first, last).length > 0)
      this.#fetch(doc, this.#missing(doc, first - AHEAD, last + AHEAD));
  }

  /** Fetches what is missing for spans that are told of elsewhere. */
  wantSpans(spans: readonly number[]): void {
    const { doc } = this.#context;
    if (!doc) return;
    this.#startWith(doc);
    for (const span of spans) if (!this.#asked.has(span)) this.#wanted.add(span);
    // Views ask for one after the other while they draw.
    queueMicrotask(() => {
      const missing = [...this.#wanted].filter((span) => !this.#asked.has(span));
      this.#wanted.clear();
      if (missing.length > 0 && doc === this.#doc) this.#fetch(doc, missing);
    });
  }

  #startWith(doc: Doc): void {
    if (doc === this.#doc && this.#known.size <= MOST_KEPT) return;
    this.#doc = doc;
    this.#known.clear();
    this.#asked.clear();
    this.#usual.clear();
  }

  /** What is usual for a span's function; undefined while or where that is not known. */
  usual(span: number): UsualTimes | undefined {
    return this.#usual.get(span);
  }

  /** Asks what is usual for spans that were fetched: that may take a query to where the trace came from. */
  #askUsual(doc: Doc, spans: readonly number[]): void {
    const wanted = spans.filter((span) => !this.#usual.has(span)).slice(0, USUAL_AT_ONCE);
    if (wanted.length === 0) return;
    for (const span of wanted) this.#usual.set(span, undefined);
    this.#context.host.call('usual', { spans: Uint32Array.from(wanted) }).then(
      (found) => {
        if (doc !== this.#doc) return;
        for (const [i, span] of wanted.entries()) this.#usual.set(span, found[i]);
        if (found.some((usual) => usual !== undefined)) this.#arrived(Uint32Array.from(wanted));
      },
      () => {},
    );
  }

  #missing(doc: Doc, from: number, to: number): number[] {
    const spans: number[] = [];
    for (let i = Math.max(0, from); i < Math.min(to, doc.model.count); i++) {
      for (const span of doc.model.fold(i)?.members.subarray(0, MOST_OF_A_RUN) ?? [doc.model.span(i)])
        if (!this.#asked.has(span)) spans.push(span);
    }
    return spans;
  }

  #fetch(doc: Doc, spans: readonly number[]): void {
    for (const span of spans) this.#asked.add(span);
    this.#context.host.call('rows', { spans: Uint32Array.from(spans) }).then(
      (extras) => {
        if (doc !== this.#doc) return;
        this.#take(extras);
        this.#askUsual(doc, spans);
      },
      () => {
        for (const span of spans) this.#asked.delete(span);
      },
    );
  }

  #take(extras: PlacedRows): void {
    extras.spans.forEach((span, k) => {
      const events = extras.eventTime.slice(extras.eventFrom[k] ?? 0, extras.eventFrom[k + 1] ?? 0);
      const path = extras.path.slice(extras.pathFrom[k] ?? 0, extras.pathFrom[k + 1] ?? 0);
      this.#known.set(span, { events, links: extras.links[k] ?? 0, place: extras.place[k], path });
    });
    this.#arrived(extras.spans);
  }
}
