import { readTrace } from '../../src/core/trace/serialise.ts';
import { formatDuration, plural } from '../../src/core/trace/units.ts';
import type { OpenedTrace } from '../../src/protocol/engine-traces.ts';
import type { Loaded, LoadPart } from '../../src/protocol/waterfall.ts';
import { button } from '../shared/controls.ts';
import { data, el } from '../shared/dom.ts';
import type { Host } from './context.ts';
import { Doc } from './doc.ts';

export type LoadDeps = {
  readonly host: Host;
  /** Where progress, choices and failures are shown until there are rows. */
  readonly stage: HTMLElement;
  /** `whole` is false for the first spans of a large trace. */
  readonly show: (doc: Doc, whole: boolean) => void;
  readonly loaded: (loaded: Extract<Loaded, { kind: 'trace' }>) => void;
};

/** Shorter waits show no progress: it would only flicker. */
const PATIENCE_MS = 300;

/** Gets the trace into the panel: first rows early, progress and a way out for long waits, reasons for failures. */
export async function loadTrace(deps: LoadDeps, traceId: string | undefined): Promise<void> {
  const { host, stage, show, loaded } = deps;
  const abort = new AbortController();
  const progress = new Progress(stage, () => abort.abort());
  const onPart = (part: LoadPart) => {
    if (part.kind === 'progress') progress.update(part);
    else {
      show(new Doc(part.trace, readTrace(part.timeline)), false);
      progress.end();
    }
  };
  try {
    const result = await host.call('load', { traceId }, { signal: abort.signal, onPart });
    progress.end();
    if (result.kind === 'choice') return showChoice(deps, result.source, result.traces);
    stage.replaceChildren();
    show(new Doc(result.trace, readTrace(result.timeline)), true);
    loaded(result);
  } catch (error) {
    progress.end();
    const text = error instanceof Error ? error.message : String(error);
    showFailure(deps, abort.signal.aborted ? 'Loading was cancelled.' : text, traceId);
  }
}

class Progress {
  readonly #stage: HTMLElement;
  readonly #text = el('span', { role: 'status' });
  readonly #bar = el('progress', { 'aria-label': 'Loading' });
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #element: HTMLElement;

  constructor(stage: HTMLElement, cancel: () => void) {
    this.#stage = stage;
    this.#element = el(
      'div',
      { class: 'progress' },
      this.#text,
      this.#bar,
      button({ label: 'Cancel' }, cancel),
    );
    this.#text.textContent = 'Loading the trace';
    this.#timer = setTimeout(() => this.#stage.replaceChildren(this.#element), PATIENCE_MS);
  }

  update({ text, done, total }: { text: string; done: number; total: number | undefined }): void {
    this.#text.textContent = text;
    if (total === undefined || total === 0) this.#bar.removeAttribute('value');
    else this.#bar.value = done / total;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#element.remove();
  }
}

function showFailure(deps: LoadDeps, text: string, traceId: string | undefined): void {
  const again = button({ label: 'Try again', appearance: 'primary' }, () => {
    deps.stage.replaceChildren();
    void loadTrace(deps, traceId);
  });
  deps.stage.replaceChildren(
    el(
      'div',
      { class: 'empty', role: 'alert' },
      ...text.split('\n').map((line) => el('p', {}, data(line))),
      el('div', { class: 'buttons' }, again),
    ),
  );
}

/** A file may hold many traces; which one is up to the user. */
function showChoice(deps: LoadDeps, source: string, traces: readonly OpenedTrace[]): void {
  const rows = traces.map((trace) => {
    const choice = el(
      'button',
      { type: 'button', class: 'choice' },
      el('span', { class: 'choice-name' }, data(trace.rootName || trace.traceId)),
      el('span', { class: 'dim' }, data(trace.rootService)),
      el(
        'span',
        { class: trace.errorCount > 0 ? 'failure' : 'dim' },
        trace.errorCount > 0 ? plural(trace.errorCount, 'error') : '',
      ),
      el('span', { class: 'dim' }, plural(trace.spanCount, 'span')),
      el('span', {}, formatDuration(trace.durationNs)),
    );
    choice.addEventListener('click', () => {
      deps.stage.replaceChildren();
      void loadTrace(deps, trace.traceId);
    });
    return el('li', {}, choice);
  });
  deps.stage.replaceChildren(
    el(
      'div',
      { class: 'empty' },
      el('p', {}, data(source), ` holds ${plural(traces.length, 'trace')}.`),
      el('ul', { class: 'choices' }, ...rows),
    ),
  );
  deps.stage.querySelector<HTMLElement>('.choice')?.focus();
}
