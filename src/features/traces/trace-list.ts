import * as vscode from 'vscode';
import { scopeConditions } from '../../core/figures/site-query.ts';
import type { Logger, Provenance, SearchPage, TraceSummary } from '../../core/ports.ts';
import { scopedQuery } from '../../core/query/scoped-query.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Engine } from '../../host/engine.ts';
import { RefreshSchedule } from '../../host/refresh-schedule.ts';
import type { SelectionState } from '../../host/selection.ts';
import { LOCAL_CONNECTION } from '../../protocol/engine-backends.ts';

export type TraceListDeps = {
  readonly engine: Engine;
  readonly selection: SelectionState;
  readonly log: Logger;
};

export type ListState =
  | { readonly state: 'loading' | 'ok' }
  /** `sentence` says what happened and what to do. */
  | { readonly state: 'failed'; readonly sentence: string };

export type Tail = 'off' | 'live' | 'paused';

const PAGE = 100;
const MOST_KEPT = 2000;

/** Ages in ms. The local store says when something came; a remote backend is asked now and then while it is seen. */
const AGES = {
  debounceMs: 400,
  restMs: [1500, 10_000],
  idleMs: [30_000, 300_000],
  failureMs: [5000, 60_000],
} as const;

/**
 * Traces of the selection that match a query, newest first; asked for only while somebody looks. Live, they come as
 * they are found; paused, they wait.
 */
export class TraceList implements vscode.Disposable {
  readonly #deps: TraceListDeps;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly #schedule: RefreshSchedule;
  #visible = false;
  #query = '';
  #limit = PAGE;
  #traces: readonly TraceSummary[] = [];
  #provenance: Provenance | undefined;
  #sent = '';
  #state: ListState = { state: 'loading' };
  #tail: Tail = 'off';
  #tailing: AbortController | undefined;
  #waiting: TraceSummary[] = [];

  constructor(deps: TraceListDeps) {
    this.#deps = deps;
    const { engine, selection } = deps;
    this.#schedule = this.#store.add(
      new RefreshSchedule({ ...AGES, run: (signal) => this.#load(signal), wanted: () => this.#visible }),
    );
    this.#store.add(selection.onDidChange(() => this.#restart()));
    this.#store.add(
      engine.on('store.changed', () => {
        if (selection.current.connection === LOCAL_CONNECTION && this.#tail === 'off')
          this.#schedule.changed();
      }),
    );
  }

  get onDidChange(): vscode.Event<void> {
    return this.#changed.event;
  }

  get query(): string {
    return this.#query;
  }

  get traces(): readonly TraceSummary[] {
    return this.#traces;
  }

  get state(): ListState {
    return this.#state;
  }

  get provenance(): Provenance | undefined {
    return this.#provenance;
  }

  /** What the backend was asked. */
  get sent(): string {
    return this.#sent;
  }

  get tail(): Tail {
    return this.#tail;
  }

  /** Traces that came while paused. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether asking for more may give more. */
  get more(): boolean {
    return this.#traces.length >= this.#limit && this.#limit < MOST_KEPT;
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    if (visible) this.#schedule.wake();
    this.#followTail();
  }

  search(query: string): void {
    this.#query = query;
    this.#restart();
  }

  refresh(): void {
    this.#state = { state: 'loading' };
    this.#changed.fire();
    this.#schedule.now();
  }

  loadMore(): void {
    this.#limit = Math.min(MOST_KEPT, this.#limit * 2);
    this.#schedule.now();
  }

  setTail(tail: Tail): void {
    if (tail === this.#tail) return;
    const before = this.#tail;
    this.#tail = tail;
    if (tail === 'live' && before === 'paused') this.#take(this.#waiting.splice(0));
    if (tail === 'off') this.#waiting = [];
    this.#followTail();
    this.#changed.fire();
  }

  dispose(): void {
    this.#tailing?.abort();
    this.#store.dispose();
  }

  /** What is asked for is something else now. */
  #restart(): void {
    this.#limit = PAGE;
    this.#traces = [];
    this.#waiting = [];
    this.#provenance = undefined;
    this.#tailing?.abort();
    this.#tailing = undefined;
    this.refresh();
    this.#followTail();
  }

  #request(): { connection: string; query: string } {
    const { connection, environment, version } = this.#deps.selection.current;
    return { connection, query: scopedQuery(this.#query, scopeConditions({ environment, version })) };
  }

  async #load(signal: AbortSignal): Promise<boolean> {
    const { engine, selection, log } = this.#deps;
    const found: TraceSummary[] = [];
    const before = signatureOf(this.#traces);
    const first = this.#traces.length === 0;
    try {
      const request = { ...this.#request(), range: selection.range(), limit: this.#limit };
      const onPart = (page: SearchPage) => {
        if (signal.aborted) return;
        found.push(...page.traces);
        this.#provenance = page.provenance;
        this.#sent = page.sent;
        // The first traces are shown as they come; later rounds replace what is shown at once.
        if (first && found.length > 0) this.#show(found);
      };
      await engine.call('backend.search', request, { signal, onPart });
      signal.throwIfAborted();
    } catch (error) {
      if (signal.aborted) throw error;
      const sentence = (error as Error).message;
      log.warn(`traces: ${sentence}`);
      this.#state = { state: 'failed', sentence };
      this.#changed.fire();
      throw error;
    }
    const stale = this.#state.state !== 'ok';
    this.#state = { state: 'ok' };
    const differs = signatureOf(found) !== before;
    if (differs || stale) this.#show(found);
    return differs;
  }

  #show(traces: readonly TraceSummary[]): void {
    this.#traces = [...traces].sort((a, b) => b.startMs - a.startMs);
    this.#changed.fire();
  }

  #followTail(): void {
    const wanted = this.#visible && this.#tail !== 'off';
    if (!wanted) {
      this.#tailing?.abort();
      this.#tailing = undefined;
      return;
    }
    if (this.#tailing) return;
    const abort = new AbortController();
    this.#tailing = abort;
    const { engine } = this.#deps;
    const onPart = (traces: readonly TraceSummary[]) => {
      if (!abort.signal.aborted) this.#arrived(traces);
    };
    let request: { connection: string; query: string };
    try {
      request = this.#request();
    } catch {
      // A query that cannot be read is told by the search.
      return;
    }
    engine.call('backend.tail', request, { signal: abort.signal, onPart }).catch((error: Error) => {
      if (abort.signal.aborted) return;
      this.#tailing = undefined;
      this.#tail = 'off';
      this.#state = { state: 'failed', sentence: error.message };
      this.#changed.fire();
    });
  }

  #arrived(traces: readonly TraceSummary[]): void {
    if (this.#tail === 'paused') {
      this.#waiting = [...traces, ...this.#waiting].slice(0, MOST_KEPT);
      this.#changed.fire();
    } else this.#take(traces);
  }

  /** A trace that grew takes the place of what was known of it. */
  #take(traces: readonly TraceSummary[]): void {
    const fresh = new Set(traces.map((trace) => trace.traceId));
    const kept = this.#traces.filter((trace) => !fresh.has(trace.traceId));
    this.#state = { state: 'ok' };
    this.#show([...traces, ...kept].slice(0, MOST_KEPT));
  }
}

const signatureOf = (traces: readonly TraceSummary[]) =>
  traces.map((t) => `${t.traceId}${t.durationNs} ${t.spanCount} ${t.errorCount}`).join('\n');
