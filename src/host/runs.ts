import * as vscode from 'vscode';
import { DisposableStore } from './disposables.ts';
import type { LastRun } from './selection.ts';

const KEY = 'spanlight.lastRun';

/** ms a command must have run to be what sends spans: `ls` beside a running service is not. */
const LEAST_MS = 1000;
/** ms without spans after which whatever is started next, and then sends some, is a new run. */
const QUIET_MS = 5000;

type Activity = { readonly startMs: number; readonly terminal: vscode.Terminal | undefined };

/**
 * Tells when the program was last started: the newest debug session, task or terminal command that was under way when
 * spans came in. A command counts if it runs in a terminal a run was seen in before, or if nothing had come in for a
 * while when it began: an editor opened beside a running service is not a run of the service.
 */
export class Runs implements LastRun, vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly #active = new Map<unknown, Activity>();
  readonly #terminals = new WeakSet<vscode.Terminal>();
  #lastSpansMs = 0;
  #lastRunMs: number | undefined;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
    const stored = memento.get<unknown>(KEY);
    this.#lastRunMs = typeof stored === 'number' && stored > 0 ? stored : undefined;
    const { debug, tasks, window } = vscode;
    const started = (key: unknown) => this.#active.set(key, { startMs: Date.now(), terminal: undefined });
    const ended = (key: unknown) => this.#active.delete(key);
    this.#store.add(debug.onDidStartDebugSession((s) => !s.parentSession && started(s.id)));
    this.#store.add(debug.onDidTerminateDebugSession((s) => ended(s.id)));
    this.#store.add(tasks.onDidStartTaskProcess((e) => started(e.execution)));
    this.#store.add(tasks.onDidEndTaskProcess((e) => ended(e.execution)));
    this.#store.add(window.onDidStartTerminalShellExecution((e) => this.#command(e)));
    this.#store.add(window.onDidEndTerminalShellExecution((e) => ended(e.execution)));
  }

  get onDidChange(): vscode.Event<void> {
    return this.#changed.event;
  }

  get lastRunMs(): number | undefined {
    return this.#lastRunMs;
  }

  /** Call it when the store took spans in. */
  spansArrived(nowMs = Date.now()): void {
    this.#lastSpansMs = nowMs;
    let newest: Activity | undefined;
    for (const activity of this.#active.values())
      if (nowMs - activity.startMs >= LEAST_MS && activity.startMs > (newest?.startMs ?? 0))
        newest = activity;
    if (!newest) return;
    if (newest.terminal) this.#terminals.add(newest.terminal);
    if (newest.startMs <= (this.#lastRunMs ?? 0)) return;
    this.#lastRunMs = newest.startMs;
    this.#changed.fire();
    void this.#memento.update(KEY, newest.startMs);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #command({ execution, terminal }: vscode.TerminalShellExecutionStartEvent): void {
    const startMs = Date.now();
    if (this.#terminals.has(terminal) || startMs - this.#lastSpansMs > QUIET_MS)
      this.#active.set(execution, { startMs, terminal });
  }
}
