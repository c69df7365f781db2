import type { Context } from './context.ts';
import type { Grid } from './grid.ts';
import { clearAll, MARK, markOnly } from './marks.ts';
import type { RowsActions } from './rows-actions.ts';
import { type FindState, NO_FIND } from './state.ts';

/** Keystrokes closer than this (ms) are one search. */
const PAUSE = 40;
const NONE = new Uint32Array(0);

/** Looks for text in every span of the trace, drawn or not; the engine searches, the panel marks and walks. */
export class Find {
  readonly #context: Context;
  readonly #grid: Grid;
  readonly #rows: RowsActions;
  #matches: Uint32Array = NONE;
  /** Number of the match that next and previous stand at, -1 before the first step. */
  #at = -1;
  #running: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  problem: string | undefined;
  searching = false;

  constructor(context: Context, grid: Grid, rows: RowsActions) {
    this.#context = context;
    this.#grid = grid;
    this.#rows = rows;
  }

  get matches(): Uint32Array {
    return this.#matches;
  }

  /** The span of the current match, -1 for none. */
  get current(): number {
    return this.#matches[this.#at] ?? -1;
  }

  /** "2 of 7", "7 found", "nothing found", or what is wrong. */
  get status(): string {
    const { find } = this.#context.store.state;
    if (find.text === '') return '';
    if (this.problem) return this.problem;
    if (this.searching) return '…';
    const n = this.#matches.length;
    if (n === 0) return 'nothing found';
    return this.#at < 0
      ? `${n.toLocaleString('en')} found`
      : `${(this.#at + 1).toLocaleString('en')} of ${n.toLocaleString('en')}`;
  }

  /** Applies a change of what is looked for or how it is shown. */
  changed(find: FindState, before: FindState): void {
    const sameQuestion =
      find.text === before.text && find.regex === before.regex && find.matchCase === before.matchCase;
    if (sameQuestion) {
      if (find.filter !== before.filter) this.#show();
      return;
    }
    clearTimeout(this.#timer);
    this.#running?.abort();
    if (find.text === '') this.#take(NONE, undefined);
    else this.#timer = setTimeout(() => void this.#search(find), PAUSE);
  }

  /** After the trace was replaced. */
  again(): void {
    this.changed(this.#context.store.state.find, NO_FIND);
  }

  step(direction: 1 | -1): void {
    const n = this.#matches.length;
    if (n === 0) return;
    const from = this.#at < 0 ? this.#nearest(direction) : this.#at + direction;
    this.#at = ((from % n) + n) % n;
    if (!this.#rows.reveal(this.current))
      this.#context.announce('The match is left out by a filter or lies outside of the subtree shown.');
    this.#context.invalidate('toolbar', 'bars', 'minimap');
  }

  clear(): void {
    this.#context.store.set({ find: { ...this.#context.store.state.find, text: '' } });
  }

  async #search({ text, regex, matchCase }: FindState): Promise<void> {
    const { host } = this.#context;
    const abort = new AbortController();
    this.#running = abort;
    this.searching = true;
    try {
      const { spans, problem } = await this.#context.wait('Searching', (signal) =>
        host.call('search', { text, regex, matchCase }, { signal: AbortSignal.any([signal, abort.signal]) }),
      );
      if (!abort.signal.aborted) this.#take(spans, problem);
    } catch (error) {
      if (!abort.signal.aborted) this.#take(NONE, error instanceof Error ? error.message : String(error));
    }
  }

  #take(spans: Uint32Array, problem: string | undefined): void {
    const { doc } = this.#context;
    this.searching = false;
    this.problem = problem;
    this.#matches = spans;
    this.#at = -1;
    if (doc) {
      if (spans.length === 0) clearAll(doc.model.marks, MARK.match);
      else markOnly(doc.model.marks, MARK.match, spans);
    }
    this.#show();
    if (this.#context.store.state.find.text !== '') this.#context.announce(this.status);
  }

  /** Puts the matches into the rows: as a filter, or marked among the others. */
  #show(): void {
    const { doc, store } = this.#context;
    if (!doc) return;
    const { model } = doc;
    const { find } = store.state;
    const matchesOnly = find.filter && find.text !== '' && this.problem === undefined;
    if (matchesOnly || model.filter.matchesOnly) model.filterByMatches(matchesOnly);
    this.#grid.changed();
    this.#context.invalidate('toolbar', 'minimap', 'banner');
  }

  /** The first match at or after the selection (before it, going backwards). */
  #nearest(direction: 1 | -1): number {
    const from = this.#rows.span;
    const at = this.#matches.findIndex((span) => span >= from);
    if (direction > 0) return Math.max(0, at);
    return at < 0 ? this.#matches.length - 1 : at - 1;
  }
}
