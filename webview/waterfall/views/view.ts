import type { ShownAttribute } from '../../../src/core/trace/span-details.ts';
import type { ExportFormat, Place } from '../../../src/protocol/waterfall.ts';
import type { Context } from '../context.ts';

/** One of the other views of the trace. Made when first shown; `render` runs whenever it is in sight and due. */
export type PanelView = {
  readonly element: HTMLElement;
  render(): void;
  /** Told when the view comes into sight again. */
  shown?(): void;
  /** Lets the user choose what it is about. */
  choose?(): void;
};

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
  readonly #text: string;
  readonly #ask: (signal: AbortSignal) => Promise<T>;
  readonly #arrived: () => void;
  #doc: Context['doc'];
  #value: T | undefined;
  #failure = '';

  /** `text` says what is waited for, when that takes long. */
  constructor(context: Context, text: string, ask: (signal: AbortSignal) => Promise<T>, arrived: () => void) {
    this.#context = context;
    this.#text = text;
    this.#ask = ask;
    this.#arrived = arrived;
  }

  /** Why there is no value; '' while it is on its way. */
  get failure(): string {
    return this.#failure;
  }

  /** After the view was left and came back: what failed or was cancelled gets another chance. */
  retry(): void {
    if (this.#failure !== '') this.reset();
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
    this.#context.wait(this.#text, this.#ask).then(
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
