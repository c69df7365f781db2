import type { ShownAttribute } from '../../../src/core/trace/span-details.ts';
import type { ExportFormat, Place } from '../../../src/protocol/waterfall.ts';
import type { Context } from '../context.ts';

/** One of the other views of the trace. Made when first shown; `render` runs whenever it is in sight and due. */
export type PanelView = { readonly element: HTMLElement; render(): void };

/** What views are handed beside the context. */
export type ViewDeps = {
  readonly context: Context;
  /** Selects the span in the waterfall, without leaving the view. */
  readonly select: (span: number) => void;
  /** Shows the span among the rows. */
  readonly reveal: (span: number) => void;
  readonly openCode: (span: number) => void;
  readonly place: (span: number) => Place | undefined;
  /** Shows what a query finds, among the rows. */
  readonly find: (query: string) => void;
  readonly findAll: (key: string, text: string, type: ShownAttribute['type']) => void;
  readonly save: (format: ExportFormat) => void;
};

/** Answers are asked for once a trace, when its view is first shown. */
export class PerTrace<T> {
  readonly #context: Context;
  readonly #ask: () => Promise<T>;
  readonly #arrived: () => void;
  #doc: Context['doc'];
  #value: T | undefined;
  #failure = '';

  constructor(context: Context, ask: () => Promise<T>, arrived: () => void) {
    this.#context = context;
    this.#ask = ask;
    this.#arrived = arrived;
  }

  /** Why there is no value; '' while it is on its way. */
  get failure(): string {
    return this.#failure;
  }

  /** Asks anew on the next `get`. */
  reset(): void {
    this.#doc = undefined;
  }

  get(): T | undefined {
    const { doc } = this.#context;
    if (!doc || doc === this.#doc) return this.#value;
    this.#doc = doc;
    this.#value = undefined;
    this.#failure = '';
    this.#ask().then(
      (value) => {
        if (doc !== this.#doc) return;
        this.#value = value;
        this.#arrived();
      },
      (error: unknown) => {
        if (doc !== this.#doc) return;
        this.#failure = error instanceof Error ? error.message : String(error);
        this.#arrived();
      },
    );
    return undefined;
  }
}
