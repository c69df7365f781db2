import * as vscode from 'vscode';
import { rangeOf, readWindow, type Window } from '../core/figures/window.ts';
import type { TimeRange } from '../core/ports.ts';
import { LOCAL_CONNECTION } from '../protocol/engine-backends.ts';

/** Whose traces, of which time, environment and version: one choice a workspace, applied and shown everywhere. */
export type Selection = {
  readonly connection: string;
  readonly window: Window;
  /** Undefined: all of them. */
  readonly environment: string | undefined;
  readonly version: string | undefined;
};

/** When the program was last started, as far as anybody saw. */
export type LastRun = {
  readonly lastRunMs: number | undefined;
  readonly onDidChange: vscode.Event<void>;
};

const KEY = 'spanlight.selection';
const MAX_TEXT = 1024;

export const DEFAULT_SELECTION: Selection = {
  connection: LOCAL_CONNECTION,
  window: { kind: 'last', minutes: 24 * 60 },
  environment: undefined,
  version: undefined,
};

/** Kept with the workspace. */
export class SelectionState implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #run: LastRun;
  readonly #changed = new vscode.EventEmitter<Selection>();
  readonly #runListener: vscode.Disposable;
  #current: Selection;

  constructor(memento: vscode.Memento, run: LastRun) {
    this.#memento = memento;
    this.#run = run;
    this.#current = readSelection(memento.get(KEY));
    // A new run moves the window's start without a choice being made.
    this.#runListener = run.onDidChange(() => {
      if (this.#current.window.kind === 'run') this.#changed.fire(this.#current);
    });
  }

  /** Fires after a choice, and when what was chosen came to mean another time. */
  get onDidChange(): vscode.Event<Selection> {
    return this.#changed.event;
  }

  get current(): Selection {
    return this.#current;
  }

  get lastRunMs(): number | undefined {
    return this.#run.lastRunMs;
  }

  range(nowMs = Date.now()): TimeRange {
    return rangeOf(this.#current.window, nowMs, this.#run.lastRunMs);
  }

  /** Environments and versions are those of a connection: another connection starts with all of them. */
  async update(change: Partial<Selection>): Promise<void> {
    const moved = change.connection !== undefined && change.connection !== this.#current.connection;
    const all = moved ? { environment: undefined, version: undefined } : {};
    const next = { ...this.#current, ...all, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.#current)) return;
    this.#current = next;
    this.#changed.fire(next);
    await this.#memento.update(KEY, next);
  }

  dispose(): void {
    this.#runListener.dispose();
    this.#changed.dispose();
  }
}

/** What was stored may be of another version of Spanlight: what cannot be read is the default. */
function readSelection(stored: unknown): Selection {
  if (typeof stored !== 'object' || stored === null) return DEFAULT_SELECTION;
  const { connection, window, environment, version } = stored as Record<string, unknown>;
  const text = (value: unknown) =>
    typeof value === 'string' && value !== '' && value.length <= MAX_TEXT ? value : undefined;
  return {
    connection: text(connection) ?? DEFAULT_SELECTION.connection,
    window: readWindow(window) ?? DEFAULT_SELECTION.window,
    environment: text(environment),
    version: text(version),
  };
}
