import type * as vscode from 'vscode';
import type { Logger } from '../../core/ports.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Engine } from '../../host/engine.ts';
import type { Indexer } from '../../host/indexer.ts';
import type { SelectionState } from '../../host/selection.ts';
import { selectionText } from '../../host/selection-text.ts';
import type { GapList } from './gap-list.ts';

/** Newest traces that are read: enough to tell what is never seen, little enough to read in seconds. */
const RECENT = 300;
/** ms between two readings while traces arrive. */
const EVERY_MS = 60_000;
/** ms; a choice of window and environment is made in steps. */
const SETTLE_MS = 500;

export type GapTracesDeps = {
  readonly engine: Engine;
  readonly indexer: Indexer;
  readonly selection: SelectionState;
  readonly log: Logger;
};

/** Tells the scan what recent traces say, of the window and environment that are chosen; only once there was a scan. */
export class GapTraces implements vscode.Disposable {
  readonly #deps: GapTracesDeps;
  readonly #list: GapList;
  readonly #store = new DisposableStore();
  readonly #life = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #readMs = Number.NEGATIVE_INFINITY;
  #running = false;
  #joined = false;

  constructor(list: GapList, deps: GapTracesDeps) {
    this.#deps = deps;
    this.#list = list;
    this.#store.add(list.onDidChange(() => list.state.state === 'ready' && !this.#joined && this.#soon(0)));
    this.#store.add(deps.selection.onDidChange(() => this.#soon(SETTLE_MS)));
    this.#store.add(
      deps.engine.on('store.changed', () =>
        this.#soon(Math.max(SETTLE_MS, this.#readMs + EVERY_MS - Date.now())),
      ),
    );
  }

  dispose(): void {
    this.#life.abort();
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  #soon(ms: number): void {
    if (this.#list.state.state !== 'ready') return;
    this.#joined = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), ms);
  }

  async #read(): Promise<void> {
    if (this.#running) {
      this.#soon(EVERY_MS);
      return;
    }
    this.#running = true;
    this.#readMs = Date.now();
    const { engine, indexer, selection, log } = this.#deps;
    const { connection, environment, version } = selection.current;
    const { signal } = this.#life;
    try {
      const request = {
        environment,
        version,
        range: selection.range(),
        recent: RECENT,
        source: selectionText(selection),
      };
      const traces = await engine.call('figures.gapFacts', { connection, request }, { signal });
      await indexer.call('gaps.traces', { traces: traces.spans > 0 ? traces : undefined }, { signal });
    } catch (error) {
      // The view goes on without traces; the status bar says what is wrong with the backend.
      if (!signal.aborted) log.debug(`gaps: ${(error as Error).message}`);
    } finally {
      this.#running = false;
    }
  }
}
