import type { Block, Exit } from '../../facts/facts.ts';
import type { FileView } from '../match/file-view.ts';
import type { HeldSpan } from './held-span.ts';

const CONDITIONAL: ReadonlySet<Block['kind']> = new Set(['branch', 'loop', 'catch']);

/** The ways out of the code that holds a span, and what is certain to have run before each. */
export class SpanPaths {
  readonly #view: FileView;
  readonly #span: HeldSpan;
  readonly #blocks: readonly Block[];
  /** Returns and throws of the span's own function after the start. */
  readonly exits: readonly Exit[];

  constructor(view: FileView, span: HeldSpan) {
    this.#view = view;
    this.#span = span;
    this.#blocks = view.facts.blocks.filter(
      (b) => b.end > span.from && b.end <= span.to && b.start < span.to,
    );
    this.exits = view.facts.exits.filter(
      (e) => e.start >= span.after && e.end <= span.to && view.functionAround(e.owner) === span.fn,
    );
  }

  /** Blocks that may be skipped, from the span's own on. */
  #conditions(at: number): Block[] {
    return this.#blocks.filter(
      (b) =>
        CONDITIONAL.has(b.kind) &&
        b.start <= at &&
        at < b.end &&
        !(b.start <= this.#span.call.start && this.#span.call.start < b.end) &&
        !(b.kind === 'branch' && this.#asksForTheSpan(b)),
    );
  }

  /** Something at one of `places` has run whenever `at` is reached. */
  certainBefore(places: readonly number[], at: number): boolean {
    const before = places.filter((p) => p < at);
    if (before.some((p) => this.#conditions(p).every((b) => b.start <= at && at < b.end))) return true;
    // Both branches of an if.
    const branches = new Set(before.flatMap((p) => this.#conditions(p).map((b) => b.start)));
    return branches.size >= 2 && before.length >= 2;
  }

  /** Ways out that are reached with none of `places` behind them. */
  uncovered(places: readonly number[]): Exit[] {
    return this.exits.filter((exit) => {
      if (exit.kind === 'throw' && this.catchOf(exit.start)) return false;
      if (this.certainBefore(places, exit.start) || places.some((p) => p >= exit.start && p < exit.end))
        return false;
      const branch = this.#blocks
        .filter((b) => b.kind === 'branch' && b.start <= exit.start && exit.end <= b.end)
        .sort((a, b) => b.start - a.start)[0];
      return !branch || !this.#asksForTheSpan(branch);
    });
  }

  /** `if (!span) return;`, `if (span) span.end();` */
  #asksForTheSpan(branch: Block): boolean {
    const head = this.#view.source.slice(Math.max(0, branch.start - 80), branch.start);
    return new RegExp(`\\bif\\b[^\\n]*\\b${this.#span.variable}\\b[^\\n]*$`).test(head);
  }

  /** The function's end is reached with none of `places` behind it. */
  fallsThrough(places: readonly number[]): boolean {
    if (this.certainBefore(places, this.#span.to - 1)) return false;
    const last = Math.max(
      -1,
      ...this.exits.filter((e) => this.#conditions(e.start).length === 0).map((e) => e.start),
    );
    return last < 0;
  }

  /** The catch that a throw at this place ends in, if it is of the same function. */
  catchOf(at: number): Block | undefined {
    const tries = this.#blocks
      .filter((b) => b.kind === 'try' && b.start <= at && at < b.end)
      .sort((a, b) => b.start - a.start);
    for (const one of tries) {
      const found = this.#blocks.find(
        (b) => b.kind === 'catch' && b.start >= one.end && this.#adjacent(one.end, b.start),
      );
      if (found) return found;
    }
    return undefined;
  }

  #adjacent(from: number, to: number): boolean {
    return (
      to - from < 400 &&
      /^\s*(?:(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/|#[^\n]*)\s*)*$/.test(this.#view.source.slice(from, to))
    );
  }

  inside(kind: Block['kind'], at: number): boolean {
    return this.#blocks.some((b) => b.kind === kind && b.start <= at && at < b.end);
  }
}
