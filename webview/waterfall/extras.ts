import type { PlacedRows } from '../../src/protocol/waterfall.ts';
import type { Context } from './context.ts';
import type { Doc } from './doc.ts';

export type SpanExtras = {
  readonly events: Float64Array;
  readonly links: number;
  readonly place: number | undefined;
  /** Where the span is on the critical path: pairs of from and to, ns. */
  readonly path: Float64Array;
};

/** Rows fetched at once, beyond those in view on both sides: scrolling seldom waits. */
const AHEAD = 60;
const MOST_KEPT = 20_000;
/** A run of more alike spans is drawn from these. */
const MOST_OF_A_RUN = 2000;

/**
 * What is drawn with rows that came into view, fetched in pieces and kept for a while: held for every span it would
 * cost more memory than the timeline.
 */
export class Extras {
  readonly #context: Context;
  readonly #arrived: (spans: Uint32Array) => void;
  readonly #known = new Map<number, SpanExtras>();
  readonly #asked = new Set<number>();
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
    const missing = spans.filter((span) => !this.#asked.has(span));
    if (missing.length > 0) this.#fetch(doc, missing);
  }

  #startWith(doc: Doc): void {
    if (doc === this.#doc && this.#known.size <= MOST_KEPT) return;
    this.#doc = doc;
    this.#known.clear();
    this.#asked.clear();
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
        if (doc === this.#doc) this.#take(extras);
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
