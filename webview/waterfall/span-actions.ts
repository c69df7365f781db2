import { hexOfWords } from '../../src/core/trace/ids.ts';
import type { ShownAttribute } from '../../src/core/trace/span-details.ts';
import type { ShownFrame } from '../../src/protocol/engine-view.ts';
import type { JumpResult, Offers, SpanAction } from '../../src/protocol/waterfall.ts';
import { openMenu } from '../shared/menu.ts';
import type { Context } from './context.ts';
import type { Grid } from './grid.ts';
import type { Command } from './keymap.ts';
import { isFoldRow, spanOfRow } from './lay-rows.ts';
import { spanMenu } from './span-menu.ts';

export type SpanActionDeps = {
  readonly context: Context;
  readonly grid: Grid;
  readonly mac: boolean;
  readonly offers: () => Offers;
  readonly run: (command: Command) => void;
  /** Chooses another trace and compares with it. */
  readonly compare: () => void;
};

/** What can be done with a span, from rows, details and menus alike. */
export class SpanActions {
  readonly #deps: SpanActionDeps;

  constructor(deps: SpanActionDeps) {
    this.#deps = deps;
  }

  openCode(row: number, keepFocus: boolean): void {
    const { host } = this.#deps.context;
    this.#told(host.call('jump', { span: spanOfRow(row), keepFocus }));
  }

  openFrame(span: number, frame: ShownFrame): void {
    this.#told(this.#deps.context.host.call('openFrame', { span, frame }));
  }

  copy(text: string, what: string): void {
    void this.#deps.context.host.call('copy', { text, what });
  }

  copySpanId(): void {
    const { doc, store } = this.#deps.context;
    const { active } = store.state;
    if (doc && active >= 0) this.copy(hexOfWords(doc.trace.id, spanOfRow(active)), 'the span id');
  }

  copyName(row: number): void {
    const { doc } = this.#deps.context;
    if (doc) this.copy(doc.trace.strings.get(doc.trace.name[spanOfRow(row)] ?? 0), 'the name');
  }

  act(action: SpanAction, span: number): void {
    this.#deps.context.host.call('act', { action, span }).catch((error: unknown) => this.#fail(error));
  }

  /** Looks for spans of the same name and service. */
  findSame(span: number): void {
    const { doc } = this.#deps.context;
    if (!doc) return;
    const text = (id: number | undefined) => quoted(doc.trace.strings.get(id ?? 0));
    this.find(
      `{ name = ${text(doc.trace.name[span])} && resource.service.name = ${text(doc.trace.service[span])} }`,
    );
  }

  /** Looks for spans that have an attribute's value. */
  findAll(key: string, value: string, type: ShownAttribute['type']): void {
    const literal = type === 'number' || type === 'boolean' ? value : quoted(value);
    this.find(`{ .${fieldName(key)} = ${literal} }`);
  }

  menu(row: number, at: { x: number; y: number } | HTMLElement): void {
    const { context, grid, mac, offers, run, compare } = this.#deps;
    const { doc } = context;
    if (!doc) return;
    const items = spanMenu({
      mac,
      run,
      act: (action) => this.act(action, spanOfRow(row)),
      offers: offers().actions,
      copyName: () => this.copyName(row),
      expanded: doc.model.expanded(grid.indexOfActive()),
      isRun: isFoldRow(row),
      compare,
      findSame: () => this.findSame(spanOfRow(row)),
    });
    openMenu(() => items, at, 'Span');
  }

  /** Shows what a query finds, among the rows. */
  find(text: string): void {
    const { store } = this.#deps.context;
    store.set({ shown: 'waterfall', find: { ...store.state.find, text, regex: false } });
  }

  #told(jump: Promise<JumpResult>): void {
    jump.then(
      ({ reason }) => reason !== '' && this.#deps.context.tell(reason),
      (error: unknown) => this.#fail(error),
    );
  }

  #fail(error: unknown): void {
    this.#deps.context.tell(error instanceof Error ? error.message : String(error));
  }
}

/** A text of the query language. */
const quoted = (text: string) => JSON.stringify(text);

/** Keys with characters that the query language gives a meaning are quoted. */
const fieldName = (key: string) => (/^[\w.\-/]+$/.test(key) ? key : quoted(key));
